import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.ledger.slot import moment_of, parse_slot, slot_at, slot_of_this_run
from waiting import wait_until


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    with monkeypatch.context():
        yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ("2026-11-21T08:00:00Z", "2026-11-21T08:00:00Z"),
        ("2026-11-21T09:00:00+01:00", "2026-11-21T08:00:00Z"),
        (" monday-lore\n", "monday-lore"),
        ("2026-11-21T08:00:00", "2026-11-21T08:00:00"),
    ],
)
def test_a_time_with_a_zone_is_written_in_utc_and_a_name_as_it_is(slot: str, written: str) -> None:
    assert parse_slot(slot) == written


@pytest.mark.parametrize(
    "slot", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-05:00", "1969-12-31T00:00:00Z"]
)
def test_a_time_no_channel_can_make_a_key_from_is_refused(slot: str) -> None:
    with pytest.raises(SoulsgenError, match="is not between 1970 and 2199"):
        parse_slot(slot)


@pytest.mark.parametrize("slot", ["", "a b", "x" * 65, "é", " "])
def test_what_is_neither_is_refused(slot: str) -> None:
    with pytest.raises(SoulsgenError, match="is neither a time nor up to 64"):
        parse_slot(slot)


@pytest.mark.parametrize(
    ("schedule", "moment", "slot"),
    [
        ("0 */4 * * *", "2026-11-21T12:00:00+00:00", "2026-11-21T12:00:00Z"),
        ("0 */4 * * *", "2026-11-21T12:00:59+00:00", "2026-11-21T12:00:00Z"),
        ("0 */4 * * *", "2026-11-21T11:59:59+00:00", "2026-11-21T08:00:00Z"),
        ("@daily", "2026-11-21T11:59:59+00:00", "2026-11-21T00:00:00Z"),
    ],
)
def test_a_slot_is_the_floor_of_now_to_the_schedule(
    live_in: Callable[[str], None], schedule: str, moment: str, slot: str
) -> None:
    live_in("UTC")
    assert slot_at(schedule, datetime.fromisoformat(moment)) == slot


@pytest.mark.parametrize(
    ("schedule", "slots"),
    [
        ("0 0 * * *", {"2027-03-27T23:00:00Z": ["2027-03-27T23:00:05Z", "2027-03-28T21:59:00Z"]}),
        ("0 0 * * *", {"2027-10-30T22:00:00Z": ["2027-10-30T22:00:05Z", "2027-10-31T22:59:00Z"]}),
        (
            "0 */4 * * *",
            {
                "2027-03-27T23:00:00Z": ["2027-03-27T23:00:00Z", "2027-03-28T01:59:59Z"],
                "2027-03-28T02:00:00Z": ["2027-03-28T02:00:00Z", "2027-03-28T05:59:59Z"],
            },
        ),
        (
            "0 */4 * * *",
            {
                "2027-10-30T22:00:00Z": ["2027-10-30T22:00:00Z", "2027-10-31T02:59:59Z"],
                "2027-10-31T03:00:00Z": ["2027-10-31T03:00:00Z", "2027-10-31T06:59:59Z"],
            },
        ),
        ("0 9 * * 1", {"2027-03-22T08:00:00Z": ["2027-03-22T08:00:05Z", "2027-03-29T06:59:59Z"]}),
        # 02:30 is shown twice: once is enough.
        ("30 2 * * *", {"2027-10-31T00:30:00Z": ["2027-10-31T00:30:00Z", "2027-10-31T01:10:00Z"]}),
        # 02:30 is left out: due at 03:00.
        ("30 2 * * *", {"2027-03-28T01:00:00Z": ["2027-03-28T01:00:00Z", "2027-03-29T00:29:59Z"]}),
        ("30 2 * * *", {"2027-03-27T01:30:00Z": ["2027-03-27T01:30:00Z", "2027-03-28T00:59:59Z"]}),
    ],
)
def test_a_change_of_the_clock_makes_no_second_slot(
    live_in: Callable[[str], None], schedule: str, slots: dict[str, list[str]]
) -> None:
    live_in("Europe/Berlin")
    for slot, moments in slots.items():
        assert [slot_at(schedule, datetime.fromisoformat(moment)) for moment in moments] == [slot] * len(
            moments
        )


@pytest.mark.parametrize(
    "schedule",
    [
        *("", "every day", "61 * * * *", "* *", "@reboot", "0 0 31 2 *", "٠ * * * *"),
        *("*/10 * * * * *", "0 0 1 1 * 0 2099", "R R * * *", "H * * * *", "R(0-9) * * * *"),
    ],
)
def test_a_schedule_cron_would_not_take_is_named(schedule: str) -> None:
    with pytest.raises(SoulsgenError, match=r"--schedule .* is not one such as '0 \*/4 \* \* \*'"):
        slot_at(schedule, datetime.now(UTC))


def test_runs_nobody_scheduled_have_slots_of_their_own() -> None:
    slot = slot_of_this_run()
    # A clock may stand for a while, longer than a fast machine takes.
    wait_until(lambda: slot_of_this_run() != slot)
    assert moment_of(slot)
    assert moment_of("monday") is None
    assert moment_of("2026-11-21T09:00:00+01:00") == datetime(
        2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=1))
    )
