"""`soulsgen session inbox` killed at moments of chance, again and again: nothing is lost or posted twice."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.counterparts import Counterparts
from clients.inbox.table import FORD, GATE, MILL, TableServer, fill, said
from clients.killing import KILLED, Ended, Nursery, nursery

PROGRAM = "soulsgen.commands.session:session"


@pytest.fixture(scope="module")
def runs() -> Iterator[Nursery]:
    with nursery() as opened:
        yield opened


def words(url: str, folder: Path) -> list[str]:
    sessions, ledger = str(folder / "sessions"), str(folder / "ledger.db")
    given = ["inbox", str(folder / "inbox"), "--sessions", sessions, "--ledger", ledger, "--to", "discord"]
    return [*given, "--host", url, "--retries", "0", "--quiet-seconds", "0"]


def once(folder: Path, posted: list[str]) -> None:
    """What is there when all is done, whatever it took."""
    sessions = folder / "sessions"
    heard = {"2026-03-14 ford": {200: 0, 300: 3, 400: 7}, "gate": {200: 1, 500: 3}, "mill": {600: 1, 700: 2}}
    for name, tones in heard.items():
        assert said(sessions, name) == [(second, f"Tone {pitch}.") for pitch, second in tones.items()]
    records = [json.loads(path.read_text("utf-8")) for path in (sessions / ".inbox").glob("*.json")]
    assert sorted((record["name"], record["stage"]) for record in records) == [
        ("2026-03-14 ford.wav", "done"),
        ("gate.zip", "done"),
        ("mill", "done"),
    ]
    assert sorted(posted) == sorted([FORD, GATE, MILL])
    links = {link for record in records for link in record["channels"].values()}
    assert len(links) == 3
    assert all(link.startswith("https://discord.com/channels/") for link in links)


def test_one_round_that_is_killed_is_finished_by_the_next(
    runs: Nursery, there: Counterparts, url: str, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    fill(whole / "inbox")
    steps = runs.run(words(url, whole), there.env, program=PROGRAM).steps
    assert steps > 200
    for step in sorted(random.Random(5).sample(range(1, steps - 20), 16)):
        folder = tmp_path / str(step)
        fill(folder / "inbox")
        # The account is looked at for the text, which the folders before had posted too.
        there.discord.messages.clear()
        killed = runs.run(words(url, folder), there.env, kill_at=step, program=PROGRAM)
        there.settle()
        # A reply that came in fewer pieces makes a run of fewer steps.
        assert killed.status == KILLED or killed.steps < step
        again = runs.run(words(url, folder), there.env, program=PROGRAM)
        assert again.status == 0, f"after a kill at step {step}: {again.stderr}"
        once(folder, there.texts["discord"]())


def test_a_round_that_is_killed_every_time_comes_to_its_end_all_the_same(
    runs: Nursery, there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    rng = random.Random(11)
    fill(tmp_path / "inbox")
    ends: list[Ended] = []
    while not ends or ends[-1].status == KILLED:
        ends.append(runs.run(words(url, tmp_path), there.env, rng.randrange(15, 80), PROGRAM))
        there.settle()
        assert len(ends) < 60, "no end in sight"
    assert ends[-1].status == 0, ends[-1].stderr
    assert len(ends) > 4
    once(tmp_path, there.texts["discord"]())
    # What was heard once is not heard again: at most the two chunks under way are lost with each kill.
    assert server.asr.numbers <= 5 + 2 * (len(ends) - 1)
