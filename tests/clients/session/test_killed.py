"""`soulsgen session transcribe` killed at random moments, as a process: nothing is lost or stands twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from clients.loopback import serving
from clients.session.asr_server import Asr
from clients.session.recordings import tones, wav
from soulsgen.session.transcript import Line, Transcript
from waiting import LIMIT_S, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

COMMAND = "import sys; from soulsgen.commands.session import session; session(sys.argv[1:])"
# At its first argument, a number of a step, it ends as by a power cut.
KILLED = """
import sys
from clients.killing import Steps
from soulsgen.commands.session import session
Steps(int(sys.argv.pop(1))).install(("fsync", "link", "replace", "unlink"))
session(sys.argv[1:])
"""
TESTS = Path(__file__).parents[2]
# Five tones in chunks of six seconds: several lines a chunk, chunks of one line and of none.
TONES = {
    second: 200 + 10 * index for index, second in enumerate([0, 2, 7, 8, 9, 15, 31, 33, 35, 37, 44, 45, 52])
}
SECONDS = 60


def start(url: str, recording: Path, out: Path) -> "subprocess.Popen[bytes]":
    words = ["transcribe", str(recording), "-o", str(out), "--host", url, "--chunk-minutes", "0.1", "-b", "2"]
    return subprocess.Popen([sys.executable, "-c", COMMAND, *words], stderr=subprocess.PIPE)


class Lives:
    """WSGI application: `asr`, which gives so many `answers` in each life of a run, and in the last one all.

    A life's name is the first part of the path. Its other requests wait until it is `over`.
    """

    def __init__(self, *answers: int) -> None:
        self.asr = Asr()
        self.left = list(answers)
        self.over = [Event() for _ in answers]
        self.lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        life = int(environ["PATH_INFO"].split("/")[1])
        if life < len(self.left) and not self._given(life):
            self.over[life].wait(LIMIT_S)
        return self.asr(environ, start_response)

    def _given(self, life: int) -> bool:
        with self.lock:
            self.left[life] -= 1
            return self.left[life] >= 0


def test_a_transcript_is_whole_whenever_and_however_often_its_run_was_killed(tmp_path: Path) -> None:
    chance = random.Random(7)
    recording, out = tmp_path / "evening.wav", tmp_path / "out"
    recording.write_bytes(wav(tones(TONES, SECONDS)))
    # Fewer than there are chunks, so that no run ends before it is killed.
    lives = Lives(2, 1, 1, 2)
    with serving(lives) as url:
        for life, over in enumerate(lives.over):
            process = start(f"{url}/{life}", recording, out)
            wait_until(lambda ends=process.poll, life=life: lives.left[life] <= 0 or ends() is not None)
            # At some moment of what follows.
            time.sleep(chance.uniform(0, 0.12))
            process.kill()
            _, words = process.communicate()
            assert process.returncode == -signal.SIGKILL, words
            over.set()
        process = start(f"{url}/{len(lives.over)}", recording, out)
        _, words = process.communicate()
    assert process.returncode == 0, words
    assert_whole(out)


def test_a_transcript_is_whole_whichever_write_its_run_was_killed_at(tmp_path: Path) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    recording, out = tmp_path / "evening.wav", tmp_path / "out"
    recording.write_bytes(wav(tones(TONES, SECONDS)))
    killed = 0
    with serving(Asr()) as url:
        words = ["transcribe", str(recording), "-o", str(out), "--host", url, "--chunk-minutes", "0.1"]
        while True:
            # Early at first: at least two lives end before their work does.
            kill_at = chance.randint(1, 60 if killed >= 2 else 12) if killed < 10 else 0
            ended = subprocess.run(
                [sys.executable, "-c", KILLED, str(kill_at), *words],
                env={**os.environ, "PYTHONPATH": str(TESTS)},
                capture_output=True,
                check=False,
            )
            if ended.returncode == 0:
                break
            assert ended.returncode == -signal.SIGKILL, (seed, ended.stderr)
            killed += 1
    assert killed >= 2, seed
    assert_whole(out)


def assert_whole(out: Path) -> None:
    """Every tone once, and nothing left of a run that was killed."""
    lines = [json.loads(line) for line in (out / "transcript.jsonl").read_text("utf-8").splitlines()]
    assert sorted((round(line["at"]), line["text"]) for line in lines) == [
        (second, f"Tone {pitch}.") for second, pitch in TONES.items()
    ]
    assert [path.name for path in sorted(out.iterdir())] == [
        ".session.lock",
        "corrections.jsonl",
        "session.json",
        "transcript.jsonl",
        "transcript.md",
        "transcript.srt",
        "transcript.vtt",
    ]


def spoken(chunk: int, row: int, size: int) -> Line:
    at = chunk * 6.0 + row
    return Line(at, at + 1, "Kim", f"Line {chunk}.{row} é", "a", chunk=chunk * 6.0, of=size)


def test_a_transcript_that_was_cut_at_any_byte_is_made_whole(tmp_path: Path) -> None:
    """What a power cut may leave: every length of the file, each gone on with."""
    chunks = [[spoken(chunk, row, size) for row in range(size)] for chunk, size in enumerate([1, 3, 2])]
    whole = tmp_path / "whole.jsonl"
    opened = Transcript(whole)
    for lines in chunks:
        opened.append(lines)
    opened.close()
    content = whole.read_bytes()
    for length in range(len(content) + 1):
        path = tmp_path / "cut.jsonl"
        path.write_bytes(content[:length])
        again = Transcript(path)
        done = again.chunks()
        assert [line for chunk in chunks if ("a", chunk[0].chunk) in done for line in chunk] == again.lines
        for lines in chunks:
            if ("a", lines[0].chunk) not in done:
                again.append(lines)
        again.close()
        assert sorted(path.read_bytes().splitlines()) == sorted(content.splitlines())
