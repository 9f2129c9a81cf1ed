"""A trained pipeline on disk as the project ships it: no paths, its score in `meta.json`."""

from pathlib import Path
from typing import Any

from soulscorpus.whole import new_folder
from tagger.score import Score

VERSION = "0.1.0"
WORDS = "words.txt"
LICENSE = "CC BY-SA 4.0"
SOURCE = {
    "name": "Universal Dependencies English Web Treebank",
    "url": "https://github.com/UniversalDependencies/UD_English-EWT",
    "license": LICENSE,
}


class PackageError(ValueError):
    """The pipeline cannot be put where it was asked for."""


def write_package(language: Any, words: list[str], measured: Score, out: Path) -> None:
    """Make `out` the folder of `language` and of the common `words`, or leave it as it was."""
    describe(language, measured)
    with new_folder(out) as folder:
        # The vocabulary would list every word of the treebank; the model hashes words and needs no list.
        language.to_disk(folder, exclude=["vocab"])
        (folder / WORDS).write_text("".join(f"{word}\n" for word in words), "utf-8")


def check_target(out: Path) -> None:
    """Raise PackageError for an `out` that holds anything but an earlier pipeline."""
    if out.exists() and not (out / "meta.json").is_file() and (out.is_file() or any(out.iterdir())):
        raise PackageError(f"{out} is not empty and holds no pipeline; name another folder")


def describe(language: Any, measured: Score) -> None:
    """Say in `language` itself what it is, from what and how good."""
    language.config["paths"] = dict.fromkeys(language.config["paths"])
    language.meta.update(
        name="soulstagger",
        version=VERSION,
        description="Universal parts of speech for English, small and fast",
        author="The SoulsGen authors",
        license=LICENSE,
        sources=[SOURCE],
        performance={"pos_acc": measured.pos_acc, "test_words": measured.words},
    )
