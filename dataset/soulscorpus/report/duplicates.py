"""Sentences said twice: in the same words, or nearly."""

from collections import Counter

from soulscorpus.near import Sketches, near_duplicates
from soulscorpus.report.measures import Count, Duplicates
from soulscorpus.report.text import Text

RATIO = 0.9
"""Levenshtein ratio from which two sentences count as near: one letter in ten differs."""
EXAMPLES = 6
COMPARED_CHARACTERS = 5000
"""Of a longer line its beginning is compared: the measure's time grows with the square of the length."""


def duplicates(text: Text) -> Duplicates:
    """The repeats of `text`; near ones among its different sentences only, as written."""
    times = Counter(text.keys)
    first: dict[bytes | str, str] = {}
    for key, sentence in zip(text.keys, text.sentences, strict=True):
        first.setdefault(key, sentence)
    repeats = len(text.keys) - len(times)
    examples = tuple(Count(first[key], count) for key, count in times.most_common(EXAMPLES) if count > 1)
    different = list(first.values())
    near = near_pairs(different)
    # One example of each kept sentence: a set of armour would fill the list.
    firsts = {kept: later for later, kept in reversed(near.items())}
    shown = sorted(firsts.items(), key=lambda pair: pair[1])[:EXAMPLES]
    closest = tuple((different[kept], different[later]) for kept, later in shown)
    share = len(text.keys) or 1
    return Duplicates(repeats, repeats / share, examples, len(near), len(near) / share, closest, RATIO)


def near_pairs(sentences: list[str]) -> dict[int, int]:
    """Each sentence that an earlier one resembles by at least RATIO, by index, with the index of that one."""
    sketches = Sketches()
    beginnings = [sentence[:COMPARED_CHARACTERS] for sentence in sentences]
    for beginning in beginnings:
        sketches.add(beginning)
    return near_duplicates(sketches, beginnings.__getitem__, RATIO)
