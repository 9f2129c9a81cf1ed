"""`soulsgen post` given what it cannot take, and beside what it cannot use."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from clients.counterparts import Counterparts
from clients.loopback import serving
from clients.replay import Replay, line_pair
from soulsgen.commands.post import post
from soulsgen.ledger.entry import State
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from waiting import LIMIT_S

LINE = "The lantern remembers the hand that lit it."
# The program, which says when it waits.
WAITING = """
from threading import Event
from soulsgen.cli import main
from soulsgen.posting import broadcast

class Told(Event):
    def wait(self, timeout=None):
        print("waits", flush=True)
        return super().wait(timeout)

broadcast.Event = Told
main()
"""


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLOT", "MASTODON_URL", "MASTODON_TOKEN", "TORCHSERVE_ENDPOINT", "TORCHSERVE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def run(there: Counterparts, *arguments: str, to: tuple[str, ...] = ("x",), **env: str) -> Result:
    channels = [word for name in to for word in ("--to", name)]
    return CliRunner().invoke(post, [*channels, *arguments], env={**there.env, **env}, prog_name="post")


def test_what_is_no_text_is_said_and_planned_nowhere(there: Counterparts, tmp_path: Path) -> None:
    assert "Error: --text holds a NUL" in run(there, "--text", "a\0b").stderr
    for words in (["--text", "a\udcffb"], ["--text", "a\udcffb", "--dry-run"]):
        result = run(there, *words)
        assert (result.exit_code, result.stderr.startswith("Error: --text is not text in UTF-8: 'a")) == (
            2,
            True,
        )
    piped = CliRunner().invoke(post, ["--text", "-"], input=b"Ash \xff.", env=there.env)
    assert piped.stderr == "Error: standard input is not text in UTF-8: invalid start byte at byte 4\n"
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    image = ["--image", str(tmp_path / "a.png"), "--alt", "\udcff"]
    assert "Error: --alt is not text" in run(there, "--text", LINE, *image).stderr
    assert not (tmp_path / "ledger.db").exists()


def test_an_empty_slot_is_not_one_of_its_own(there: Counterparts) -> None:
    for words, said in ((["--slot", ""], "the slot '' is neither"), (["--schedule", ""], "--schedule ''")):
        result = run(there, "--text", LINE, *words)
        assert (result.exit_code, said in result.stderr) == (1, True)
    result = run(there, "--text", LINE, SLOT="")
    assert (result.exit_code, "SLOT is empty: give it a slot, or give --schedule" in result.stderr) == (
        2,
        True,
    )
    assert there.x.attempts == 0


def test_a_file_of_somebody_elses_in_the_outbox_does_not_block_it(
    there: Counterparts, tmp_path: Path
) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "a.json").write_text("[]", "utf-8")
    (tmp_path / "outbox" / "b.json").write_bytes(b"\xff")
    assert run(there, "--text", LINE, "--slot", "s1", to=("outbox",)).exit_code == 0
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        ledger.mark(ledger.history()[0], state=State.SENDING)
    again = run(there, "--text", LINE, "--slot", "s1", to=("outbox",))
    assert (again.exit_code, len(list((tmp_path / "outbox").glob("*.txt")))) == (0, 1)


def test_an_instance_that_says_nonsense_hides_none_of_the_others(there: Counterparts) -> None:
    def nonsense(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"[]"]

    with serving(nonsense) as url, serving(Replay(line_pair(LINE))) as torchserve:
        env = {"MASTODON_URL": url, "MASTODON_TOKEN": "a token"}
        result = run(there, "--host", torchserve, to=("mastodon", "x"), **env)
    assert result.exit_code == 75
    assert there.texts["x"]() == [LINE]


def test_a_run_that_waits_for_another_one_ends_when_it_is_told_to(there: Counterparts) -> None:
    words = ["post", "--to", "discord", "--text", LINE, "--slot", "s1"]
    with (
        Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger,
        ledger.lock("discord", 0),
        subprocess.Popen(
            [sys.executable, "-c", WAITING, *words],
            env={**os.environ, **there.env},
            stdout=subprocess.PIPE,
            text=True,
        ) as running,
    ):
        assert running.stdout
        assert running.stdout.readline() == "waits\n"
        running.terminate()
        assert running.wait(LIMIT_S) == 128 + signal.SIGTERM
        assert (there.texts["discord"](), ledger.history()[0].state) == ([], "planned")
