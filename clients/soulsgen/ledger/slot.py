"""Slots: the moments at which one post is due."""

import re
from datetime import UTC, datetime, timedelta

from soulsgen.errors import SoulsgenError

_NAME = re.compile(r"[\w.:+-]{1,64}", re.ASCII)
# Times that every channel can make a key from.
_YEARS = range(1970, 2200)
# Five fields, as cron has them: croniter would also take seconds, years, and R and H for random ones.
_SCHEDULE = re.compile(r"@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|[^\s@]+(?:\s+[^\s@]+){4}")
_RANDOM = re.compile(r"(?<![a-z])[rh](?![a-z])", re.IGNORECASE)


def parse_slot(slot: str) -> str:
    """`slot` as the ledger writes it: a time with a zone in UTC, such as Kubernetes gives, or a name.

    Raises SoulsgenError for what is neither.
    """
    slot = slot.strip()
    try:
        moment = moment_of(slot)
    except OverflowError:
        moment = datetime.min
    if moment and moment.year not in _YEARS:
        raise SoulsgenError(f"the slot {slot} is not between {_YEARS[0]} and {_YEARS[-1]}")
    if moment:
        return _written(moment)
    if not _NAME.fullmatch(slot):
        raise SoulsgenError(f"the slot {slot!r} is neither a time nor up to 64 letters, digits and . : + - _")
    return slot


def moment_of(slot: str) -> datetime | None:
    """The time that a slot is, in UTC; None for a slot that is a name."""
    try:
        moment = datetime.fromisoformat(slot)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def slot_at(schedule: str, moment: datetime) -> str:
    """The last slot of a cron `schedule` that is not after `moment`, in this machine's time zone.

    A time that the clock shows twice, when summer ends, is one slot, the first; one that it leaves out, when
    summer begins, is due when the clock has jumped. Raises SoulsgenError for a schedule that cron would not
    take.
    """
    from croniter import croniter
    from croniter.croniter import CroniterError

    fault = f"--schedule {schedule!r} is not one such as '0 */4 * * *'"
    schedule = schedule.strip()
    if not (schedule.isascii() and _SCHEDULE.fullmatch(schedule)) or _RANDOM.search(schedule):
        raise SoulsgenError(f"{fault} (five fields, or @daily and its like)")
    # Counted on the clock on the wall: croniter would take one offset from UTC for the whole year.
    wall = _wall(moment)
    try:
        due = croniter(schedule, wall + _repeated(wall) + timedelta(minutes=1))
        while (slot := _first(due.get_prev(datetime))) > moment:
            pass
    except (CroniterError, ValueError, KeyError, AttributeError) as error:
        raise SoulsgenError(f"{fault} ({error})") from error
    return _written(slot)


def slot_of_this_run() -> str:
    """A slot of its own for a run that nobody scheduled."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _wall(moment: datetime) -> datetime:
    """What the clock on the wall shows, without a zone."""
    return moment.astimezone().replace(tzinfo=None)


def _repeated(wall: datetime) -> timedelta:
    """How much the clock is turned back while it shows `wall`, which it then shows twice; mostly nothing."""
    return max(timedelta(0), wall.replace(fold=1).astimezone(UTC) - wall.astimezone(UTC))


def _first(wall: datetime) -> datetime:
    """The first moment at which the clock shows `wall`, or the one at which it jumps over it."""
    while _wall(wall.astimezone(UTC)) != wall:
        wall += timedelta(minutes=1)
    return wall.astimezone(UTC)


def _written(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if utc.microsecond else "%Y-%m-%dT%H:%M:%SZ")
