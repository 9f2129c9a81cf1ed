"""Where a ledger is: a file of SQLite, or a `postgresql://` URL whose password is never shown."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from soulsgen.errors import SoulsgenError

_SCHEMES = ("postgresql", "postgres")
_BUSY_S = 30
_SECRETS = {"password", "sslpassword", "passfile"}


@dataclass(frozen=True)
class Place:
    """A ledger's URL and, for SQLite, its file; `str()` is fit for messages."""

    url: URL = field(repr=False)
    file: Path | None

    def __str__(self) -> str:
        if self.file:
            return str(self.file)
        shown = self.url.difference_update_query(_SECRETS & set(self.url.query))
        return shown.set(drivername="postgresql").render_as_string(hide_password=True)


def parse_place(ledger: str) -> Place:
    """Raises SoulsgenError for a URL of another kind; the message does not repeat it."""
    scheme, separator, rest = ledger.partition("://")
    if not separator:
        if "\0" in ledger:
            raise SoulsgenError(f"--ledger {ledger!r} is not the name of a file")
        # The locks lie beside the file: two ways to it must lead to the same ones.
        path = Path(ledger).expanduser().resolve()
        return Place(URL.create("sqlite", database=str(path)), path)
    if scheme not in _SCHEMES:
        raise SoulsgenError("--ledger takes a file, or postgresql://USER:PASSWORD@HOST/DATABASE")
    try:
        return Place(make_url(f"postgresql+psycopg://{rest}"), None)
    except (ArgumentError, ValueError):
        # Their message repeats the URL.
        raise SoulsgenError("--ledger is not a URL, postgresql://USER:PASSWORD@HOST/DATABASE") from None


def open_engine(place: Place) -> Engine:
    """Nothing is connected yet. Raises OSError when the file's folder cannot be made, SoulsgenError without
    the driver.
    """
    if place.file is None:
        try:
            return create_engine(place.url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        except ModuleNotFoundError as error:
            raise SoulsgenError(
                f"this ledger needs {error.name}: pip install 'soulsgen[postgres]'"
            ) from error
    place.file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(place.url, connect_args={"timeout": _BUSY_S})
    # A power cut must not take back a row that said "sending".
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=FULL"))
    return engine
