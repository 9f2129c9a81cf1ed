"""What is known of each recording that was begun: one small file a recording, named for its content."""

import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.inbox.recording import Recording

FOLDER = ".inbox"


class Stage(StrEnum):
    """How far a recording has come."""

    FOUND = "found"
    TRANSCRIBED = "transcribed"
    TOLD = "told"
    DONE = "done"


@dataclass(frozen=True)
class Record:
    """`name` is the one it was begun under, `session` its folder in the sessions' folder.

    seen: stamps under which it lay in an inbox, so that it need not be read again to be known. channels: what
    became of its post on each.
    """

    sha256: str
    name: str
    session: str
    stage: str = Stage.FOUND
    seen: tuple[str, ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)


def stamp(recording: Recording, head: str) -> str:
    """The same as long as nobody touches the recording."""
    told = "\0".join((recording.name, head, repr(recording.changed)))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Records:
    """Those below `sessions`, which several runs may share, on several machines too.

    `begun` are the names of recordings that an earlier run did not bring to their end.
    """

    def __init__(self, sessions: Path) -> None:
        """Raises SoulsgenError for a file that is no record."""
        self.sessions = sessions
        self.folder = sessions / FOLDER
        known = [_read(path) for path in sorted(self.folder.glob("*.json"))]
        self._seen = {stamp: record.sha256 for record in known for stamp in record.seen}
        self.begun = {record.name for record in known if record.stage != Stage.DONE}

    def of_stamp(self, stamp: str) -> Record | None:
        """As it is now: another run may have gone on with it."""
        sha256 = self._seen.get(stamp)
        return self.of_content(sha256) if sha256 else None

    def of_content(self, sha256: str) -> Record | None:
        path = self._path(sha256)
        return _read(path) if path.is_file() else None

    def keep(self, record: Record, **changes: object) -> Record:
        """`record` with `changes`, on the disk when this returns."""
        changed = replace(record, **changes)  # type: ignore[arg-type]
        write_text(
            self._path(changed.sha256), json.dumps(asdict(changed), ensure_ascii=False, indent=2) + "\n"
        )
        self._seen |= dict.fromkeys(changed.seen, changed.sha256)
        return changed

    @contextmanager
    def claim(self, head: str) -> Iterator[bool]:
        """Whether the recording is this run's until the block ends; the lock ends with the process, too."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{head[:32]}.lock").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _path(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.json"


_KNOWN = {item.name for item in fields(Record)}


def _read(path: Path) -> Record:
    try:
        table = json.loads(path.read_text("utf-8"))
        record = Record(**{name: value for name, value in table.items() if name in _KNOWN})
        return replace(
            record, stage=Stage(record.stage), seen=tuple(record.seen), channels=dict(record.channels)
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise SoulsgenError(
            f"{path} is damaged ({error!r}); take it away, and its recording is done anew"
        ) from error
