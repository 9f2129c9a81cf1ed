"""Fingerprints tell a sentence of the corpus from a new one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souls.copies import Copies, fingerprint, write


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    lines = ["The king sleeps.", "The lantern, unlit, remembers.", "The king sleeps."]
    assert write(lines, tmp_path / "copies.u64") == 2
    assert (tmp_path / "copies.u64").stat().st_size == 16
    return Copies.read(tmp_path / "copies.u64")


@pytest.mark.parametrize(
    ("sentence", "copied"),
    [
        ("The king sleeps.", True),
        ("the KING sleeps!", True),
        ("The lantern unlit remembers", True),
        ("The king sleeps here.", False),
        ("A king sleeps.", False),
        ("", False),
    ],
)
def test_a_copy_is_known_by_its_words_alone(copies: Copies, sentence: str, copied: bool) -> None:
    assert (sentence in copies) is copied


def test_an_empty_corpus_has_no_copies(tmp_path: Path) -> None:
    assert write([], tmp_path / "none") == 0
    assert "The king sleeps." not in Copies.read(tmp_path / "none")


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    assert fingerprint("The king sleeps.") == 17798276254805850569


@given(st.sets(st.text(alphabet="abc ", min_size=1), max_size=40))
def test_every_sentence_written_is_found(tmp_path_factory: pytest.TempPathFactory, lines: set[str]) -> None:
    path = tmp_path_factory.mktemp("copies") / "copies.u64"
    write(lines, path)
    copies = Copies.read(path)
    assert all(line in copies for line in lines)
