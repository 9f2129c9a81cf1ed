"""The sections of the page, each a function from what is shown to a section, or None where it has nothing."""

from collections.abc import Callable

from soulscorpus.report.layout import Section, Shown
from soulscorpus.report.sections.copies import copies
from soulscorpus.report.sections.distances import distance
from soulscorpus.report.sections.dropped import dropped
from soulscorpus.report.sections.grammar import entities, parts_of_speech
from soulscorpus.report.sections.lengths import lengths
from soulscorpus.report.sections.readability import reading
from soulscorpus.report.sections.remarkable import remarkable
from soulscorpus.report.sections.repeated import repeated
from soulscorpus.report.sections.vocabulary import growth
from soulscorpus.report.sections.words import words

IN_ORDER: tuple[Callable[[Shown], Section | None], ...] = (
    distance,
    copies,
    lengths,
    words,
    growth,
    entities,
    parts_of_speech,
    reading,
    remarkable,
    repeated,
    dropped,
)


def sections(shown: Shown) -> list[Section]:
    """All that have something to show."""
    return [section for make in IN_ORDER if (section := make(shown)) is not None]
