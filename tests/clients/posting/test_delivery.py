"""How one entry comes from planned to sent: waiting, giving up, and what other runs left behind."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from clients.channels.gate import Fault
from clients.channels.haste import only_hasty
from clients.counterparts import Counterparts
from clients.posting.waits import Waits, told_to_end
from soulsgen.channels.post import Post, RateLimited, Unconfirmed
from soulsgen.errors import Unavailable
from soulsgen.ledger.entry import Entry, State, now
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting import delivery
from soulsgen.posting.accounts import open_channel
from soulsgen.posting.delivery import Delivery, Patience
from waiting import LIMIT_S, wait_until

LINE = "The lantern remembers the hand that lit it."
POSTS = "POST .*(tweets|webhooks|createRecord)"


@pytest.fixture
def ledger(there: Counterparts) -> Iterator[Ledger]:
    with Ledger(parse_place(there.env["SOULSGEN_LEDGER"])) as opened:
        yield opened


def entry(there: Counterparts, name: str, slot: str = "s1", text: str = LINE) -> Entry:
    account = open_channel(name, there.keys()).account
    return Entry(name, account, slot, State.PLANNED, text, text, "0", now())


def deliver(
    there: Counterparts,
    ledger: Ledger,
    name: str,
    patience: Patience | None = None,
    stop: Event | None = None,
    timeout_s: float = LIMIT_S,
) -> tuple[Entry, bool]:
    wanted = entry(there, name)
    ledger.plan([wanted])
    channel = open_channel(name, there.keys())
    channel._timeout_s = timeout_s  # type: ignore[attr-defined]
    return Delivery(ledger, channel, patience or Patience(), print, stop).run(
        wanted, Post(LINE, key=wanted.key)
    )


def test_a_limit_whose_end_has_passed_by_our_clock_is_asked_after_ever_more_slowly(
    there: Counterparts, ledger: Ledger
) -> None:
    there.x.fault = "rate limit"  # until a moment long ago
    with pytest.raises(RateLimited):
        deliver(there, ledger, "x", Patience(max_wait_s=0.5))
    assert 2 <= there.x.attempts <= 8
    found = ledger.history()[0]
    assert (found.state, found.tries) == ("planned", there.x.attempts)


def test_several_limits_in_a_row_are_not_waited_for_longer_than_one(
    there: Counterparts, ledger: Ledger
) -> None:
    headers = {"Retry-After": "3600"}
    there.gates["discord"].faults.append(Fault("POST", 429, times=99, headers=headers, body="{}"))
    waits = Waits()
    with pytest.raises(RateLimited):
        deliver(there, ledger, "discord", Patience(max_wait_s=9000.0), waits)
    assert sum(line.startswith("POST") for line in there.gates["discord"].seen) == 3
    # Each less by what has gone by since it was told.
    assert [3000 < each <= 3600 for each in waits.waited] == [True, True]


def test_what_another_slots_run_left_behind_is_settled_by_a_look(there: Counterparts, ledger: Ledger) -> None:
    before = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    arrived = replace(
        entry(there, "x", "s0", "Ash waits."), state=State.SENDING, planned=before, sending=before
    )
    lost = replace(arrived, slot="s-1", text="A king burns.")
    fresh = replace(arrived, slot="s-2", text="Fog on the ford.", sending=now())
    ledger.plan([arrived, lost, fresh])
    there.x.posts.append({"text": arrived.text})
    there.x.times.append(datetime.now(UTC) - timedelta(minutes=9))
    deliver(there, ledger, "x")
    found = {each.slot: each for each in ledger.history()}
    assert {slot: each.state for slot, each in found.items()} == {
        "s1": "sent",
        "s0": "sent",
        "s-1": "failed",
        "s-2": "sending",
    }
    assert found["s0"].url == "https://x.com/i/web/status/1900000000000000001"
    assert found["s-1"].reason == "stopped while sending; it never arrived"


def test_what_was_left_behind_and_cannot_be_looked_at_hinders_nothing(
    there: Counterparts, ledger: Ledger
) -> None:
    before = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    left = replace(entry(there, "x", "s0", "Ash waits."), state=State.SENDING, planned=before)
    ledger.plan([left])
    there.gates["x"].faults.append(Fault("GET", 500))
    assert deliver(there, ledger, "x")[0].state == "sent"
    assert {each.slot: each.state for each in ledger.history()} == {"s1": "sent", "s0": "sending"}


@pytest.mark.parametrize(("kind", "after", "state"), [(503, False, "planned"), ("cut", True, "sending")])
def test_told_to_end_it_waits_for_nothing_and_decides_nothing(
    there: Counterparts,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    kind: str | int,
    after: bool,
    state: str,
) -> None:
    """A cut leaves the effect unknown, and an account that was not looked at is not an empty one."""
    # Longer than this test may take.
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 600.0)
    monkeypatch.setattr(delivery, "SETTLE_S", 600.0 if after else 0.0)
    there.gates["discord"].faults.append(Fault("POST", kind, after))
    with pytest.raises(Unavailable) as caught:
        deliver(there, ledger, "discord", Patience(budget_s=3600.0), told_to_end())
    assert (caught.value.exit_code, ledger.history()[0].state) == (75, state)
    monkeypatch.setattr(delivery, "SETTLE_S", 0.0)
    assert deliver(there, ledger, "discord")[0].state == "sent"
    assert there.texts["discord"]() == [LINE]


def test_a_ledger_that_fails_after_the_send_is_no_fault_of_the_channel(
    there: Counterparts, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row stays as it was before the request left, and the next run looks."""
    monkeypatch.setattr("soulsgen.ledger.place._BUSY_S", 0.2)
    sent = Fault("POST", "slow", after=True, slow_s=LIMIT_S)
    there.gates["discord"].faults.append(sent)
    over = Event()

    def hold() -> None:
        """From the effect of the request on, before its answer."""
        wait_until(there.texts["discord"])
        with closing(sqlite3.connect(there.env["SOULSGEN_LEDGER"], isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            sent.until.set()
            over.wait(LIMIT_S)
            other.execute("ROLLBACK")

    with Ledger(ledger.place) as impatient, ThreadPoolExecutor(1) as threads:
        holder = threads.submit(hold)
        with pytest.raises(Unavailable, match="does not answer: database is locked") as caught:
            deliver(there, impatient, "discord")
        over.set()
        holder.result()
    assert (caught.value.exit_code, ledger.history()[0].state) == (75, "sending")
    assert deliver(there, ledger, "discord")[0].state == "sent"
    assert there.texts["discord"]() == [LINE]


@pytest.mark.parametrize("status", [307, 408, 502, 504])
@pytest.mark.parametrize("name", ["bluesky", "discord", "x"])
def test_an_answer_that_may_come_after_the_effect_is_followed_by_a_look(
    there: Counterparts, ledger: Ledger, name: str, status: int
) -> None:
    headers = {"Location": "/elsewhere"}
    there.gates[name].faults.append(Fault(POSTS, status, after=True, headers=headers, body="{}"))
    assert deliver(there, ledger, name)[0].state == "sent"
    assert there.texts[name]() == [LINE]


@pytest.mark.parametrize("name", ["discord", "x"])
def test_a_request_that_may_be_under_way_still_is_not_sent_again(
    there: Counterparts, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It takes effect after the timeout and after the look; the next run waits for that."""
    only_hasty(POSTS, monkeypatch)
    monkeypatch.setattr(delivery, "LATE_S", 3600.0)
    under_way = Fault(POSTS, "slow", slow_s=LIMIT_S)
    there.gates[name].faults.append(under_way)
    with pytest.raises(Unavailable, match=r"gave no answer .*; the next run looks once more") as caught:
        deliver(there, ledger, name, timeout_s=0.2)
    assert (caught.value.exit_code, ledger.history()[0].state) == (75, "sending")

    def takes_effect() -> None:
        under_way.until.set()
        wait_until(there.texts[name])

    waits = Waits(takes_effect)
    assert deliver(there, ledger, name, stop=waits)[0].state == "sent"
    # Less by what has gone by since it was sent.
    assert [3000 < each <= 3600 for each in waits.waited] == [True]
    assert there.texts[name]() == [LINE]
    assert ledger.history()[0].tries == 1


def test_a_duplicate_that_may_be_an_earlier_tries_is_a_doubt(there: Counterparts, ledger: Ledger) -> None:
    """X refuses a text that it shows nobody yet."""
    there.x.shown = 0
    there.gates["x"].faults.append(Fault(POSTS, 500, after=True))
    for tries in (2, 3):
        with pytest.raises(Unconfirmed, match="perhaps by an earlier try") as caught:
            deliver(there, ledger, "x")
        found = ledger.history()[0]
        assert (caught.value.exit_code, found.state, found.tries) == (69, "sending", tries)
    there.x.shown = 1
    assert deliver(there, ledger, "x")[0].state == "sent"
    assert there.texts["x"]() == [LINE]


@pytest.mark.parametrize("last", ["the one that sends", "the one that looks"])
def test_of_two_runs_of_which_one_lost_its_lock_one_posts(
    there: Counterparts, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    """As PostgreSQL's lock is lost when the connection that holds it is."""
    monkeypatch.setattr(delivery, "LATE_S", 3600.0)
    monkeypatch.setattr("soulsgen.ledger.ledger.locked", lambda *_: nullcontext())
    sends = Fault("POST", "slow", after=last == "the one that sends", slow_s=LIMIT_S)
    there.gates["discord"].faults.append(sends)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(deliver, there, ledger, "discord")
        wait_until(lambda: there.gates["discord"].seen[1:])

        def meanwhile() -> None:
            if last == "the one that looks":
                sends.until.set()
                first.result(LIMIT_S)
            wait_until(there.texts["discord"])

        waits = Waits(meanwhile)
        assert deliver(there, ledger, "discord", stop=waits)[0].state == "sent"
        assert len(waits.waited) == 1
        sends.until.set()
        assert first.result(LIMIT_S)[0].state == "sent"
    assert there.texts["discord"]() == [LINE]


def test_told_to_end_before_the_first_request_it_sends_none(there: Counterparts, ledger: Ledger) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Unavailable, match="told to end before it was sent"):
        deliver(there, ledger, "discord", stop=stop)
    assert (there.gates["discord"].seen, ledger.history()[0].state) == ([], "planned")


def test_what_an_earlier_run_posted_in_place_of_this_text_is_said(
    there: Counterparts, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    arrived = replace(entry(there, "discord", text="Ash waits."), state=State.SENDING, sending=now())
    ledger.plan([arrived])
    open_channel("discord", there.keys()).send(Post("Ash waits.", key=arrived.key))
    assert deliver(there, ledger, "discord")[0].text == "Ash waits."
    assert capsys.readouterr().out == "discord: the earlier run had posted another text; this one was not\n"
    assert there.texts["discord"]() == ["Ash waits."]
