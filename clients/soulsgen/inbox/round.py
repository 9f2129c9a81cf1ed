"""One round over an inbox: every recording that is whole and not done goes on from where it is."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import time
from typing import Any

from soulsgen.bucket.reading import Reader
from soulsgen.channels.post import Unconfirmed
from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.inbox.fetching import named, on_disk
from soulsgen.inbox.record import Record, Records, Stage, stamp
from soulsgen.inbox.recording import Recording, content, head, look
from soulsgen.inbox.shard import Shard
from soulsgen.inbox.stages import Stages
from soulsgen.posting.broadcast import Outcome, exit_status

# Recordings in a row for which TorchServe or the bucket does not answer before a round is over.
PATIENCE = 3
# Of a session's folder: the recording's name, then as much of its digest as tells two of one name apart.
_NAME_LENGTH, _DIGEST_LENGTH = 60, 12

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What became of one recording.

    state: done, known (done before), growing, busy (another run has it), waiting (of a dry run), unposted or
    failed. `error` is why it failed, `outcomes` are of this round's posts.
    """

    name: str
    state: str
    record: Record | None = None
    session: Path | None = None
    error: SoulsgenError | None = None
    outcomes: Sequence[Outcome] = ()

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else exit_status(self.outcomes)

    def table(self) -> dict[str, Any]:
        """As JSON has it."""
        told: dict[str, Any] = {"name": self.name, "state": self.state}
        if self.record:
            told |= {"sha256": self.record.sha256, "session": str(self.session)}
            told |= {"stage": str(self.record.stage), "channels": dict(self.record.channels)}
        if self.error:
            told["reason"] = str(self.error)
        return told | ({"exit": self.exit_code} if self.exit_code else {})


@dataclass(frozen=True)
class Round:
    """Recordings of `inbox` that are the shard's; those written in the last `quiet_s` seconds have time."""

    inbox: Reader
    records: Records
    stages: Stages
    shard: Shard = field(default_factory=Shard)
    quiet_s: float = 60.0
    dry_run: bool = False

    def results(self) -> Iterator[Result]:
        """As they come; what goes wrong with one recording, the others do not feel.

        Raises Unavailable when it seems that nothing would come of the others either.
        """
        entries = self.inbox.entries("")
        away = 0
        # New ones first: what was begun and is not done may be what a server dies of.
        for name in sorted(entries, key=self.records.begun.__contains__):
            result = self._guarded(name, entries)
            if result is None:
                continue
            yield result
            if result.exit_code == Unavailable.exit_code:
                away += 1
            elif result.state == "done":
                away = 0
            if away == PATIENCE:
                raise Unavailable(f"no answer for {PATIENCE} recordings in a row; a later run goes on")

    def _guarded(self, name: str, entries: Mapping[str, int | None]) -> Result | None:
        try:
            recording = look(self.inbox, name, entries)
            return self._seen(recording) if recording else None
        except ModuleNotFoundError:
            raise  # which no recording is to blame for
        except Exception as caught:
            return Result(name, "failed", error=_known(name, caught))

    def _seen(self, recording: Recording) -> Result | None:
        """None for a recording that is another shard's."""
        if not recording.whole(time(), self.quiet_s):
            return Result(recording.name, "growing")
        digest = head(self.inbox, recording)
        if not self.shard.takes(digest):
            return None
        record = self.records.of_stamp(stamp(recording, digest))
        if record and record.stage == Stage.DONE:
            return self._result(recording, "known", record)
        if self.dry_run:
            return self._result(recording, "waiting", record)
        with self.records.claim(digest) as ours:
            return self._taken(recording, digest) if ours else Result(recording.name, "busy")

    def _taken(self, recording: Recording, digest: str) -> Result:
        record = self.records.of_stamp(stamp(recording, digest))
        if record is None or record.stage == Stage.FOUND:
            record = self._heard(recording, digest, record)
        if record is None:
            return Result(recording.name, "growing")
        if record.stage == Stage.DONE:
            return self._result(recording, "known", record)
        if record.stage == Stage.TRANSCRIBED:
            self.stages.recap(recording.title, self._session(record))
            record = self.records.keep(record, stage=Stage.TOLD)
        return self._posted(recording, record)

    def _heard(self, recording: Recording, digest: str, record: Record | None) -> Record | None:
        """Its record, once it is transcribed; None when it has changed meanwhile."""
        workspace = self.records.folder / digest[:32]
        with on_disk(self.inbox, recording, workspace) as place:
            sha256 = record.sha256 if record else content(place, recording)
            if look(self.inbox, recording.name, self.inbox.entries("")) != recording:
                return None
            record = record or self._begun(recording, digest, sha256)
            if record.stage != Stage.FOUND:
                return record
            with named(place, recording, record.name, workspace) as (there, known_as):
                self.stages.transcribe(there, known_as, self._session(record))
            return self.records.keep(record, stage=Stage.TRANSCRIBED)

    def _begun(self, recording: Recording, digest: str, sha256: str) -> Record:
        """The record of this content, new or begun under another name, which knows where it lies now."""
        stem = "".join(mark if mark.isalnum() or mark in " ._-" else "_" for mark in recording.title)
        session = f"{stem.strip(' .')[:_NAME_LENGTH] or 'recording'}-{sha256[:_DIGEST_LENGTH]}"
        known = self.records.of_content(sha256) or Record(sha256, recording.name, session)
        return self.records.keep(known, seen=(*known.seen, stamp(recording, digest)))

    def _posted(self, recording: Recording, record: Record) -> Result:
        outcomes = self.stages.post(record, self._session(record))
        # What is out is not sent again, nor is what a person has to look for.
        settled = all(
            each.error is None or each.error.exit_code == Unconfirmed.exit_code for each in outcomes
        )
        channels = {**record.channels, **{each.channel: _fate(each) for each in outcomes}}
        stage = Stage.DONE if settled else record.stage
        record = self.records.keep(record, stage=stage, channels=channels)
        fine = exit_status(outcomes) == 0
        return replace(self._result(recording, "done" if fine else "unposted", record), outcomes=outcomes)

    def _result(self, recording: Recording, state: str, record: Record | None) -> Result:
        return Result(recording.name, state, record, self._session(record) if record else None)

    def _session(self, record: Record) -> Path:
        return self.records.sessions / record.session


def _fate(outcome: Outcome) -> str:
    return str(outcome.error) if outcome.error else str(outcome.entry.url if outcome.entry else "")


def _known(name: str, error: Exception) -> SoulsgenError:
    if isinstance(error, SoulsgenError):
        return error
    if isinstance(error, OSError):
        return SoulsgenError(f"{error.filename or name}: {error.strerror or error}")
    _log.error("unexpected fault at %s", name, exc_info=error)
    return SoulsgenError(f"unexpected {type(error).__name__}, a fault of soulsgen's own: {error}")
