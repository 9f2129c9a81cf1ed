"""Slots: the moments at which one post is due."""

import re
from datetime import UTC, datetime

from soulsgen.errors import SoulsgenError

_NAME = re.compile(r"[\w.:+-]{1,64}", re.ASCII)


def parse_slot(slot: str) -> str:
    """`slot` as the ledger writes it: a time with a zone in UTC, such as Kubernetes gives, or a name.

    Raises SoulsgenError for what is neither.
    """
    moment = moment_of(slot.strip())
    if moment:
        return _written(moment)
    if not _NAME.fullmatch(slot.strip()):
        raise SoulsgenError(f"the slot {slot!r} is neither a time nor up to 64 letters, digits and . : + - _")
    return slot.strip()


def moment_of(slot: str) -> datetime | None:
    """The time that a slot is, in UTC; None for a slot that is a name."""
    try:
        moment = datetime.fromisoformat(slot)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def slot_at(schedule: str, moment: datetime) -> str:
    """The last slot of a cron `schedule` that is not after `moment`, in the time zone of `moment`.

    Raises SoulsgenError for a schedule that cron would not take.
    """
    from croniter import croniter
    from croniter.croniter import CroniterError

    try:
        due = croniter(schedule, moment)
        if croniter.match(schedule, moment):
            return _written(moment.replace(second=0, microsecond=0))
        return _written(due.get_prev(datetime))
    except (CroniterError, ValueError, KeyError, AttributeError) as error:
        raise SoulsgenError(f"--schedule {schedule!r} is not one such as '0 */4 * * *' ({error})") from error


def slot_of_this_run() -> str:
    """A slot of its own for a run that nobody scheduled."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _written(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if utc.microsecond else "%Y-%m-%dT%H:%M:%SZ")
