"""Sentences to numbers and back."""

import numpy as np

from soulscorpus.report.text import encode, translate


def test_each_word_gets_the_number_of_its_first_appearance() -> None:
    text = encode(["The bell, the sea.", "…", "Sea-bell!"])
    assert text.vocabulary == ("the", "bell", "sea", "sea-bell")
    assert text.ids.tolist() == [0, 1, 0, 2, 3]
    assert text.lengths.tolist() == [4, 0, 1]
    assert text.starts.tolist() == [0, 4, 4]
    assert text.sentence_of.tolist() == [0, 0, 0, 0, 2]
    assert text.counts.tolist() == [2, 1, 1, 1]


def test_sentences_that_differ_in_case_and_punctuation_have_one_key() -> None:
    text = encode(["The bell rang.", "the BELL — rang!", "The bell.", "…", "...", "… "])
    one, same, other, dots, points, again = text.keys
    assert one == same != other
    assert dots == again != points


def test_sentences_are_taken_in_the_order_asked_for() -> None:
    text = encode(["a b", "c", "d e f"]).take(np.array([2, 0]))
    assert text.sentences == ("d e f", "a b")
    assert [text.vocabulary[i] for i in text.ids] == ["d", "e", "f", "a", "b"]
    assert text.lengths.tolist() == [3, 2]


def test_a_second_text_keeps_the_first_ones_numbers_and_adds_its_own() -> None:
    text = translate(encode(["sea tide bell"]), encode(["bell sea"]))
    assert text.vocabulary == ("bell", "sea", "tide")
    assert text.ids.tolist() == [1, 2, 0]


def test_a_text_without_a_word_has_numbers_too() -> None:
    text = encode(["…", "1 2"])
    assert (text.vocabulary, text.ids.tolist(), text.lengths.tolist()) == ((), [], [0, 0])
    assert text.keys == ["…", "1 2"]
