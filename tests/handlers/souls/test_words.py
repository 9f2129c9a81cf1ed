"""How a line begins."""

from pathlib import Path
from random import Random

import pytest

from souls.words import Words


def test_the_nearest_word_has_the_same_first_letter_and_the_least_distance() -> None:
    words = Words(["lantern", "lament", "altern", "king"])
    assert words.nearest("Lanterm") == "lantern"
    assert words.nearest("Lamen") == "lament"
    assert words.nearest("antern") == "altern"
    assert words.nearest("kong") == "king"


def test_a_tie_goes_to_the_first_in_the_alphabet_whatever_the_order() -> None:
    assert Words(["bat", "bar"]).nearest("bax") == Words(["bar", "bat"]).nearest("bax") == "bar"


def test_a_letter_that_no_word_begins_with_still_gives_a_word() -> None:
    assert Words(["king", "ash"]).nearest("z") == "ash"


def test_letters_come_as_often_as_words_begin_with_them() -> None:
    words = Words(["ash", "altar", "arch", "king"])
    letters = [words.random_letter(Random(seed)) for seed in range(400)]
    assert 0.65 < letters.count("a") / 400 < 0.85


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("\n", "utf-8")
    with pytest.raises(ValueError, match="has no words to begin a line with"):
        Words.read(tmp_path / "words.txt")
