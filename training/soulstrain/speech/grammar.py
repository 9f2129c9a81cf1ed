"""A small grammar of sentences: patterns with slots, read from a text file.

`name: a | b` adds to the list `name`; any other line that is not blank or a comment is a pattern. `{name}`
stands for one of the list, `{a name}` for the same behind its article, and the slots of `numbers.py`
(`{dice}`, `{points}`, …) for numbers.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from soulstrain.errors import TrainingError
from soulstrain.speech.numbers import SLOTS

_LIST = re.compile(r"^([a-z]+): (.+)$")
_SLOT = re.compile(r"\{(a )?([a-z0-9]+)\}")
_AN = re.compile(r"(?:[aeiouAEIOU]|8|11\b|18\b|hour|honest)(?!ni[cqt]|n?iversity|one\b)")


@dataclass(frozen=True)
class Grammar:
    """`lists` maps a slot's name to its choices; `patterns` are sentences with slots."""

    patterns: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]

    def sentence(self, chance: Random) -> str:
        """One pattern with every slot filled."""
        return self.fill(chance.choice(self.patterns), chance)

    def fill(self, pattern: str, chance: Random) -> str:
        """`pattern` with its slots filled and its first letter a capital."""
        text = _SLOT.sub(lambda match: self._choice(match, chance), pattern)
        return text[:1].upper() + text[1:]

    def texts(self) -> tuple[str, ...]:
        """What can stand inside a sentence: every choice, and the patterns without slots and first words."""
        return (
            *(choice for choices in self.lists.values() for choice in choices),
            *(_SLOT.sub("", pattern).partition(" ")[2] for pattern in self.patterns),
        )

    def _choice(self, match: re.Match[str], chance: Random) -> str:
        article, name = match.groups()
        word = SLOTS[name](chance) if name in SLOTS else chance.choice(self.lists[name])
        return f"{'an' if _AN.match(word) else 'a'} {word}" if article else word


def read_grammar(path: Path) -> Grammar:
    """Raises TrainingError naming the line of a slot that no list fills."""
    lists: dict[str, list[str]] = {}
    patterns: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if match := _LIST.match(line):
            lists.setdefault(match[1], []).extend(choice.strip() for choice in match[2].split("|"))
        elif line.strip() and not line.startswith("#"):
            patterns.append((number, line.strip()))
    for number, pattern in patterns:
        for _, name in _SLOT.findall(pattern):
            if name not in lists and name not in SLOTS:
                raise TrainingError(f"{path}:{number}: no list is called {name!r}")
    return Grammar(
        tuple(pattern for _, pattern in patterns), {name: tuple(words) for name, words in lists.items()}
    )
