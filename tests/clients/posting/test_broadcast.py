"""One line to several channels: planned whole before anything is sent, by one of two runs for both."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest

from clients.channels.gate import Fault
from clients.counterparts import Counterparts
from clients.loopback import free_port, serving
from clients.replay import Replay, line_pair
from soulsgen.channels.post import Image
from soulsgen.errors import Refused, Unavailable
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting.accounts import open_channel
from soulsgen.posting.broadcast import Draft, Held, Outcome, broadcast, exit_status
from soulsgen.posting.delivery import Patience
from soulsgen.posting.writer import Writer
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

LINE = "The lantern remembers the hand that lit it."


def run(
    there: Counterparts,
    names: Sequence[str],
    line: str | None,
    *images: Image,
    host: str = "",
    tell: Callable[[str], None] = print,
) -> list[Outcome]:
    """One run of the slot s1, with connections of its own."""
    channels = [open_channel(name, there.keys()) for name in names]
    draft = Draft("s1", Writer(Endpoint(host), "souls"), line, images)
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        return broadcast(ledger, channels, draft, Patience(), tell)


def test_two_runs_at_the_same_time_post_once(there: Counterparts) -> None:
    there.gates["x"].faults.append(Fault("tweets", "slow", after=True, slow_s=0.3))
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda line: run(there, ["x"], line)[0], [LINE, "Ash waits."]))
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert sorted(outcome.already for outcome in outcomes) == [False, True]
    assert len({outcome.entry.post_id for outcome in outcomes if outcome.entry}) == 1
    assert len(there.texts["x"]()) == 1


def test_two_runs_that_ask_the_model_at_the_same_time_post_one_line_everywhere(there: Counterparts) -> None:
    together = Barrier(2)
    lines = Replay(line_pair(LINE), line_pair("Ash waits."))

    def model(environ, start_response):  # type: ignore[no-untyped-def]
        answer = lines(environ, start_response)
        together.wait(LIMIT_S)
        return answer

    with serving(model) as host, ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda _: run(there, ["x", "discord"], None, host=host), range(2)))
    assert len(lines.payloads) == 2
    assert [outcome.error for outcomes in both for outcome in outcomes] == [None] * 4
    assert there.texts["x"]() == there.texts["discord"]()
    assert there.texts["x"]() in ([LINE], ["Ash waits."])


def test_what_one_channel_would_refuse_is_sent_nowhere(there: Counterparts) -> None:
    outcomes = run(there, ["x", "discord", "bluesky"], "x" * 301)
    assert [type(outcome.error) for outcome in outcomes] == [Refused, Held, Refused]
    assert str(outcomes[1].error) == "nothing was posted, as x, bluesky cannot take it"
    assert exit_status(outcomes) == 2
    assert [gate.seen for gate in there.gates.values()] == [[], [], []]
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        assert {entry.channel: entry.state for entry in ledger.history()} == {
            "x": "failed",
            "bluesky": "failed",
        }


def test_an_instance_that_is_down_holds_back_none_of_the_others(there: Counterparts) -> None:
    there.env |= {"MASTODON_URL": f"http://127.0.0.1:{free_port()}", "MASTODON_TOKEN": "token"}
    on_mastodon, on_discord = run(there, ["mastodon", "discord"], LINE)
    assert type(on_mastodon.error) is Unavailable
    assert (on_discord.error, there.texts["discord"]()) == (None, [LINE])
    assert exit_status([on_mastodon, on_discord]) == 75
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger:
        states = {entry.channel: (entry.state, entry.line) for entry in ledger.history()}
    assert states == {"mastodon": ("planned", LINE), "discord": ("sent", LINE)}


def test_told_to_end_while_it_begins_it_waits_for_nothing(
    there: Counterparts, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(ThreadPoolExecutor):
        """A signal comes when the first channel was begun."""

        def submit(self, *what: Any, **more: Any) -> Future[Any]:
            super().submit(*what, **more)
            raise KeyboardInterrupt

    monkeypatch.setattr("soulsgen.posting.broadcast.ThreadPoolExecutor", Interrupted)
    stop = Event()
    draft = Draft("s1", Writer(Endpoint(), "souls"), LINE)
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as ledger, ledger.lock("x", 0):
        with pytest.raises(KeyboardInterrupt):
            broadcast(ledger, [open_channel("x", there.keys())], draft, Patience(5.0), print, stop)
        assert stop.is_set()


def test_too_many_images_for_one_channel_are_sent_nowhere(there: Counterparts) -> None:
    dot = Image(b"GIF", "image/png", "A dot.", 1, 1)
    outcomes = run(there, ["discord", "x"], LINE, *[dot] * 5)
    assert [str(outcome.error) for outcome in outcomes] == [
        "5 images, Discord takes 4",
        "5 images, X takes 4",
    ]
    assert there.texts["discord"]() == []


def test_a_fault_of_our_own_ends_one_channel_and_shows_no_values(
    there: Counterparts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: object, post: object) -> None:
        raise KeyError(there.env["TWITTER_TOKEN_SECRET"])

    monkeypatch.setattr("soulsgen.channels.x.X.send", broken)
    on_x, on_discord = run(there, ["x", "discord"], LINE)
    assert str(on_x.error) == "unexpected KeyError, a fault of soulsgen's own"
    assert (on_discord.error, there.texts["discord"]()) == (None, [LINE])
    assert "in broken" in caplog.text
    assert [secret for secret in there.secrets if secret in caplog.text] == []
