"""Game text in any number of entries: the sample lore, recombined, with the games' own kinds of noise.

Every text is two to four sentences of the lore with some of their words put in other letters, so that texts
are about as alike as a game's: one in fifty differs from another in a word, one in fifty equals another.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from soulscorpus.build import RAW, build_corpus
from soulscorpus.gamefiles.fmgxml import write_fmgxml
from soulscorpus.gamefiles.table import Table, Text
from soulscorpus.settings import CorpusSettings

LORE = Path(__file__).parents[1] / "dataset" / "lore"
TABLE_ENTRIES = 5_000  # the largest tables of the games hold so many
CONSONANTS, VOWELS, ENDS = "bcdfghklmnprstvwz", "aeiou", "lnrstm"
CHANGED = 0.25  # of a sentence's words
REPEATED = 0.02


def lore_sentences(folder: Path) -> list[str]:
    """The sentences of the sample lore; its corpus is left in `folder`."""
    build_corpus(LORE, folder, CorpusSettings())
    return (folder / RAW).read_text("utf-8").split("\n")[:-1]


def grow(entries: int, sentences: list[str], folder: Path, seed: int = 1) -> None:
    """Write `entries` entries under `folder`, in tables of names, summaries and descriptions."""
    chance = random.Random(seed)
    texts = prose(sentences, chance)
    for game, first in enumerate(range(0, entries, 3 * TABLE_ENTRIES)):
        ids = range(1, 1 + min(TABLE_ENTRIES, -(-(entries - first) // 3)))
        tables = {
            "WeaponName": [f"{_word(chance).title()} of {_word(chance).title()}" for _ in ids],
            "WeaponInfo": [next(texts).split(". ")[0].rstrip(".") + "." for _ in ids],
            "WeaponCaption": [next(texts) for _ in ids],
        }
        for name, rows in tables.items():
            path = folder / f"game{game}" / "msg" / "engus" / f"{name}.fmg.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            pairs = (Text(id_, text) for id_, text in zip(ids, rows, strict=True))
            path.write_bytes(write_fmgxml(Table(name, tuple(pairs))))


def prose(sentences: list[str], chance: random.Random) -> Iterator[str]:
    """Texts without end."""
    recent: list[str] = []
    while True:
        if recent and chance.random() < REPEATED:
            yield chance.choice(recent)
            continue
        if recent and chance.random() < REPEATED:
            yield _changed(chance.choice(recent), chance, 0.02)
            continue
        chosen = chance.choices(sentences, k=chance.randint(2, 4))
        recent = [*recent[-999:], " ".join(_changed(sentence, chance, CHANGED) for sentence in chosen)]
        yield recent[-1]


def _changed(text: str, chance: random.Random, share: float) -> str:
    words = [
        _word(chance) if word.isalpha() and word.islower() and chance.random() < share else word
        for word in text.split()
    ]
    return " ".join(words)


def _word(chance: random.Random) -> str:
    letters = (CONSONANTS, VOWELS, ENDS) * chance.randint(1, 2)
    return "".join(map(chance.choice, letters))
