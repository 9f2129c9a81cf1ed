"""`manifest.json`: what a corpus was made from, with what, and what became of every entry."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from soulscorpus.settings import CorpusSettings

NAME = "manifest.json"
KIND = "soulscorpus"
VERSION = 1  # of the folder's layout; a reader refuses what it does not know
# The same input gives the same bytes as long as these stay the same.
MAKERS = ("soulsgen", "lxml", "spacy", "tokenizers")


@dataclass(frozen=True)
class Counts:
    """How many of each; `sentences` is `train` plus `test`, `vocabulary` the tokenizer's size."""

    files: int
    entries_read: int
    entries_kept: int
    sentences: int
    train: int
    test: int
    words: int
    vocabulary: int


@dataclass(frozen=True)
class Input:
    """A source file as it was read; one that gave no entries stands out here."""

    sha256: str
    entries: int


@dataclass(frozen=True)
class Manifest:
    """`dropped_*`: counts by reason. `inputs` by name relative to the source, `outputs`: sha256 by name."""

    settings: CorpusSettings
    counts: Counts
    dropped_entries: Mapping[str, int]
    dropped_sentences: Mapping[str, int]
    inputs: Mapping[str, Input]
    outputs: Mapping[str, str]

    def to_json(self) -> str:
        """The file's text: no dates and no absolute paths, so equal corpora have equal manifests."""
        made_with = {name: version(name) for name in MAKERS}
        content = {"kind": KIND, "version": VERSION, "made_with": made_with, **asdict(self)}
        return json.dumps(content, indent=2, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the corpus in `folder`; None when there is none or it is not ours."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("kind") == KIND else None
