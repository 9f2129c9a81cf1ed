"""An open ledger: plan, mark, look back. Every call is one transaction, on disk when it returns."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED
from threading import Event
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Update, and_, inspect, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.ledger.entry import Entry, State, metadata, now, posts
from soulsgen.ledger.lock import locked
from soulsgen.ledger.place import Place, open_engine


class Ledger:
    """The ledger at `place`; its table is made on first use. Safe to share between threads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._engine = open_engine(place)

    def __enter__(self) -> Self:
        # Two first runs at a time must not both make the table.
        with self.lock("table", 30.0):
            if not inspect(self._engine).has_table(posts.name):
                metadata.create_all(self._engine)
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def lock(self, name: str, wait_s: float, stop: Event | None = None) -> Iterator[None]:
        """Nobody else is inside with the same `name`; ends with the process, however that ends.

        PostgreSQL may end it earlier, with the connection: `mark` tells. Raises Unavailable when somebody
        else is inside for all of `wait_s` seconds, or when `stop` is set while it waits.
        """
        with self._in_words(), locked(self._engine, self.place, name, wait_s, stop or Event()):
            yield

    def plan(self, entries: Sequence[Entry]) -> None:
        """Write those that are not there yet or failed, all or none; call it under the lock `plan`."""
        with self._write() as connection:
            for entry in entries:
                known = _row(connection, entry.channel, entry.account, entry.slot)
                if known is None:
                    connection.execute(posts.insert().values(asdict(entry)))
                elif known.state == State.FAILED:
                    connection.execute(_update(entry))

    def get(self, channel: str, account: str, slot: str) -> Entry | None:
        with self._read() as connection:
            return _row(connection, channel, account, slot)

    def mark(self, entry: Entry, **changes: Any) -> Entry:
        """`entry` with `changes`, written over its row.

        Raises Unavailable when the row is not as `entry` was read: another run has gone on with it.
        """
        changed = replace(entry, **changes)
        if changed.state in (State.SENT, State.FAILED):
            changed = replace(changed, settled=now())
        with self._write() as connection:
            unchanged = and_(posts.c.state == entry.state, posts.c.tries == entry.tries)
            if connection.execute(_update(changed).where(unchanged)).rowcount != 1:
                raise Unavailable(_overtaken(self.place))
        return changed

    def line_of(self, slot: str, channels: Sequence[tuple[str, str]]) -> str | None:
        """The line of `slot` on one of `channels`, pairs of channel and account; not one that failed."""
        query = select(posts).where(posts.c.slot == slot, posts.c.state != State.FAILED)
        with self._read() as connection:
            found = (Entry(*row) for row in connection.execute(query.order_by(posts.c.planned)))
            return next((entry.line for entry in found if (entry.channel, entry.account) in channels), None)

    def sending(self, channel: str, account: str, slot: str) -> list[Entry]:
        """Entries of other slots than `slot` of which nobody knows yet whether they arrived."""
        query = select(posts).where(
            posts.c.channel == channel,
            posts.c.account == account,
            posts.c.slot != slot,
            posts.c.state == State.SENDING,
        )
        with self._read() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def texts(self, channel: str, slot: str) -> list[tuple[str, str]]:
        """Text and slot of what went to `channel`, or may have, in other slots than `slot`."""
        query = select(posts.c.text, posts.c.slot).where(
            posts.c.channel == channel,
            posts.c.slot != slot,
            posts.c.state.in_([State.SENT, State.SENDING]),
        )
        with self._read() as connection:
            return [(str(text), str(other)) for text, other in connection.execute(query)]

    def history(self, most: int | None = None, channels: Sequence[str] = ()) -> list[Entry]:
        """The newest entries, newest first."""
        query = select(posts).order_by(posts.c.planned.desc(), posts.c.channel).limit(most)
        if channels:
            query = query.where(posts.c.channel.in_(channels))
        with self._read() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._in_words(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._in_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """SQLAlchemy's messages hold the statement and its values; only the driver's own words are shown."""
        try:
            yield
        except IntegrityError as error:
            raise Unavailable(_overtaken(self.place)) from error
        except DBAPIError as error:
            words = " ".join(str(error.orig).split())[:300]
            password = self.place.url.password
            if password:
                words = words.replace(str(password), "…")
            if _passes(error):
                raise Unavailable(f"the ledger {self.place} does not answer: {words}") from None
            raise SoulsgenError(f"the ledger {self.place} cannot be used: {words}") from None
        except SQLAlchemyError as error:
            raise SoulsgenError(f"the ledger {self.place}: {type(error).__name__}") from None


def _overtaken(place: Place) -> str:
    return f"another run wrote to the ledger {place} at the same time"


def _passes(error: DBAPIError) -> bool:
    """Whether the fault may pass: SQLite is busy or PostgreSQL out of reach, and not a file no ledger."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return isinstance(error, InterfaceError | OperationalError)
    return code & 0xFF in (SQLITE_BUSY, SQLITE_LOCKED)


def _row(connection: Connection, channel: str, account: str, slot: str) -> Entry | None:
    row = connection.execute(select(posts).where(_is(channel, account, slot))).first()
    return Entry(*row) if row else None


def _update(entry: Entry) -> Update:
    return posts.update().where(_is(entry.channel, entry.account, entry.slot)).values(asdict(entry))


def _is(channel: str, account: str, slot: str) -> ColumnElement[bool]:
    return and_(posts.c.channel == channel, posts.c.account == account, posts.c.slot == slot)
