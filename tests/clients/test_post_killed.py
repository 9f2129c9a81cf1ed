"""A kill at any point loses nothing and posts nothing twice: `soulsgen post` killed at every step it has."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from clients.counterparts import Counterparts, counterparts
from clients.killing import KILLED, Nursery, nursery
from soulsgen.ledger.entry import State
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting.accounts import CHANNELS
from waiting import LIMIT_S


@pytest.fixture(scope="module")
def runs() -> Iterator[Nursery]:
    with nursery() as opened:
        yield opened


@pytest.fixture(scope="module")
def mastodon_url() -> Iterator[str]:
    from mastodon_mock.testing.server import MockServer

    with MockServer(startup_timeout=LIMIT_S) as server:
        yield server.base_url


@pytest.fixture
def there(tmp_path: Path, mastodon_url: str) -> Iterator[Counterparts]:
    with counterparts(tmp_path, mastodon_url) as opened:
        yield opened


def line(number: int) -> str:
    """A line that resembles no other."""
    return f"{sha256(f'ash {number}'.encode()).hexdigest()} burns."


def kill_everywhere(
    runs: Nursery, there: Counterparts, folder: Path, names: list[str], extra: list[str], stride: int = 1
) -> int:
    """Kill one run at every `stride`th step and let the next one finish; the number of kills."""
    for kills, step in enumerate(range(1, 10_000, stride)):
        text = line(step)
        channels = [word for name in names for word in ("--to", name)]
        arguments = [*channels, "--slot", f"slot-{step}", "--text", text, "--outbox", str(folder / "outbox")]
        killed = runs.run([*arguments, *extra], there.env, kill_at=step)
        there.settle()
        if killed.status != KILLED:
            assert (killed.status, killed.stderr) == (0, "")
            return kills
        again = runs.run([*arguments, *extra], there.env)
        assert again.status == 0, f"after a kill at step {step}: {again.stderr}"
        with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
            entries = [entry for entry in ledger.history() if entry.slot == f"slot-{step}"]
        assert [entry.state for entry in entries] == [State.SENT] * len(names), f"step {step}"
        for name in names:
            posted = there.texts[name]().count(text)
            assert posted == 1, f"{name} has it {posted} times after a kill at step {step}"
    raise AssertionError("no run came to its end")


@pytest.mark.parametrize(
    ("name", "stride"), [("x", 2), ("outbox", 7), ("discord", 7), ("bluesky", 7), ("mastodon", 9)]
)
def test_killed_at_some_steps_a_line_is_there_exactly_once(
    runs: Nursery, there: Counterparts, tmp_path: Path, name: str, stride: int
) -> None:
    assert kill_everywhere(runs, there, tmp_path, [name], [], stride) >= 28 // stride


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANNELS)
def test_killed_at_every_step_a_line_with_an_image_is_there_exactly_once(
    runs: Nursery, there: Counterparts, tmp_path: Path, name: str
) -> None:
    """Also prints the count: `pytest -m slow -s -k killed`."""
    image = tmp_path / "lamp.png"
    Image.new("RGB", (8, 8), "orange").save(image)
    kills = kill_everywhere(runs, there, tmp_path, [name], ["--image", str(image), "--alt", "A lamp."])
    assert kills >= 30
    print(f"\n{name}: killed at {kills} steps, posted exactly once after each")


@pytest.mark.slow
def test_killed_at_every_step_of_all_channels_at_once_each_has_it_exactly_once(
    runs: Nursery, there: Counterparts, tmp_path: Path
) -> None:
    kills = kill_everywhere(runs, there, tmp_path, list(CHANNELS), [])
    assert kills >= 120
    print(f"\nall five: killed at {kills} steps, posted exactly once everywhere after each")


def test_without_a_bot_discord_never_has_a_line_twice_and_a_doubt_is_said(
    runs: Nursery, there: Counterparts, tmp_path: Path
) -> None:
    env = {name: value for name, value in there.env.items() if name != "DISCORD_BOT_TOKEN"}
    doubts = 0
    for step in range(1, 200, 4):
        arguments = ["--to", "discord", "--slot", f"slot-{step}", "--text", line(step)]
        killed = runs.run(arguments, env, kill_at=step)
        there.settle()
        if killed.status != KILLED:
            break
        again = runs.run(arguments, env)
        posted = there.texts["discord"]().count(line(step))
        assert (again.status, posted) in [(0, 1), (69, 0), (69, 1)]
        if again.status == 69:
            assert "whether it was posted is unknown" in again.stderr
            doubts += 1
    assert doubts > 0
