"""How a line begins."""

from pathlib import Path
from random import Random

import pytest

from souls.words import Words, opening_words


def words(*known: str) -> Words:
    return Words(list(known), list(known))


def test_the_nearest_word_has_the_same_first_letter_and_the_least_distance() -> None:
    some = words("lantern", "lament", "altern", "king")
    assert some.nearest("Lanterm") == "lantern"
    assert some.nearest("Lamen") == "lament"
    assert some.nearest("antern") == "altern"
    assert some.nearest("kong") == "king"


def test_a_tie_goes_to_the_first_in_the_alphabet_whatever_the_order() -> None:
    assert words("bat", "bar").nearest("bax") == words("bar", "bat").nearest("bax") == "bar"


def test_a_letter_that_no_word_begins_with_still_gives_a_word() -> None:
    assert words("king", "ash").nearest("z") == "ash"


def test_letters_come_as_often_as_words_begin_with_them() -> None:
    some = words("ash", "altar", "arch", "king")
    letters = [some.random_letter(Random(seed)) for seed in range(400)]
    assert 0.65 < letters.count("a") / 400 < 0.85


def test_a_word_is_known_as_it_is_and_with_its_possessive() -> None:
    some = words("king", "don't", "half-light")
    assert some.unknown("The king's half-light; don’t wake the Kings.") == ["the", "wake", "the", "kings"]


def test_openers_are_the_first_words_of_sentences_once_each() -> None:
    assert opening_words(["The king.", "“Who?” the king said.", "the end", "…"]) == ["the", "who"]


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("\n", "utf-8")
    (tmp_path / "openers.txt").write_text("the\n", "utf-8")
    with pytest.raises(ValueError, match="has no words to begin a line with"):
        Words.read(tmp_path / "words.txt", tmp_path / "openers.txt")
