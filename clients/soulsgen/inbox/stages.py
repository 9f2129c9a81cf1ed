"""What is made of one recording, in order: a transcript, its recap, a post on each channel."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from soulsgen.agent.answers import Agent
from soulsgen.bucket.reading import Folder
from soulsgen.channels.post import Channel
from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text
from soulsgen.inbox.record import Record
from soulsgen.inbox.recording import Recording
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting.broadcast import Draft, Outcome, broadcast
from soulsgen.posting.delivery import Patience
from soulsgen.posting.writer import Writer
from soulsgen.recap.private import Privacy
from soulsgen.recap.render import render
from soulsgen.recap.versions import Request, write_versions
from soulsgen.session.derived import write_derived
from soulsgen.session.folder import SETTINGS, SessionFolder, read_session
from soulsgen.session.manner import Manner, manner_of
from soulsgen.session.scribe import Scribe
from soulsgen.session.tracks import find_tracks, fingerprint
from soulsgen.session.transcribing import Plan
from soulsgen.session.transcribing import transcribe as write_down
from soulsgen.torchserve import Endpoint, TorchServe

# What goes to the channels: the players' version in plain text.
TEXT = "recap.txt"
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Posting:
    """Nothing is posted without `channels`."""

    channels: Sequence[Channel] = ()
    ledger: str = ""
    patience: Patience = field(default_factory=Patience)
    allow_url: bool = False


@dataclass(frozen=True)
class Stages:
    """`client` transcribes with the archive `model`, `at_once` chunks at a time; `agent` tells."""

    client: TorchServe
    agent: Agent
    tell: Tell
    model: str = "asr"
    manner: Manner = field(default_factory=Manner)
    at_once: int = 2
    privacy: Privacy = field(default_factory=Privacy)
    posting: Posting = field(default_factory=Posting)

    def transcribe(self, place: Folder, recording: Recording, folder: Path) -> None:
        """To `folder`, where a session goes on in the manner in which it was begun."""
        begun = (folder / SETTINGS).is_file()
        manner = manner_of(read_session(folder)["settings"]) if begun else self.manner
        found = find_tracks([place.path / recording.name], manner.roster, manner.same_clock)
        prints = [fingerprint(path) for path in sorted({track.path for track in found.tracks})]
        started = found.started or _started(recording)
        with SessionFolder(folder, manner.settings(prints, found.notes), started) as session:
            scribe = Scribe(self.client, manner.listening(), self.model)
            plan = Plan(manner.chunk_minutes * 60, self.at_once, self.at_once, manner.glossary)
            try:
                new_s = write_down(session, found.tracks, scribe, plan)
            finally:
                write_derived(folder, folder.name, session.transcript.lines)
            if not new_s and not session.transcript.lines:
                raise SoulsgenError(f"{recording.name} holds no sound that can be decoded")

    def recap(self, title: str, folder: Path) -> None:
        """Both versions, and the text for the channels, which holds nothing when nothing was said."""
        players = write_versions(Request(folder, title, privacy=self.privacy), self.agent)
        write_text(folder / TEXT, render(players, "", form="recap.txt.j2").strip() + "\n")

    def post(self, record: Record, folder: Path) -> list[Outcome]:
        """The recap's text to every channel: the slot is the recording's digest."""
        text = (folder / TEXT).read_text("utf-8").strip()
        posting = self.posting
        if not text:
            self.tell(f"{record.name}: nothing was said that players may read; nothing is posted")
        if not (text and posting.channels):
            return []
        writer = Writer(Endpoint(), "", allow_url=posting.allow_url)  # of a given line it is asked for none
        with Ledger(parse_place(posting.ledger)) as ledger:
            draft = Draft(record.sha256, writer, text)
            return broadcast(ledger, posting.channels, draft, posting.patience, self.tell)


def _started(recording: Recording) -> datetime | None:
    """By a date in its name, else when it was last written; None where nobody knows."""
    for year, month, day in _DATE.findall(recording.name):
        try:
            return datetime(int(year), int(month), int(day), tzinfo=UTC)
        except ValueError:
            continue
    return datetime.fromtimestamp(recording.changed, UTC) if recording.changed else None
