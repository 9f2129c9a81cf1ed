"""How hard English prose is to read, by its words a sentence and its syllables a word.

Reading ease: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948).
Grade: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", Naval Technical
Training Command, Research Branch Report 8-75 (1975).
"""

from soulscorpus.report.measures import Readability
from soulscorpus.report.syllables import syllables
from soulscorpus.report.text import Text

# The names Flesch gave to ranges of his scale: from this reading ease up.
ZONES = (
    (90, "very easy"),
    (80, "easy"),
    (70, "fairly easy"),
    (60, "plain"),
    (50, "fairly hard"),
    (30, "hard"),
    (0, "very hard"),
)


def readability(text: Text) -> Readability | None:
    """None for a text without a word. A sentence without one is not counted."""
    sentences = int((text.lengths > 0).sum())
    words = len(text.ids)
    if not words:
        return None
    spoken = sum(
        syllables(word) * count for word, count in zip(text.vocabulary, text.counts.tolist(), strict=True)
    )
    length, weight = words / sentences, spoken / words
    return Readability(
        reading_ease=206.835 - 1.015 * length - 84.6 * weight,
        grade=0.39 * length + 11.8 * weight - 15.59,
        words_a_sentence=length,
        syllables_a_word=weight,
    )


def zone(reading_ease: float) -> str:
    """Flesch's word for a reading ease; below 0 is very hard still."""
    return next((name for least, name in ZONES if reading_ease >= least), ZONES[-1][1])
