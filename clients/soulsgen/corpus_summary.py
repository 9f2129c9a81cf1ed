"""A corpus's manifest in words for a terminal: counts, and why entries were dropped."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from soulscorpus.manifest import Manifest


def table(manifest: "Manifest") -> str:
    """What was read, kept and dropped, one count a line; the commonest reason first."""
    counts = manifest.counts
    rows = [
        ("files", counts.files),
        ("entries read", counts.entries_read),
        *_by_count(manifest.dropped_entries),
        ("entries kept", counts.entries_kept),
        *_by_count(manifest.dropped_sentences),
        ("sentences", counts.sentences),
        ("  for training", counts.train),
        ("  for test", counts.test),
        ("words", counts.words),
        ("vocabulary", counts.vocabulary),
    ]
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}} {count:>8}" for label, count in rows)


def explanation(manifest: "Manifest") -> str:
    """Every reason with its count and the first few records it dropped, the commonest first."""
    totals = {
        reason: manifest.dropped_entries.get(reason, 0) + manifest.dropped_sentences.get(reason, 0)
        for reason in manifest.examples
    }
    paragraphs = (
        "\n".join([f"{reason} ({totals[reason]})", *(f"    {text}" for text in manifest.examples[reason])])
        for reason in sorted(totals, key=lambda reason: (-totals[reason], reason))
    )
    return "\n".join(paragraphs)


def _by_count(drops: Mapping[str, int]) -> list[tuple[str, int]]:
    ordered = sorted(drops.items(), key=lambda item: (-item[1], item[0]))
    return [(f"  dropped: {reason}", count) for reason, count in ordered]
