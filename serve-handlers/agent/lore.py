"""The lore as passages with their places, and the search for those that a question is about.

weights/lore.jsonl is {"text", "where"} a line; weights/lore.npy their embeddings, where there is an encoder.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from agent.answers import Passage
from agent.vectors import Matrix, Vectors

LORE = "lore.jsonl"
EMBEDDED = "lore.npy"


class Lore:
    """Passages in memory with their vectors."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors, embedded: Matrix | None = None) -> None:
        self.passages = list(passages)
        self.near = vectors.near
        texts = [passage.text for passage in self.passages]
        self.embed = vectors.fitted(texts)
        self.matrix = self.embed(texts) if embedded is None else embedded

    def search(self, query: str, count: int) -> list[tuple[Passage, float]]:
        """At most `count` passages that are like `query`, best first, with their likeness."""
        if not self.passages:
            return []
        likeness = self.matrix @ self.embed([query])[0]
        best = np.argsort(-likeness, kind="stable")[:count]
        return [(self.passages[row], float(likeness[row])) for row in best if likeness[row] >= self.near]


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
            " ".join(part.split()) for key in ("summary", "description") if (part := item.get(key))
        )
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
