"""Why entries and sentences of a corpus were dropped, as its manifest tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from soulscorpus.errors import CorpusError


@dataclass(frozen=True)
class Drops:
    """Counts by reason; `entries` are whole texts of the game, `sentences` single ones of the rest."""

    entries: Mapping[str, int] = field(default_factory=dict)
    sentences: Mapping[str, int] = field(default_factory=dict)

    def figures(self) -> dict[str, dict[str, int]]:
        """Ready for `json.dumps`."""
        return {"entries": dict(self.entries), "sentences": dict(self.sentences)}


def drops_of(manifest: Mapping[str, Any], where: str) -> Drops:
    """The drops of a manifest; raises CorpusError, beginning with `where`, when they are no counts."""
    return Drops(_counts(manifest, "dropped_entries", where), _counts(manifest, "dropped_sentences", where))


def _counts(manifest: Mapping[str, Any], key: str, where: str) -> dict[str, int]:
    counts = manifest.get(key, {})
    if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
        raise CorpusError(f"{where}: {key} is not {{reason: count}}; make the corpus anew")
    return counts
