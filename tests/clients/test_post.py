"""`soulsgen post` as a user runs it: recorded TorchServe pairs in, every channel's other side out."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from clients.channels.gate import Fault
from clients.counterparts import Counterparts, counterparts
from clients.loopback import free_port, serving
from clients.posting.waits import Waits
from clients.replay import Replay, line_pair
from soulsgen.commands.post import post
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting import delivery
from waiting import LIMIT_S, wait_until

LINE = "The lantern remembers the hand that lit it."
FOUR = ["bluesky", "discord", "outbox", "x"]
EACH_HAS_IT = {name: [LINE] for name in FOUR}
# The program, which looks at the account so long after a failure that nobody waits for it here.
SLOW_TO_LOOK = """
from soulsgen.cli import main
from soulsgen.posting import delivery
delivery.SETTLE_S = 3600.0
main()
"""


@pytest.fixture(autouse=True)
def quick_and_bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLOT", "MASTODON_URL", "MASTODON_TOKEN", "TORCHSERVE_ENDPOINT", "TORCHSERVE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    # A channel on loopback shows a post at once.
    monkeypatch.setattr(delivery, "SETTLE_S", 0.0)
    monkeypatch.setattr(delivery, "LATE_S", 0.0)
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 0.01)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Counterparts]:
    with counterparts(tmp_path) as opened:
        yield opened


def run(there: Counterparts, *arguments: str, to: list[str] | None = None, **env: str) -> Result:
    channels = [word for name in to or ["x"] for word in ("--to", name)]
    result = CliRunner().invoke(post, [*channels, *arguments], env={**there.env, **env}, prog_name="post")
    assert [secret for secret in there.secrets if secret in result.output] == []
    return result


def history(there: Counterparts) -> dict[str, tuple[str, str | None]]:
    """State and reason by channel, of the newest slot."""
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        entries = ledger.history()
    return {entry.channel: (entry.state, entry.reason) for entry in entries if entry.slot == entries[0].slot}


def test_one_line_goes_everywhere_once_and_a_second_run_of_the_slot_posts_nothing(
    there: Counterparts,
) -> None:
    first = run(there, "--text", LINE, "--slot", "2026-11-21T08:00:00Z", to=FOUR)
    assert (first.exit_code, first.stderr) == (0, "")
    assert [row.split()[0] for row in first.stdout.splitlines()] == FOUR
    second = run(there, "--text", "Another line.", "--slot", "2026-11-21T09:00:00+01:00", to=FOUR)
    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert second.stderr.splitlines()[-1] == (
        "x: slot 2026-11-21T08:00:00Z was posted already, nothing to do"
    )
    assert {name: there.texts[name]() for name in FOUR} == EACH_HAS_IT


def test_a_generated_line_is_asked_for_again_when_it_was_sent_or_does_not_fit(there: Counterparts) -> None:
    run(there, "--text", LINE)
    model = Replay(*map(line_pair, [LINE.upper(), "x" * 281, "See example.org now.", "Ash waits."]))
    with serving(model) as torchserve:
        result = run(there, "--host", torchserve)
    assert (result.exit_code, len(model.payloads)) == (0, 4)
    assert there.texts["x"]() == [LINE, "Ash waits."]


def test_a_long_text_is_cut_at_a_sentence_where_it_has_to_be(there: Counterparts) -> None:
    text = f"{LINE} {'Ash falls on the gate. ' * 20}".strip()
    assert run(there, "--text", text, to=["x", "discord"]).exit_code == 0
    assert there.texts["discord"]() == [text]
    (cut,) = there.texts["x"]()
    assert text.startswith(cut)
    assert (len(cut) <= 280, cut[-5:]) == (True, "gate.")


def test_the_slot_comes_from_the_job_or_from_the_schedule(
    there: Counterparts, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(there, "--text", LINE, "--json", SLOT="2026-11-21T12:00:00+04:00")
    assert json.loads(result.stdout)["slot"] == "2026-11-21T08:00:00Z"
    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
    midnight = datetime.combine(moment.astimezone().date(), time())
    day = f"{midnight.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    monkeypatch.setattr("soulsgen.commands.post.datetime", SimpleNamespace(now=moment.astimezone))
    result = run(there, "--text", "Ash waits.", "--schedule", "0 0 * * *", "--json")
    assert json.loads(result.stdout)["slot"] == day
    # Without the annotation Kubernetes leaves the variable empty.
    result = run(there, "--text", "A king burns.", "--schedule", "0 0 * * *", SLOT="")
    assert f"slot {day} was posted already" in result.stderr
    assert there.texts["x"]() == [LINE, "Ash waits."]


def test_a_channel_that_fails_hides_none_of_the_others(there: Counterparts) -> None:
    there.gates["discord"].faults.append(Fault("webhooks", 403))
    result = run(there, "--text", LINE, "--slot", "s1", "--json", to=FOUR)
    assert result.exit_code == 2
    channels = {row["channel"]: row for row in json.loads(result.stdout)["channels"]}
    assert (channels["discord"]["exit"], "no" in channels["discord"]["error"]) == (2, True)
    assert {name: len(there.texts[name]()) for name in FOUR} == {
        "bluesky": 1, "discord": 0, "outbox": 1, "x": 1
    }  # fmt: skip
    assert history(there)["discord"][0] == "failed"
    assert result.stderr.splitlines()[-1] == "To go on with what is left: --slot s1"
    assert run(there, "--slot", "s1", to=FOUR).exit_code == 0
    assert {name: there.texts[name]() for name in FOUR} == EACH_HAS_IT


@pytest.mark.parametrize(
    ("faults", "exit_code"),
    [
        ({"x": 429, "discord": 403}, 75),
        ({"x": 403, "discord": "blind"}, 69),
        ({"x": 403}, 2),
        ({}, 0),
    ],
)
def test_the_exit_status_is_the_worst_in_the_order_75_69_2(
    there: Counterparts, faults: dict[str, int | str], exit_code: int
) -> None:
    for name, kind in faults.items():
        blind = kind == "blind"
        there.gates[name].faults.append(Fault("POST", 500 if blind else kind, after=blind))
        if blind:
            del there.env["DISCORD_BOT_TOKEN"]
    assert run(there, "--text", LINE, to=["x", "discord"]).exit_code == exit_code


@pytest.mark.parametrize("name", ["bluesky", "discord", "x"])
@pytest.mark.parametrize("kind", ["cut", 500])
@pytest.mark.parametrize("after", [False, True])
def test_a_fault_before_or_after_the_effect_ends_in_one_post(
    there: Counterparts, name: str, kind: str | int, after: bool
) -> None:
    there.gates[name].faults.append(Fault("POST .*(tweets|webhooks|createRecord)", kind, after))
    result = run(there, "--text", LINE, to=[name])
    assert result.exit_code == 0
    assert there.texts[name]() == [LINE]
    assert ("trying again" in result.stderr) is not after


def test_a_limit_that_ends_soon_is_waited_for_and_another_is_not(there: Counterparts) -> None:
    there.discord.limited_for_s = 0.2
    result = run(there, "--text", LINE, to=["discord"])
    assert (result.exit_code, there.texts["discord"]()) == (0, [LINE])
    assert result.stderr.endswith("UTC; waiting 0 s\n")
    there.discord.limited_for_s = 3600
    result = run(there, "--text", "Ash waits.", "--max-wait", "5", to=["discord"])
    assert (result.exit_code, there.texts["discord"]()) == (75, [LINE])
    assert history(there)["discord"][0] == "planned"


def test_a_channel_that_stays_down_uses_up_the_budget_and_keeps_the_line(
    there: Counterparts, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = Waits()
    monkeypatch.setattr("soulsgen.posting.broadcast.Event", lambda: waits)
    monkeypatch.setattr(delivery, "time", waits)
    there.gates["discord"].faults.append(Fault("POST", 503, times=999))
    model = Replay(line_pair(LINE), line_pair("Ash waits."))
    with serving(model) as torchserve:
        result = run(there, "--slot", "s1", "--host", torchserve, to=["discord"])
        assert (result.exit_code, history(there)["discord"][0]) == (75, "planned")
        assert result.stderr.count("trying again") == len(waits.waited) > 2
        assert sum(waits.waited) <= delivery.BUDGET_S
        there.gates["discord"].faults.clear()
        assert run(there, "--slot", "s1", "--host", torchserve, to=["discord", "x"]).exit_code == 0
    assert (there.texts["discord"](), there.texts["x"]()) == ([LINE], [LINE])


def test_a_duplicate_of_somebody_elses_making_is_refused_and_not_tried_again(there: Counterparts) -> None:
    there.x.posts.append({"text": LINE})
    there.x.times.append(datetime(2026, 1, 1, tzinfo=UTC))
    result = run(there, "--text", LINE)
    assert (result.exit_code, there.x.attempts) == (2, 1)
    assert "this account has posted the same text already" in result.stderr


def test_a_line_that_was_refused_is_not_the_slots_line_any_more(there: Counterparts) -> None:
    there.x.posts.append({"text": LINE})
    there.x.times.append(datetime(2026, 1, 1, tzinfo=UTC))
    with serving(Replay(line_pair(LINE), line_pair("Ash waits."))) as torchserve:
        assert run(there, "--slot", "s1", "--host", torchserve).exit_code == 2
        assert history(there)["x"][0] == "failed"
        assert run(there, "--slot", "s1", "--host", torchserve).exit_code == 0
    assert (there.texts["x"](), history(there)["x"]) == ([LINE, "Ash waits."], ("sent", None))


def test_what_was_sent_is_never_sent_again_nor_anything_near_it(there: Counterparts) -> None:
    run(there, "--text", LINE, "--slot", "s1")
    for again in (LINE.upper(), LINE.replace("hand", "hands")):
        result = run(there, "--text", again)
        assert result.exit_code == 2
        assert result.stderr.startswith("Error: x: X has this line: it ")
    assert run(there, "--text", LINE, to=["discord"]).exit_code == 0
    assert there.texts["x"]() == [LINE]


def test_a_url_to_x_needs_leave(there: Counterparts) -> None:
    text = "The lore is at https://example.org/lore."
    result = run(there, "--text", text, to=["x", "discord"])
    assert result.exit_code == 2
    assert "X charges $0.200 in place of $0.015; --allow-url" in result.stderr
    assert "Error: discord: nothing was posted, as x cannot take it" in result.stderr
    assert (there.texts["x"](), there.texts["discord"]()) == ([], [])
    assert run(there, "--text", text, "--allow-url", to=["x", "discord"]).exit_code == 0
    result = CliRunner().invoke(post, ["history", "--json"], env=there.env)
    costs = {row["channel"]: row["cost_usd"] for row in json.loads(result.stdout) if row["state"] == "sent"}
    assert costs == {"x": "0.200", "discord": "0"}


def test_images_go_with_their_words_and_each_needs_some(there: Counterparts, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), "orange").save(tmp_path / "lamp.png")
    image = ["--image", str(tmp_path / "lamp.png")]
    result = run(there, "--text", LINE, *image)
    assert (result.exit_code, "1 --image and 0 --alt" in result.stderr) == (2, True)
    assert run(there, "--text", LINE, *image, "--alt", "A lamp.", to=FOUR).exit_code == 0
    assert [media["alt"] for media in there.x.media.values()] == ["A lamp."]
    record = json.loads(next((tmp_path / "outbox").glob("*.json")).read_text("utf-8"))
    assert record["images"][0]["alt"] == "A lamp."
    assert (tmp_path / "outbox" / record["images"][0]["file"]).read_bytes() == (
        tmp_path / "lamp.png"
    ).read_bytes()


def test_what_is_missing_is_named_before_anything_is_asked_or_written(tmp_path: Path) -> None:
    for name, words in {
        "x": "X needs -k/--consumer-key (TWITTER_CONSUMER_KEY), -s/",
        "mastodon": "Mastodon needs --mastodon-url (MASTODON_URL), --mastodon-token (MASTODON_TOKEN); docs/",
        "bluesky": "Bluesky needs --bluesky-handle (BLUESKY_HANDLE), --bluesky-password (BLUESKY_APP_",
        "discord": "Discord needs --discord-webhook (DISCORD_WEBHOOK); docs/posting.md says where to get it",
    }.items():
        result = CliRunner().invoke(post, ["--to", "outbox", "--to", name])
        assert (result.exit_code, result.stderr.startswith(f"Error: {words}")) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_told_to_end_does_so_at_once_and_the_next_one_posts(there: Counterparts) -> None:
    there.gates["discord"].faults.append(Fault("POST", 503, times=99))
    words = ["post", "--to", "discord", "--text", LINE, "--slot", "s1"]
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_TO_LOOK, *words],
        env={**os.environ, **there.env},
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr
        wait_until(lambda: there.gates["discord"].faults[0].times < 99)
        running.terminate()
        assert running.wait(LIMIT_S) == 128 + signal.SIGTERM
        assert running.stderr.read() == ""
    assert history(there)["discord"][0] == "sending"
    there.gates["discord"].faults.clear()
    assert run(there, "--slot", "s1", to=["discord"]).exit_code == 0
    assert there.texts["discord"]() == [LINE]


def test_a_torchserve_that_is_down_plans_nothing(there: Counterparts) -> None:
    result = run(there, "--host", f"http://127.0.0.1:{free_port()}", "--retries", "0")
    assert (result.exit_code, there.x.attempts) == (75, 0)


def test_the_default_is_the_outbox_and_history_prints_the_ledger(tmp_path: Path) -> None:
    env = {"SOULSGEN_LEDGER": str(tmp_path / "ledger.db")}
    none = CliRunner().invoke(post, ["history"], env=env)
    assert (none.exit_code, none.stdout, list(tmp_path.iterdir())) == (0, "", [])
    assert CliRunner().invoke(post, ["--text", LINE, "--slot", "s1"], env=env).exit_code == 0
    (text,) = (tmp_path / "outbox").glob("*.txt")
    shown = CliRunner().invoke(post, ["history", "--to", "outbox", "-n", "5"], env=env)
    where = text.as_uri()
    assert shown.stdout.splitlines() == [
        f"SLOT  CHANNEL  STATE  COST  {'WHERE'.ljust(len(where))}  TEXT",
        f"s1    outbox   sent   $0    {where}  {LINE}",
    ]
    assert shown.stderr == f"{tmp_path / 'ledger.db'}: 1 shown, 1 of them sent, for $0\n"
    assert CliRunner().invoke(post, ["history", "--to", "x"], env=env).stdout == ""


def test_a_text_from_standard_input_and_contradictions(tmp_path: Path) -> None:
    env = {"SOULSGEN_LEDGER": str(tmp_path / "ledger.db")}
    assert CliRunner().invoke(post, ["--text", "-"], env=env, input=f"{LINE}\n").exit_code == 0
    assert next((tmp_path / "outbox").glob("*.txt")).read_text("utf-8") == f"{LINE}\n"
    blank = CliRunner().invoke(post, ["--text", "-"], env=env, input="\n")
    assert (blank.exit_code, "outbox: the text is blank" in blank.stderr) == (2, True)
    early = CliRunner().invoke(post, ["--ledger", "elsewhere.db", "history"], env=env)
    assert (early.exit_code, "options of `history` go after its name" in early.stderr) == (2, True)
    wrong = CliRunner().invoke(post, ["--text", LINE, "--context", "The"], env=env)
    assert (wrong.exit_code, "drop it, or --text" in wrong.stderr) == (2, True)
