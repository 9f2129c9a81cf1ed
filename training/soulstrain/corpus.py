"""The corpus folder: sentences to learn from, sentences to be judged by."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from soulstrain.errors import TrainingError

TRAIN = "corpus.train.txt"
TEST = "corpus.test.txt"
TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class Corpus:
    """Sentences, never blank, at least one a split; `sha256` maps the name of each file to its digest."""

    train: tuple[str, ...]
    test: tuple[str, ...]
    sha256: dict[str, str]


def read_corpus(folder: Path, *, with_tokenizer: bool) -> Corpus:
    """The corpus in `folder`; `with_tokenizer` says whether its tokenizer is needed and counted too."""
    names = [TRAIN, TEST, *([TOKENIZER] if with_tokenizer else [])]
    for name in names:
        if not (folder / name).is_file():
            raise TrainingError(
                f"{folder / name} is missing; make a corpus with `soulsgen create corpus --src-dir DIR`"
            )
    return Corpus(
        train=read_sentences(folder / TRAIN),
        test=read_sentences(folder / TEST),
        sha256={name: digest(folder / name) for name in names},
    )


def read_sentences(path: Path) -> tuple[str, ...]:
    """One sentence a line; blank lines are none."""
    try:
        with path.open(encoding="utf-8") as lines:
            sentences = tuple(line.strip() for line in lines if line.strip())
    except UnicodeDecodeError as error:
        raise TrainingError(f"{path} is not UTF-8 text ({error}); make the corpus anew") from error
    if not sentences:
        raise TrainingError(
            f"{path} holds no sentence; `soulsgen create corpus` needs more game text to split"
        )
    return sentences


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
