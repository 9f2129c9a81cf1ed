"""A real `soulsgen avatar serve` before a real TorchServe: its calls, its clock, its use of the cores."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil
import requests
import served

CHARACTERS = served.ROOT / "model_store" / "defaults" / "animator"
CHARACTER = "wick"
# To begin, to draw a first picture, to answer, to end.
PATIENCE_S, ENDING_S = 120.0, 20.0
_LOOKS_AT_CLOCK = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Used:
    """Seconds of a core since each of them began."""

    studio_s: float
    torchserve_s: float


@dataclass(frozen=True)
class Studio:
    """Where a running one answers, its process, and the TorchServe behind it."""

    url: str
    pid: int
    serving: served.Serving

    def post(self, name: str, table: Mapping[str, Any]) -> requests.Response:
        return self._answered("POST", name, json=table)

    def get(self, name: str, instance_id: str) -> requests.Response:
        return self._answered("GET", name, params={"instance_id": instance_id})

    def state(self, instance_id: str) -> dict[str, Any]:
        return dict(self.get("state", instance_id).json())

    def used(self) -> Used:
        return Used(_used_s(self.pid), _used_s(self.serving.pid))

    def began_s(self, instance_id: str) -> float:
        """What this machine's monotonic clock said when the instance's clock was at 0.

        The instance read its clock while it was asked: the narrowest bounds of all askings hold.
        """
        least, most = float("-inf"), float("inf")
        for _ in range(_LOOKS_AT_CLOCK):
            before = time.monotonic()
            now_s = self.state(instance_id)["time"]
            least, most = max(least, before - now_s), min(most, time.monotonic() - now_s)
        return (least + most) / 2

    def _answered(self, method: str, name: str, **more: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False  # no proxy on the way to loopback
            answer = session.request(method, f"{self.url}api/avatar/{name}", timeout=PATIENCE_S, **more)
        if not answer.ok:
            raise RuntimeError(f"{name}: HTTP {answer.status_code}: {answer.text[:200]}")
        return answer


@contextmanager
def studio(root: Path) -> Iterator[Studio]:
    """One of its own checkout in `root`, with the default character and espeak-ng's voice."""
    (root / "nothing").mkdir(parents=True)
    served.checkout(root, "animator", "", "")
    served.packed(root, "animator", {"characters": str(CHARACTERS)})
    served.packed(root, "tts", {"weights": str(root / "nothing")})
    with served.torchserve(root, "animator", 1, "tts") as serving:
        log = root / "studio.log"
        with log.open("wb") as words, _process(root, serving, words.fileno()) as process:
            url = waited_for(lambda: _address(process, log), "the studio")
            yield Studio(url, process.pid, serving)


@contextmanager
def live(studio: Studio, settings: Mapping[str, Any] | None = None) -> Iterator[str]:
    """The id of an instance that has drawn; without `settings` as one begins."""
    name = str(studio.post("load", {"character": CHARACTER}).json()["instance_id"])
    try:
        if settings is not None:
            studio.post("load_animator_settings", {"instance_id": name, "animator_settings": settings})
        studio.post("start", {"instance_id": name})
        try:
            waited_for(lambda: studio.state(name)["frame"], "a picture")
        except RuntimeError as error:
            raise RuntimeError(f"{error}: {studio.state(name)['trouble']}") from error
        yield name
    finally:
        studio.post("unload", {"instance_id": name})


def waited_for(look: Callable[[], T | None], what: str, patience_s: float = PATIENCE_S) -> T:
    """What `look` finds at last. Raises RuntimeError when it does not come."""
    until = time.monotonic() + patience_s
    while not (found := look()):
        if time.monotonic() > until:
            raise RuntimeError(f"{what} did not come within {patience_s:g} s")
        time.sleep(0.05)
    return found


@contextmanager
def _process(root: Path, serving: served.Serving, words: int) -> Iterator[subprocess.Popen[bytes]]:
    program = str(Path(sys.executable).with_name("soulsgen"))
    command = [program, "avatar", "serve", "-h", f"http://{serving.host}", "--port", "0"]
    kept = {name: value for name, value in os.environ.items() if name != "AVATAR_KEY"}
    # In a session of its own: Ctrl-C is for whoever measures, who ends what was started in its order.
    process = subprocess.Popen(
        command,
        env={**kept, "TORCHSERVE_TOKEN": serving.token},
        cwd=root,
        stderr=words,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
    told = log.read_text("utf-8")
    if process.poll() is not None:
        raise RuntimeError(f"the studio ended: {told}")
    found = re.search(r" at (http://127\.0\.0\.1:\d+/)$", told, re.MULTILINE)
    return found[1] if found else None


def _used_s(pid: int) -> float:
    """Of a process and its children."""
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))
