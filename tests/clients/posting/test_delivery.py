"""How one entry comes from planned to sent: waiting, giving up, and what other runs left behind."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Timer

import pytest

from clients.channels.gate import Fault
from clients.counterparts import Counterparts
from soulsgen.channels.post import Post, RateLimited
from soulsgen.errors import Unavailable
from soulsgen.ledger.entry import Entry, State, now
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting import delivery
from soulsgen.posting.accounts import open_channel
from soulsgen.posting.delivery import Delivery, Patience

LINE = "The lantern remembers the hand that lit it."


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
) -> tuple[Entry, bool]:
    wanted = entry(there, name)
    ledger.plan([wanted])
    channel = open_channel(name, there.keys())
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
    headers = {"Retry-After": "0.2"}
    there.gates["discord"].faults.append(Fault("POST", 429, times=99, headers=headers, body="{}"))
    began = time.monotonic()
    with pytest.raises(RateLimited):
        deliver(there, ledger, "discord", Patience(max_wait_s=0.5))
    assert time.monotonic() - began < 1.5
    assert sum(line.startswith("POST") for line in there.gates["discord"].seen) == 3


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
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 30.0)
    monkeypatch.setattr(delivery, "SETTLE_S", 30.0 if after else 0.0)
    there.gates["discord"].faults.append(Fault("POST", kind, after))
    stop = Event()
    timer = Timer(0.3, stop.set)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        deliver(there, ledger, "discord", stop=stop)
    timer.join()
    assert time.monotonic() - began < 5
    assert (caught.value.exit_code, ledger.history()[0].state) == (75, state)
    monkeypatch.setattr(delivery, "SETTLE_S", 0.0)
    assert deliver(there, ledger, "discord")[0].state == "sent"
    assert there.texts["discord"]() == [LINE]
