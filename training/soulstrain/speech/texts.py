"""What is said: table talk, lore, and words in no order, split into heard and unheard.

Unheard sentences are those of the corpus's test split, those of `text/unheard_talk.txt`, and one in sixteen
of what the grammar can say; no training example contains them whole.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from soulstrain.corpus import TEST, TRAIN, digest, read_sentences
from soulstrain.errors import TrainingError
from soulstrain.speech.grammar import Grammar, read_grammar

FOLDER = Path(__file__).parent / "text"
GRAMMAR = FOLDER / "table_talk.txt"
UNHEARD = FOLDER / "unheard_talk.txt"
WORDS = FOLDER / "words.txt"
LORE, TALK = 0.4, 0.46  # shares of heard sentences; the rest are words in no order
SALAD = (3, 9)  # words
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")


@dataclass(frozen=True)
class Texts:
    """`lore` and `unheard_lore` are the corpus's splits; `words` what words in no order are drawn from."""

    lore: tuple[str, ...]
    unheard_lore: tuple[str, ...]
    unheard_talk: tuple[str, ...]
    grammar: Grammar
    words: tuple[str, ...]
    sha256: dict[str, str]

    def heard(self, chance: Random) -> str:
        """A sentence to learn from."""
        kind = chance.random()
        if kind < LORE:
            return chance.choice(self.lore)
        return self.talk(chance) if kind < LORE + TALK else self.salad(chance)

    def talk(self, chance: Random, *, unheard: bool = False) -> str:
        """Table talk out of the grammar, from the part to learn from or from the part kept back."""
        while True:
            pattern = chance.choice(self.grammar.patterns)
            if unheard and "{" not in pattern:
                continue
            text = self.grammar.fill(pattern, chance)
            if ("{" in pattern and _kept_back(text)) == unheard:
                return text

    def salad(self, chance: Random) -> str:
        """Words in no order: only sound can tell them."""
        text = " ".join(chance.choice(self.words) for _ in range(chance.randint(*SALAD)))
        return f"{text[0].upper()}{text[1:]}."


def read_texts(corpus_dir: Path) -> Texts:
    """The corpus in `corpus_dir` (as `soulsgen create corpus` makes it) and the texts of this package."""
    for name in (TRAIN, TEST):
        if not (corpus_dir / name).is_file():
            raise TrainingError(
                f"{corpus_dir / name} is missing; make a corpus with `soulsgen create corpus --src-dir DIR`"
            )
    lore = tuple(map(ascii_only, read_sentences(corpus_dir / TRAIN)))
    unheard_lore = tuple(set(map(ascii_only, read_sentences(corpus_dir / TEST))) - set(lore))
    grammar = read_grammar(GRAMMAR)
    files = {
        path.name: digest(path) for path in (corpus_dir / TRAIN, corpus_dir / TEST, GRAMMAR, UNHEARD, WORDS)
    }
    return Texts(
        lore=lore,
        unheard_lore=tuple(sorted(unheard_lore)),
        unheard_talk=_lines(UNHEARD),
        grammar=grammar,
        words=_vocabulary(lore, grammar),
        sha256=files,
    )


def ascii_only(text: str) -> str:
    """`text` in the characters that targets are written in: é becomes e, “ becomes ", what is left goes."""
    text = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _vocabulary(lore: tuple[str, ...], grammar: Grammar) -> tuple[str, ...]:
    """Words as they are written inside a sentence: a capital stays where the word always has one."""
    inside = [*(text.partition(" ")[2] for text in lore), *grammar.texts(), *_lines(WORDS)]
    found = {word for text in inside for word in _WORD.findall(text)}
    return tuple(sorted(word for word in found if word.islower() or word.lower() not in found))


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(line for line in read_sentences(path) if not line.startswith("#"))


def _kept_back(text: str) -> bool:
    return zlib.crc32(text.encode()) % 16 == 0
