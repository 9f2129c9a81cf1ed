"""What happens when espeak-ng's process is broken off, dies, hangs or does not start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from handlerkit.checks import SettingsError
from handlers.tts.espeak.saying import BELL, line, said, spoken
from tts.engines.engine import Line, Refused
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe, Unable
from tts.model import espeak as load_espeak
from tts.text.sentence import Sentence, Spoken
from waiting import LIMIT_S

HANDLERS = Path(__file__).parents[4] / "serve-handlers"


def test_a_cancelled_line_is_broken_off_and_the_next_row_is_spoken(engine: Espeak) -> None:
    asked: list[int] = []

    def cancelled(row: int) -> bool:
        asked.append(row)
        return row == 0 and asked.count(0) > 3

    long = Sentence(tuple(Spoken("bell", 0, "bell") for _ in range(1000)), 0.0)
    lines = [Line(0, long, "en-us"), line(BELL, row=0), line(BELL, row=1)]
    made = list(engine.speak(lines, cancelled))
    assert [place for place, _ in made] == [2]
    # Of 400 s in pieces of 60 ms the pipe held a few.
    assert asked.count(0) < 200


def test_a_process_that_was_killed_is_replaced_and_the_line_is_spoken(engine: Espeak) -> None:
    before = said(engine, line(BELL))
    assert engine.pipe.process
    killed = engine.pipe.process.pid
    os.kill(killed, signal.SIGKILL)
    assert said(engine, line(BELL)).samples.tobytes() == before.samples.tobytes()
    assert engine.pipe.process.pid != killed


def test_a_line_that_ends_the_process_twice_is_refused(engine: Espeak) -> None:
    engine.voices()
    pipe = EspeakPipe(["/bin/true"], patience_s=LIMIT_S)
    broken = Espeak(pipe)
    broken.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(broken, line(BELL))
    assert refused == Refused("espeak-ng ended over this, and again when it was asked again", ours=True)


def test_a_process_that_hangs_is_ended_in_time(engine: Espeak) -> None:
    engine.voices()
    hanging = Espeak(EspeakPipe(["/bin/sleep", "infinity"], patience_s=0.3))
    hanging.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(hanging, line(BELL))
    assert refused == Refused("espeak-ng did not come to an end with this", ours=True)
    assert hanging.pipe.process is None


def test_a_sentence_that_would_fill_the_pipe_is_refused(engine: Espeak) -> None:
    endless = Sentence((Spoken("a", 0, "bell " * 3000),), 0.0)
    (refused,) = spoken(engine, Line(0, endless, "en-us"))
    assert refused == Refused("a sentence of 15000 characters is too long to say: divide it")


@pytest.mark.parametrize(
    ("loader", "says"),
    [
        ("raise ImportError('not here')", "not here"),
        (
            "import ctypes.util\nget_data_path = lambda: '/'\n"
            "get_library_path = lambda: ctypes.util.find_library('c')",
            r"undefined symbol: espeak_ListVoices",
        ),
    ],
)
def test_a_library_that_is_missing_or_too_old_is_told(tmp_path: Path, loader: str, says: str) -> None:
    (tmp_path / "espeakng_loader.py").write_text(loader, "utf-8")
    program = [sys.executable, str(HANDLERS / "tts" / "engines" / "espeak_process.py")]
    env = (
        f"import os, sys; os.environ['PYTHONPATH'] = {str(tmp_path)!r}; os.execv({program[0]!r}, {program!r})"
    )
    with pytest.raises(Unable, match=says):
        EspeakPipe([sys.executable, "-c", env], patience_s=LIMIT_S).voices()


@pytest.mark.parametrize(
    ("program", "patience_s", "says"),
    [
        (["/bin/true"], LIMIT_S, "its process ended before it said anything"),
        (["/bin/sleep", "infinity"], 0.3, "its process said nothing for 0.3 s"),
        (["/no/such/python"], LIMIT_S, "[Errno 2] No such file or directory: '/no/such/python'"),
    ],
)
def test_a_process_that_does_not_start_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, program: list[str], patience_s: float, says: str
) -> None:
    monkeypatch.setattr("tts.model.EspeakPipe", lambda: EspeakPipe(program, patience_s))
    with pytest.raises(SettingsError) as refused:
        load_espeak()
    assert str(refused.value) == f"espeak-ng does not start ({says}): pip install espeakng-loader"


def test_a_process_that_cannot_be_started_again_refuses_the_line(engine: Espeak) -> None:
    engine.voices()
    gone = Espeak(EspeakPipe(["/no/such/python"]))
    gone.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(gone, line(BELL))
    says = "espeak-ng does not start: [Errno 2] No such file or directory: '/no/such/python'"
    assert refused == Refused(says, ours=True)


def test_the_library_is_in_another_process_and_goes_when_its_master_is_killed() -> None:
    """GPL: nothing of it in the worker. A worker that dies leaves nothing behind."""
    program = (
        f"import sys; sys.path.insert(0, {str(HANDLERS)!r})\n"
        "from tts.engines.espeak import Espeak\nfrom tts.engines.espeak_pipe import EspeakPipe\n"
        f"engine = Espeak(EspeakPipe(patience_s={LIMIT_S})); engine.voices()\n"
        "print('libespeak' in open('/proc/self/maps').read(), engine.pipe.process.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as master:
        assert master.stdout
        loaded, child = master.stdout.readline().split()
        process = psutil.Process(int(child))
        assert "libespeak" in Path(f"/proc/{child}/maps").read_text("utf-8")
        master.kill()
    assert loaded == "False"
    process.wait(LIMIT_S)
