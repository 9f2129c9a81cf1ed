"""The microphone's edge: PortAudio that is missing, a device that is pulled out and put back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from soulsgen import portaudio
from soulsgen.errors import SoulsgenError
from soulsgen.illustrate import microphone
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.microphone import Microphone

BLOCK = np.full(1600, 7, np.int16)


class Devices(ModuleType):
    """PortAudio as sounddevice shows it; an opening gives as many blocks as `plugged` says."""

    class PortAudioError(Exception):
        pass

    def __init__(self, *plugged: int | None) -> None:
        super().__init__("sounddevice")
        self.plugged = iter(plugged)
        self.initialised = 0

    def RawInputStream(self, callback: Any, **_: Any) -> "_Stream":  # noqa: N802
        count = next(self.plugged)
        if count is None:
            raise self.PortAudioError("Error querying device -1")
        return _Stream(count, callback)

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.initialised += 1


class _Stream:
    def __init__(self, count: int, callback: Any) -> None:
        self.count, self.callback = count, callback

    def __enter__(self) -> None:
        """All it has is there before anybody can find it silent."""
        for _ in range(self.count):
            self.callback(BLOCK.tobytes())

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(microphone, "_SILENT_S", 0.05)
    yield  # noqa: PT022


def listen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, devices: Devices, most: int
) -> tuple[int, list[str]]:
    monkeypatch.setattr(microphone, "portaudio", lambda *_: devices)
    told: list[str] = []
    source = Microphone(datetime.now(UTC), Board(tmp_path, told.append))
    heard: list[object] = []
    for block in source.blocks(lambda _: len(heard) >= most):
        assert np.array_equal(block.samples, BLOCK)
        heard.append(block)
    return len(heard), told


def test_a_microphone_that_is_pulled_out_is_told_and_found_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    devices = Devices(2, None, None, 3)
    count, told = listen(monkeypatch, tmp_path, devices, 5)
    assert count == 5
    assert told == [
        "microphone: the microphone sends nothing any more; looked for again every 3 s",
        "microphone: Error querying device -1; looked for again every 3 s",
        "microphone: well again",
    ]
    assert devices.initialised == 3


def test_without_any_microphone_it_does_not_begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(SoulsgenError, match="no microphone can be opened: Error querying device -1"):
        listen(monkeypatch, tmp_path, Devices(None), 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModuleNotFoundError("No module named 'sounddevice'"), r"pip install 'soulsgen\[live\]'"),
        (OSError("PortAudio library not found"), "apt install libportaudio2"),
    ],
)
def test_what_is_missing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, words: str
) -> None:
    def fails(name: str) -> ModuleType:
        raise error

    monkeypatch.setattr(portaudio, "import_module", fails)
    with pytest.raises(SoulsgenError, match=words):
        Microphone(datetime.now(UTC), Board(tmp_path, print))
