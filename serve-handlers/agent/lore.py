"""The lore as passages with their places, and the search for those that a question is about.

weights/lore.jsonl is {"text", "where"} a line; weights/lore.npy their embeddings, where there is an encoder.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.answers import Passage
from agent.sentences import content_words
from agent.vectors import Matrix, Vectors, stem

LORE = "lore.jsonl"
EMBEDDED = "lore.npy"
# A passage is about a question when it holds so much of the question's words, each weighed by its rarity.
_HELD = 0.5
# How much those words count beside the likeness, where passages are put in order.
_WORDS_WEIGH = 0.3
# Words to ask with, and not about.
_QUESTIONS = """
tell happen happened find give show explain describe mean called name please thank thanks hello hi today
"""
_ASKING = frozenset(_QUESTIONS.split())
# What an item's card says before its text: `Weapon type: Straight Sword Attack type: Slash/Thrust `.
_CARD = re.compile(r"^\s*(?:Weapon type:\s+(?:[A-Z]\w+\s+)+)?Attack type:\s+[A-Z]\w+(?:/[A-Z]\w+)*\s+")


class Lore:
    """Passages in memory with their vectors and with the passages of each word."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors, embedded: Matrix | None = None) -> None:
        self.passages = list(passages)
        self.near, self.sure = vectors.near, vectors.sure
        texts = [passage.text for passage in self.passages]
        self.embed = vectors.fitted(texts)
        self.matrix = self.embed(texts) if embedded is None else embedded
        self.holders: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            for word in {stem(word) for word in content_words(text)}:
                self.holders.setdefault(word, []).append(row)

    def search(self, query: str, count: int) -> list[tuple[Passage, float]]:
        """At most `count` passages that `query` is about, best first, with how well they fit.

        One is, when its vector is so near that nothing else is to be asked, or near enough and it holds the
        question's words: a name that stands nowhere in the lore has no passage, however alike one sounds.
        """
        if not self.passages:
            return []
        likeness = self.matrix @ self.embed([query])[0]
        held = self.held(query)
        fit = likeness + _WORDS_WEIGH * held
        about = (likeness >= self.sure) | ((likeness >= self.near) & (held >= _HELD))
        best = [row for row in np.argsort(-fit, kind="stable") if about[row]][:count]
        return [(self.passages[row], float(fit[row])) for row in best]

    def held(self, query: str) -> NDArray[np.float32]:
        """Share of the query's words in each passage, weighed by rarity; 0 of a query without any."""
        share = np.zeros(len(self.passages), np.float32)
        asked = self.asked(query)
        for word, weight in asked.items():
            share[self.holders.get(word, [])] += weight
        return share / np.float32(sum(asked.values()) or 1)

    def asked(self, query: str) -> dict[str, float]:
        """The words that `query` asks with and how rare each is in the lore."""
        passages = len(self.passages)
        return {
            word: math.log((1 + passages) / (1 + len(self.holders.get(word, [])))) + 1
            for word in (stem(word) for word in content_words(query) if word not in _ASKING)
        }


def read_lore(folder: Path, vectors: Vectors) -> Lore:
    """Lore of an archive's `weights` folder."""
    lines = (folder / LORE).read_text("utf-8").splitlines()
    stored = folder / EMBEDDED
    embedded = np.load(stored).astype(np.float32) if stored.is_file() else None
    return Lore([Passage(**json.loads(line)) for line in lines], vectors, embedded)


def write_lore(passages: Iterable[Passage], path: Path) -> None:
    path.write_text(
        "".join(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in passages), "utf-8"
    )


def passages_of(items: Iterable[dict[str, Any]]) -> list[Passage]:
    """Passages of a corpus's items.jsonl, one an item that says anything; the same text stands once."""
    found: dict[str, Passage] = {}
    for item in items:
        name = item.get("name") or ""
        told = " ".join(
            " ".join(_CARD.sub("", part).split())
            for key in ("summary", "description")
            if (part := item.get(key))
        ).strip()
        if told:
            number = f"{item.get('kind', 'item')} {item.get('id', '?')}"
            where = (
                f"{name} ({number}, {item.get('game', 'lore')})"
                if name
                else f"{number}, {item.get('game', 'lore')}"
            )
            text = f"{name}: {told}" if name else told
            found.setdefault(text, Passage(text, where))
    return list(found.values())
