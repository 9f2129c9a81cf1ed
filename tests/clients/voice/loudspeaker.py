"""PortAudio as sounddevice shows it, for a machine without a loudspeaker."""

import threading
import time
from types import ModuleType, SimpleNamespace
from typing import Any

LATENCY_S = 0.05


class Devices(ModuleType):
    """`played` is all that was taken, silence too. The device's clock runs as it takes blocks.

    It takes one every millisecond by itself, or when a test says `stream.tick()`.
    """

    class PortAudioError(Exception):
        pass

    def __init__(self, by_itself: bool = True, fault: str = "", tells_time: bool = True) -> None:
        super().__init__("sounddevice")
        self.by_itself, self.fault, self.tells_time = by_itself, fault, tells_time
        self.played = bytearray()
        self.states: list[str] = []

    def RawOutputStream(self, **settings: Any) -> "Stream":  # noqa: N802
        if self.fault:
            raise self.PortAudioError(self.fault)
        self.stream = Stream(self, **settings)
        return self.stream


class Stream:
    block = 1200

    def __init__(self, devices: Devices, samplerate: int, callback: Any, **settings: Any) -> None:
        assert (settings["channels"], settings["dtype"]) == (1, "int16")
        self.devices, self.rate, self.callback = devices, samplerate, callback
        self.taken, self.latency = 0, LATENCY_S
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    @property
    def time(self) -> float:
        return self.taken / self.rate

    def run(self) -> None:
        while not self.ended.is_set():
            self.tick()
            time.sleep(0.001)

    def tick(self) -> None:
        """Take a block, which is heard after the latency."""
        out = bytearray(2 * self.block)
        at_s = self.time + LATENCY_S if self.devices.tells_time else 0.0
        self.callback(out, self.block, SimpleNamespace(outputBufferDacTime=at_s), None)
        self.devices.played += out
        self.taken += self.block

    def start(self) -> None:
        self.devices.states.append("start")
        if self.devices.by_itself:
            self.thread.start()

    def abort(self) -> None:
        self.devices.states.append("abort")
        self.ended.set()

    def close(self, ignore_errors: bool) -> None:
        self.devices.states.append("close")
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join()
