"""Listed names, found by their words: one dictionary look-up a word, whatever the number of names."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Words = tuple[str, ...]


class Match(NamedTuple):
    """A listed name ends before word `end`."""

    end: int
    label: str


class NameIndex:
    """Names as words, case and all; the last word, or the one before "of", may stand in the plural."""

    def __init__(self) -> None:
        self._labels: dict[Words, str] = {}
        self._lengths: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, words: Sequence[str], label: str) -> None:
        """List a name, without its article; one without a capital is any word of a text and left out."""
        name = tuple(words[1:] if "The" in words[:1] else words)
        letters = "".join(name)
        if letters == letters.lower() != letters.upper() or not letters:
            return
        for form in _forms(name):
            if form not in self._labels:
                self._labels[form] = label
                lengths = self._lengths[form[0]]
                if len(form) not in lengths:
                    lengths.append(len(form))
                    lengths.sort(reverse=True)

    def match(self, words: Sequence[str], start: int) -> Match | None:
        """The longest listed name that begins at word `start`."""
        for length in self._lengths.get(words[start], ()):
            name = tuple(words[start : start + length])
            if label := self._labels.get(name):
                return Match(start + len(name), label)
        return None


def _forms(name: Words) -> Iterator[Words]:
    """`name` as written and in the plural."""
    yield name
    heads = {len(name) - 1, *([name.index("of") - 1] if "of" in name[1:] else [])}
    for head in sorted(heads):
        if name[head].isalpha():
            yield (*name[:head], plural(name[head]), *name[head + 1 :])


def plural(word: str) -> str:
    """The regular English plural."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
