"""One post to one channel, exactly once in its slot, whatever happened to earlier tries."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Event

from soulsgen.channels.post import Blind, Channel, Duplicate, Late, Post, RateLimited, Receipt, Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.ledger.entry import Entry, State, now
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.likeness import repeated
from soulsgen.ledger.slot import moment_of

Tell = Callable[[str], None]

# How long a channel may take to show a post in the account after it was sent.
SETTLE_S = 10.0
# How long after it was begun a send may still take effect: uploads, connections tried anew, a slow answer.
LATE_S = 120.0
BUDGET_S = 120.0
FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
# Why a post failed that its channel did not refuse.
NEVER_ARRIVED = "stopped while sending; it never arrived"
# An entry of another slot that has been "sending" for so long is one that a run left behind.
_LEFT_BEHIND = timedelta(minutes=5)


@dataclass(frozen=True)
class Patience:
    """All in seconds: `max_wait_s` for limits to end or another run to finish, `budget_s` for the tries."""

    max_wait_s: float = 60.0
    budget_s: float = BUDGET_S


class _Unsettled(Unavailable):
    """Sent, and whether it was posted cannot be told just now: the next run looks first."""


class Delivery:
    """The way of one entry from planned to sent or failed, under the channel's lock.

    `stop` ends every wait early, as a fault that may pass.
    """

    def __init__(
        self, ledger: Ledger, channel: Channel, patience: Patience, tell: Tell, stop: Event | None = None
    ) -> None:
        self._ledger = ledger
        self._channel = channel
        self._patience = patience
        self._tell = tell
        self._stop = stop or Event()

    def run(self, wanted: Entry, post: Post) -> tuple[Entry, bool]:
        """The entry, sent, and whether another run had sent it before.

        `wanted` was planned; what the ledger says by now goes before it. Raises what ended it otherwise,
        when the ledger has the reason, or a fault of the ledger, which then says what it said before.
        """
        name, account, slot = wanted.channel, wanted.account, wanted.slot
        with self._ledger.lock(name, self._patience.max_wait_s, self._stop):
            entry = self._ledger.get(name, account, slot) or wanted
            if entry.state == State.SENT:
                return entry, True
            self._settle_left_behind(entry)
            post = replace(post, when=_when(entry))
            self._deadline = time.monotonic() + self._patience.budget_s
            self._waited = 0.0
            return self._settle(entry, wanted, post), False

    def _settle_left_behind(self, entry: Entry) -> None:
        """Other slots' entries whose run never came back: one look each, and no harm when it fails."""
        before = datetime.now(UTC) - _LEFT_BEHIND
        for left in self._ledger.sending(entry.channel, entry.account, entry.slot):
            began = datetime.fromisoformat(left.sending or left.planned)
            if began > before:
                continue
            try:
                if receipt := self._find(left, Post(left.text, key=left.key, when=_when(left))):
                    self._sent(left, receipt)
                else:
                    self._ledger.mark(left, state=State.FAILED, reason=NEVER_ARRIVED)
            except SoulsgenError:
                continue

    def _settle(self, entry: Entry, wanted: Entry, post: Post) -> Entry:
        """Look for an earlier try's post before there is another try."""
        if entry.state == State.SENDING:
            earlier = replace(post, text=entry.text, images=())
            why = "an earlier run was stopped while it was sending"
            if receipt := self._look(entry, earlier, why, self._still_late_s(entry)):
                if entry.text != wanted.text:
                    self._tell(f"{entry.channel}: the earlier run had posted another text; this one was not")
                return self._sent(entry, receipt)
        entry = self._ledger.mark(
            entry,
            state=State.PLANNED,
            **{name: getattr(wanted, name) for name in ("line", "text", "cost_usd", "images")},
        )
        if reason := repeated(entry.text, self._ledger.texts(entry.channel, entry.slot)):
            refused = Refused(f"{self._channel.limit.title} has this line: {reason}")
            self._ledger.mark(entry, state=State.FAILED, reason=str(refused))
            raise refused
        return self._send(entry, post)

    def _send(self, entry: Entry, post: Post) -> Entry:
        pause = FIRST_PAUSE_S
        while not self._stop.is_set():
            entry = self._ledger.mark(
                entry, state=State.SENDING, sending=now(), tries=entry.tries + 1, reason=None
            )
            # Only the channel is tried: what the ledger fails at must not look like a fault of the channel.
            try:
                receipt = self._try(entry, post)
            except (Unconfirmed, _Unsettled):
                raise
            except Unavailable as error:
                fault = error
            except SoulsgenError as error:
                self._ledger.mark(entry, state=State.FAILED, reason=str(error))
                raise
            else:
                return self._sent(entry, receipt)
            entry = self._ledger.mark(entry, state=State.PLANNED, reason=str(fault))
            if isinstance(fault, RateLimited):
                self._wait(fault, pause)
            else:
                self._pause(pause, fault)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        raise Unavailable("told to end before it was sent")

    def _try(self, entry: Entry, post: Post) -> Receipt:
        """One try. What it did not see done by its end is certain not to have been done, or raises."""
        try:
            return self._channel.send(post)
        except Unconfirmed as error:
            if receipt := self._look(entry, post, str(error)):
                return receipt
            if isinstance(error, Late) and not self._channel.idempotent:
                raise self._noted(entry, _Unsettled(f"{error}; the next run looks once more")) from error
            raise Unavailable(f"{error}; the account does not show it") from error
        except Duplicate as error:
            # An earlier try that the account did not show yet, or a post of somebody else's making.
            if receipt := self._look(entry, post, str(error)):
                return receipt
            if entry.tries > 1:
                doubt = Unconfirmed(f"{error}, perhaps by an earlier try; the account does not show it")
                raise self._noted(entry, doubt) from error
            raise

    def _look(self, entry: Entry, post: Post, why: str, wait_s: float | None = None) -> Receipt | None:
        """The post in the account, if an earlier try did make it.

        Raises Unconfirmed or _Unsettled where that cannot be told, when the ledger has the reason.
        """
        try:
            return self._seen(entry, post, why, SETTLE_S if wait_s is None else wait_s)
        except (Unconfirmed, _Unsettled) as error:
            raise self._noted(entry, error) from error.__cause__

    def _seen(self, entry: Entry, post: Post, why: str, wait_s: float) -> Receipt | None:
        if wait_s > SETTLE_S:
            self._tell(f"{self._channel.name}: {why}; looking for its post in {wait_s:.0f} s")
        self._deadline += wait_s
        if self._stop.wait(wait_s):
            raise _Unsettled(f"{why}: whether it was posted is not known yet, the next run looks")
        pause = FIRST_PAUSE_S
        while True:
            try:
                return self._find(entry, post)
            except Blind as error:
                raise Unconfirmed(f"{why}: whether it was posted is unknown ({error})") from error
            except Unavailable as error:
                try:
                    self._pause(pause, error)
                except Unavailable:
                    raise _Unsettled(f"{why}: whether it was posted is not known yet ({error})") from error
            except SoulsgenError as error:
                raise _Unsettled(f"{why}: whether it was posted is not known yet ({error})") from error
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _find(self, entry: Entry, post: Post) -> Receipt | None:
        return self._channel.find(post, datetime.fromisoformat(entry.planned))

    def _still_late_s(self, entry: Entry) -> float:
        """How long what another run began to send may still take effect, or the account take to show it.

        That run may be alive: PostgreSQL lets go of its lock when its connection breaks.
        """
        began = datetime.fromisoformat(entry.sending or entry.planned)
        age_s = max(0.0, (datetime.now(UTC) - began).total_seconds())
        return SETTLE_S if self._channel.idempotent else max(SETTLE_S, LATE_S - age_s)

    def _wait(self, error: RateLimited, least_s: float) -> None:
        """Until the limit ends; `error` when nobody knows when, or all such waits are longer than allowed."""
        reset_s = error.wait_s()
        if reset_s is None:
            raise error
        # A reset that has passed by our clock and not by theirs must not make for a storm of requests.
        seconds = max(reset_s, _spread(least_s))
        self._waited += seconds
        if self._waited > self._patience.max_wait_s:
            raise error
        self._tell(f"{self._channel.name}: {error}; waiting {seconds:.0f} s")
        self._deadline += seconds
        if self._stop.wait(seconds):
            raise error

    def _pause(self, seconds: float, error: Unavailable) -> None:
        """`error` when the budget would be used up after the pause."""
        seconds = _spread(seconds)
        if time.monotonic() + seconds > self._deadline:
            raise error
        self._tell(f"{self._channel.name}: {error}; trying again in {seconds:.1f} s")
        if self._stop.wait(seconds):
            raise error

    def _sent(self, entry: Entry, receipt: Receipt) -> Entry:
        known = self._ledger.get(entry.channel, entry.account, entry.slot)
        if known and known.state == State.SENT:
            # By the run that had lost its lock.
            return known
        return self._ledger.mark(entry, state=State.SENT, post_id=receipt.id, url=receipt.url, reason=None)

    def _noted(self, entry: Entry, error: SoulsgenError) -> SoulsgenError:
        """`error`, when the ledger has it as the reason why `entry` stays as it is."""
        self._ledger.mark(entry, reason=str(error))
        return error


def _when(entry: Entry) -> datetime:
    """The slot's time; a slot that is no time still is one and the same time on every try."""
    return moment_of(entry.slot) or datetime.fromisoformat(entry.planned)


def _spread(seconds: float) -> float:
    """Half to one and a half of it, so that clients which failed together do not come back together."""
    return seconds * random.uniform(0.5, 1.5)
