"""Corpora to build, and what is read of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from soulscorpus.settings import CorpusSettings

WriteTable = Callable[[str, Mapping[int, str]], None]
HALF = CorpusSettings(test_share=0.5)


def contents(corpus: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(corpus.iterdir())}


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()
