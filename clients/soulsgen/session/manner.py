"""How a session's recordings are written down: settled when it begins, and kept in session.json."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from soulsgen.session import glossary, roster
from soulsgen.session.glossary import Glossary
from soulsgen.session.roster import Roster
from soulsgen.session.scribe import Listening


@dataclass(frozen=True)
class Manner:
    """same_clock: files that are not named like a speaker's tracks were recorded together."""

    roster: Roster = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    language: str | None = None
    task: str = "transcribe"
    same_clock: bool = False
    chunk_minutes: float = 2.0

    def listening(self) -> Listening:
        return Listening(self.language, self.task, tuple(self.glossary.hotwords()))

    def settings(self, sources: Sequence[object], notes: Sequence[tuple[float, str]]) -> dict[str, Any]:
        """As session.json keeps it, with the fingerprints of the `sources` and the notes they hold."""
        return {
            "sources": list(sources),
            "chunk_minutes": self.chunk_minutes,
            "language": self.language,
            "task": self.task,
            "same_clock": self.same_clock,
            "roster": roster.records(self.roster),
            "glossary": self.glossary.records(),
            "notes": [list(note) for note in notes],
        }


def manner_of(settings: Mapping[str, Any]) -> Manner:
    """The manner in which a session was begun."""
    return Manner(
        roster.of_records(settings["roster"]),
        glossary.of_records(settings["glossary"]),
        settings["language"],
        settings["task"],
        settings["same_clock"],
        settings["chunk_minutes"],
    )
