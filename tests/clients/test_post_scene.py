"""`soulsgen post scene`: the newest picture that a channel lacks, once, with words for who cannot see it."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner, Result

from clients.channels.gate import Fault
from clients.counterparts import Counterparts, counterparts
from clients.killing import KILLED, nursery
from clients.painted_session import SCENES, session
from soulsgen.commands.post import post
from soulsgen.ledger.entry import State
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting import delivery


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterparts]:
    for name in ("SETTLE_S", "LATE_S"):
        monkeypatch.setattr(delivery, name, 0.0)
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 0.05)
    monkeypatch.chdir(tmp_path)
    with counterparts(tmp_path) as opened:
        yield opened


def scene(there: Counterparts, *words: object, env: dict[str, str] | None = None) -> Result:
    given = ["scene", *map(str, words)]
    return CliRunner().invoke(post, given, env=there.env if env is None else env, prog_name="soulsgen post")


def without_bot(there: Counterparts) -> dict[str, str]:
    """Discord, in which nobody can look for a post of unknown fate."""
    return {name: value for name, value in there.env.items() if name != "DISCORD_BOT_TOKEN"}


def test_each_run_posts_the_newest_that_is_left_and_then_none(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data" / "later", 14, SCENES[2:])
    session(tmp_path / "data" / "earlier", 7, SCENES[:2])
    results = [scene(there, tmp_path / "data", "--to", "discord") for _ in range(4)]
    assert [result.exit_code for result in results] == [0] * 4, results[0].output
    assert there.texts["discord"]() == [SCENES[2], SCENES[1], SCENES[0]]
    assert [each["attachments"][0]["description"] for each in there.discord.messages] == [
        SCENES[2],
        SCENES[1],
        SCENES[0],
    ]
    assert results[3].stderr == "Of 3 scenes there is none to post.\n"
    assert results[0].stdout.startswith("discord ")


def test_a_copy_of_the_folder_under_another_name_has_nothing_new(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data", 7, SCENES[:1])
    scene(there, tmp_path / "data", "--to", "discord")
    (tmp_path / "data").rename(tmp_path / "copy")
    (tmp_path / "copy" / "scene-000001.png").rename(tmp_path / "copy" / "scene-000777.png")
    told = (
        (tmp_path / "copy" / "scenes.jsonl").read_text().replace("000001", "000777").replace("oars", "a sail")
    )
    (tmp_path / "copy" / "scenes.jsonl").write_text(told)
    assert "none to post" in scene(there, tmp_path / "copy", "--to", "discord").stderr
    assert len(there.texts["discord"]()) == 1


def test_a_channel_that_lacks_a_scene_gets_it_and_the_others_do_not_again(
    there: Counterparts, tmp_path: Path
) -> None:
    session(tmp_path / "data", 7, SCENES[:1])
    scene(there, tmp_path / "data", "--to", "discord")
    result = scene(there, tmp_path / "data", "--to", "discord", "--to", "bluesky", "--json")
    assert result.exit_code == 0, result.output
    assert [each["channel"] for each in json.loads(result.stdout)["channels"]] == ["bluesky"]
    assert (there.texts["discord"](), there.texts["bluesky"]()) == ([SCENES[0]], [SCENES[0]])


def test_what_cannot_be_posted_is_passed_over_and_told(there: Counterparts, tmp_path: Path) -> None:
    folder = session(tmp_path / "data" / "one", 7, (*SCENES, "../../secret"))
    rows = (folder / "scenes.jsonl").read_text().replace('"scene-000004.png"', '"../scene-000004.png"')
    # The last line is being written.
    (folder / "scenes.jsonl").write_text(rows + '{"at": 9000, "scene": "Half')
    (folder / "scene-000003.png").unlink()
    (folder / "scene-000002.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    damaged = session(tmp_path / "data" / "two", 14)
    (damaged / "session.json").unlink()
    result = scene(there, tmp_path / "data", "--to", "discord")
    assert (result.exit_code, there.texts["discord"]()) == (0, [SCENES[0]]), result.output
    assert "does not say when the session began" in result.stderr
    assert "one/scene-000003.png is not there; passed over" in result.stderr
    assert "one/scene-000002.png: scene-000002.png is not an image that can be read" in result.stderr


def test_what_one_channel_would_not_take_the_others_get(there: Counterparts, tmp_path: Path) -> None:
    long = "A hall so long that " + "its torches burn low and " * 12 + "nobody sees its end."
    session(tmp_path / "data", 7, (SCENES[0], long))
    first = scene(there, tmp_path / "data", "--to", "x", "--to", "discord")
    second = scene(there, tmp_path / "data", "--to", "x", "--to", "discord")
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert "x: scene-000002.png is passed over: the text has" in first.stderr
    assert there.texts["discord"]() == [long, SCENES[0]]
    assert there.texts["x"]() == [SCENES[0]]


def test_a_scene_that_was_refused_does_not_block_the_older_ones(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data", 7, SCENES[:2])
    there.gates["discord"].faults.append(Fault("POST .*", 400, body='{"message": "no", "code": 50035}'))
    codes = [scene(there, tmp_path / "data", "--to", "discord").exit_code for _ in range(2)]
    assert (codes, there.texts["discord"]()) == ([2, 0], [SCENES[0]])
    third = scene(there, tmp_path / "data", "--to", "discord")
    assert third.exit_code == 0
    assert "discord: scene-000002.png is passed over: " in third.stderr
    assert "; --refused tries it again\nOf 2 scenes there is none to post.\n" in third.stderr
    words = (tmp_path / "data", "--to", "discord", "--refused")
    assert scene(there, *words, "--dry-run").stdout == f"discord: {SCENES[1]}\n"
    assert (scene(there, *words).exit_code, there.texts["discord"]()) == (0, [SCENES[0], SCENES[1]])


def test_what_never_arrived_was_not_refused(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data", 7, SCENES[:1])
    there.gates["discord"].faults.append(Fault("POST .*", "cut"))
    scene(there, tmp_path / "data", "--to", "discord", env=without_bot(there))
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        (entry,) = ledger.history()
        assert entry.state == State.SENDING
        began = datetime.now(UTC) - timedelta(minutes=10)
        ledger.mark(entry, sending=began.isoformat())
    session(tmp_path / "later", 14, SCENES[2:])
    assert scene(there, tmp_path / "later", "--to", "discord").exit_code == 0
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        assert {entry.state for entry in ledger.history()} == {State.SENT, State.FAILED}
    assert scene(there, tmp_path / "data", "--to", "discord").exit_code == 0
    assert there.texts["discord"]() == [SCENES[2], SCENES[0]]


@pytest.mark.parametrize("at", ["9" * 400, "1e300", "NaN"])
def test_a_scene_at_no_time_is_named(there: Counterparts, tmp_path: Path, at: str) -> None:
    folder = session(tmp_path / "data", 7, SCENES[:1])
    (folder / "scenes.jsonl").write_text(f'{{"at": {at}, "scene": "A", "image": "scene-000001.png"}}\n')
    result = scene(there, folder, "--to", "discord")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {folder}/scenes.jsonl:1: not a scene (")


def test_a_bucket_holds_sessions_too(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data" / "one", 7, SCENES[:1])
    bucket = fsspec.filesystem("memory")
    bucket.put(str(tmp_path / "data") + "/", "/scenes/data/", recursive=True)
    result = scene(there, "memory://scenes/data", "--to", "discord")
    bucket.rm("/scenes", recursive=True)
    assert (result.exit_code, there.texts["discord"]()) == (0, [SCENES[0]]), result.output


def test_a_post_of_unknown_fate_is_looked_for_and_then_left_to_a_person(
    there: Counterparts, tmp_path: Path
) -> None:
    session(tmp_path / "data", 7, SCENES[:2])
    env = without_bot(there)
    there.gates["discord"].faults.append(Fault("POST .*", "cut", after=True))
    codes = [scene(there, tmp_path / "data", "--to", "discord", env=env).exit_code for _ in range(2)]
    assert (codes, there.texts["discord"]()) == ([69, 69], [SCENES[1]])
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        (entry,) = ledger.history()
        long_ago = datetime.now(UTC) - timedelta(hours=2)
        ledger.mark(entry, sending=long_ago.isoformat())
    assert scene(there, tmp_path / "data", "--to", "discord", env=env).exit_code == 0
    assert there.texts["discord"]() == [SCENES[1], SCENES[0]]


def test_a_dry_run_shows_what_a_run_would_post(there: Counterparts, tmp_path: Path) -> None:
    session(tmp_path / "data", 7, SCENES[:2])
    words = (tmp_path / "data", "--to", "discord", "--dry-run")
    fresh = scene(there, *words)
    assert (fresh.exit_code, fresh.stdout) == (0, f"discord: {SCENES[1]}\n")
    assert not (tmp_path / "ledger.db").exists()
    scene(there, tmp_path / "data", "--to", "discord")
    assert scene(there, *words).stdout == f"discord: {SCENES[0]}\n"
    blind = scene(there, *words, env={"SOULSGEN_LEDGER": there.env["SOULSGEN_LEDGER"]})
    assert (blind.exit_code, blind.stdout) == (0, f"discord: {SCENES[1]}\n")
    assert "What discord had cannot be told without keys." in blind.stderr
    assert there.texts["discord"]() == [SCENES[1]]


def test_killed_at_steps_of_chance_a_scene_is_there_exactly_once(there: Counterparts, tmp_path: Path) -> None:
    words = ["scene", "--to", "discord"]
    with nursery() as runs:
        # The first of all makes the ledger, too.
        whole = [
            session(tmp_path / name, day, (f"{name} scene.",)) for day, name in enumerate(("The", "Snow"), 1)
        ]
        steps = [runs.run([*words, str(folder)], there.env).steps for folder in whole][-1]
        assert steps > 20
        for number, step in enumerate(sorted(random.Random(3).sample(range(1, steps), 10)), 3):
            text = f"{random.Random(number).getrandbits(200):x} burns on the hill."
            folder = session(tmp_path / str(step), number, (text,))
            cut = runs.run([*words, str(folder)], there.env, kill_at=step)
            # A reply that came in fewer pieces makes a run of fewer steps.
            assert cut.status == KILLED or cut.steps < step
            there.settle()
            again = runs.run([*words, str(folder)], there.env)
            assert again.status == 0, f"after a kill at step {step}: {again.stderr}"
            assert there.texts["discord"]().count(text) == 1, f"step {step}"
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        assert {entry.state for entry in ledger.history(100)} == {State.SENT}
