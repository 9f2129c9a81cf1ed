"""One line to several channels at once; what breaks on one of them, the others do not feel."""

import logging
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from soulsgen.channels.post import Channel, Image, Limits, Post
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.ledger.entry import Entry, State, now
from soulsgen.ledger.ledger import Ledger
from soulsgen.posting.delivery import Delivery, Patience, Tell
from soulsgen.posting.share import share_of
from soulsgen.posting.writer import Writer

# The worst first: as long as a further run of the slot may still post something, that is what a scheduler
# has to know; then a post that a person has to look for; then what will be refused again; then the rest.
EXIT_ORDER = (75, 69, 2, 1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """What is to be posted in `slot`; without a `line` the slot's planned one, or a new one of `writer`."""

    slot: str
    writer: Writer
    line: str | None = None
    images: tuple[Image, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How it ended on one channel: an `entry` that is sent, or an `error`.

    `already` is True when another run had sent it.
    """

    channel: str
    entry: Entry | None
    error: SoulsgenError | None = None
    already: bool = False


class Held(Refused):
    """This channel would take the post, and another one does not: nothing is sent anywhere."""


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """The worst of the outcomes' statuses, as EXIT_ORDER has them."""
    codes = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    return next((code for code in EXIT_ORDER if code in codes), max(codes, default=0))


def broadcast(
    ledger: Ledger,
    channels: Sequence[Channel],
    draft: Draft,
    patience: Patience,
    tell: Tell,
    stop: Event | None = None,
) -> list[Outcome]:
    """Outcomes in the order of `channels`. `stop` ends every wait.

    Everything is checked and planned, in one transaction, before anything is sent: a channel that would
    refuse its share stops all, and a run after a crash posts the same line.
    """
    entries = [ledger.get(channel.name, channel.account, draft.slot) for channel in channels]
    done = [entry for entry in entries if entry and entry.state == State.SENT]
    outcomes = {entry.channel: Outcome(entry.channel, entry, already=True) for entry in done}
    pending = [channel for channel in channels if channel.name not in outcomes]
    if pending:
        accounts = [(channel.name, channel.account) for channel in channels]
        prepared = _plan(ledger, pending, accounts, draft, patience)
        delivered = _deliver_all(ledger, prepared, patience, tell, stop or Event())
        outcomes |= {each.channel: each for each in delivered}
    return [outcomes[channel.name] for channel in channels]


@dataclass(frozen=True)
class _Prepared:
    """A channel's part of the draft, ready to be sent unless there is an `error`."""

    channel: Channel
    entry: Entry
    post: Post
    error: SoulsgenError | None = None

    @property
    def refused(self) -> bool:
        return self.error is not None and not isinstance(self.error, Unavailable)


def _plan(
    ledger: Ledger,
    channels: Sequence[Channel],
    accounts: Sequence[tuple[str, str]],
    draft: Draft,
    patience: Patience,
) -> list[_Prepared]:
    """`accounts` are those of all the slot's channels: `channels`, and those that are done with it."""
    line = draft.line
    if line is None:
        line = ledger.line_of(draft.slot, accounts)
    if line is None:
        sent = {channel.name: ledger.texts(channel.name, draft.slot) for channel in channels}
        line = draft.writer.line(_limits(channels), sent)
    # Of two runs of the slot, each with a line of its own, the first here decides for both.
    with ledger.lock("plan", patience.max_wait_s):
        if draft.line is None:
            line = ledger.line_of(draft.slot, accounts) or line
        prepared = [_prepare(channel, draft, line) for channel in channels]
        refused = [each for each in prepared if each.refused]
        ledger.plan([each.entry for each in refused or prepared])
    if not refused:
        return prepared
    held = Held(f"nothing was posted, as {', '.join(each.channel.name for each in refused)} cannot take it")
    return [each if each.refused else replace(each, error=held) for each in prepared]


def _limits(channels: Sequence[Channel]) -> dict[str, Limits]:
    """Of the channels that answer; one that does not is heard of when its turn comes."""
    limits: dict[str, Limits] = {}
    for channel in channels:
        try:
            channel.limit  # noqa: B018 - Mastodon's is asked for
        except Exception as caught:
            _known(caught)  # which logs what should not have been raised
        else:
            limits[channel.name] = channel
    return limits


def _prepare(channel: Channel, draft: Draft, line: str) -> _Prepared:
    entry = Entry(
        channel=channel.name,
        account=channel.account,
        slot=draft.slot,
        state=State.PLANNED,
        line=line,
        text=line,
        cost_usd="0",
        planned=now(),
        images=len(draft.images),
    )
    post = Post(line, key=entry.key)
    try:
        share = share_of(channel.name, channel, line, draft.images, allow_url=draft.writer.allow_url)
    except Exception as caught:
        error = _known(caught)
        state = State.PLANNED if isinstance(error, Unavailable) else State.FAILED
        return _Prepared(channel, replace(entry, state=state, reason=str(error)), post, error)
    entry = replace(entry, text=share.text, cost_usd=str(share.cost_usd))
    return _Prepared(channel, entry, replace(post, text=share.text, images=share.images))


def _deliver_all(
    ledger: Ledger, prepared: Sequence[_Prepared], patience: Patience, tell: Tell, stop: Event
) -> list[Outcome]:
    with ThreadPoolExecutor(len(prepared)) as threads:
        try:
            running = [
                threads.submit(_deliver, each, Delivery(ledger, each.channel, patience, tell, stop))
                for each in prepared
            ]
            return [each.result() for each in running]
        except BaseException:
            # Told to end, a run sends what it is sending and waits for nothing more.
            stop.set()
            raise


def _deliver(prepared: _Prepared, delivery: Delivery) -> Outcome:
    name = prepared.channel.name
    if prepared.error:
        return Outcome(name, None, prepared.error)
    try:
        entry, already = delivery.run(prepared.entry, prepared.post)
    except Exception as caught:
        return Outcome(name, None, _known(caught))
    return Outcome(name, entry, already=already)


def _known(error: Exception) -> SoulsgenError:
    """What ends one channel must not end the others; a fault of ours shows no values, which may be keys."""
    if isinstance(error, SoulsgenError):
        return error
    if isinstance(error, ModuleNotFoundError):
        package = str(error.name).partition(".")[0]
        return SoulsgenError(f"this channel needs {package}: pip install 'soulsgen[channels]'")
    if isinstance(error, OSError):
        return SoulsgenError(f"{error.filename or 'a file'}: {error.strerror or error}")
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("unexpected %s at\n%s", type(error).__name__, where)
    return SoulsgenError(f"unexpected {type(error).__name__}, a fault of soulsgen's own")
