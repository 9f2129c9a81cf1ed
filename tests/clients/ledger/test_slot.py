from datetime import UTC, datetime, timedelta, timezone

import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.ledger.slot import moment_of, parse_slot, slot_at, slot_of_this_run


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


@pytest.mark.parametrize("slot", ["a b", "x" * 65, "é", " "])
def test_what_is_neither_is_refused(slot: str) -> None:
    with pytest.raises(SoulsgenError, match="is neither a time nor up to 64"):
        parse_slot(slot)


@pytest.mark.parametrize(
    ("schedule", "moment", "slot"),
    [
        ("0 */4 * * *", "2026-11-21T12:00:00+00:00", "2026-11-21T12:00:00Z"),
        ("0 */4 * * *", "2026-11-21T12:00:59+00:00", "2026-11-21T12:00:00Z"),
        ("0 */4 * * *", "2026-11-21T11:59:59+00:00", "2026-11-21T08:00:00Z"),
        ("30 9 * * 1", "2026-11-21T12:00:00+01:00", "2026-11-16T08:30:00Z"),
    ],
)
def test_a_slot_is_the_floor_of_now_to_the_schedule(schedule: str, moment: str, slot: str) -> None:
    assert slot_at(schedule, datetime.fromisoformat(moment)) == slot


@pytest.mark.parametrize("schedule", ["", "every day", "61 * * * *", "* *"])
def test_a_schedule_cron_would_not_take_is_named(schedule: str) -> None:
    with pytest.raises(SoulsgenError, match=r"--schedule .* is not one such as '0 \*/4 \* \* \*'"):
        slot_at(schedule, datetime.now(UTC))


def test_runs_nobody_scheduled_have_slots_of_their_own() -> None:
    slot = slot_of_this_run()
    assert slot != slot_of_this_run()
    assert moment_of(slot)
    assert moment_of("monday") is None
    assert moment_of("2026-11-21T09:00:00+01:00") == datetime(
        2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=1))
    )
