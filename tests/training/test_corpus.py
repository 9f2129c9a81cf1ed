import hashlib
from pathlib import Path

import pytest

from soulstrain.corpus import read_corpus
from soulstrain.errors import TrainingError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.train.txt").write_text("The bell tolls.\n\n  It tolls twice…\n", "utf-8")
    (tmp_path / "corpus.test.txt").write_text("Nobody came.", "utf-8")
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    return tmp_path


def test_a_corpus_is_its_sentences_and_digests(folder: Path) -> None:
    corpus = read_corpus(folder, with_tokenizer=True)
    assert corpus.train == ("The bell tolls.", "It tolls twice…")
    assert corpus.test == ("Nobody came.",)
    assert corpus.sha256["corpus.test.txt"] == hashlib.sha256(b"Nobody came.").hexdigest()
    assert list(corpus.sha256) == ["corpus.train.txt", "corpus.test.txt", "tokenizer.json"]


@pytest.mark.parametrize("name", ["corpus.train.txt", "corpus.test.txt", "tokenizer.json"])
def test_a_missing_file_is_named_with_the_command_that_makes_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(TrainingError) as caught:
        read_corpus(folder, with_tokenizer=True)
    assert str(caught.value) == (
        f"{folder / name} is missing; make a corpus with `soulsgen create corpus --src-dir DIR`"
    )


def test_a_tokenizer_that_is_not_used_may_be_missing(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    assert set(read_corpus(folder, with_tokenizer=False).sha256) == {"corpus.train.txt", "corpus.test.txt"}


@pytest.mark.parametrize("name", ["corpus.train.txt", "corpus.test.txt"])
def test_a_split_without_a_sentence_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("\n \n", "utf-8")
    with pytest.raises(TrainingError, match=f"{name} holds no sentence"):
        read_corpus(folder, with_tokenizer=True)


def test_text_that_is_not_utf_8_is_refused_by_name(folder: Path) -> None:
    (folder / "corpus.train.txt").write_bytes("Gwyn’s ash".encode("cp1252"))
    with pytest.raises(TrainingError, match=r"corpus\.train\.txt is not UTF-8 text"):
        read_corpus(folder, with_tokenizer=True)
