"""Bits a word, worked by hand from the formula, and the sum of all probabilities."""

from math import log2

import pytest

from soulscorpus.report.surprisal import MU, by_sentence, own_surprisal, surprisal_under
from soulscorpus.report.text import encode, translate


def test_a_sentence_is_judged_by_all_others() -> None:
    bits = own_surprisal(encode(["a b", "a b", "a c"]))
    # Outside of the third sentence: 4 words, a twice, start-a twice, a-c never; 3 words known.
    prior_a, prior_c = 3 / (4 + 3 + 1), 1 / (4 + 3 + 1)
    assert bits[4] == pytest.approx(-log2((2 + MU * prior_a) / (2 + MU)))
    assert bits[5] == pytest.approx(-log2((0 + MU * prior_c) / (2 + MU)))


def test_the_probabilities_of_all_words_and_one_unknown_add_up_to_one() -> None:
    source = encode(["a b", "a c", "b b a"])
    every = translate(encode(["a a", "a b", "a c", "a unknown"]), source)
    bits = surprisal_under(every, source, known=3)
    assert sum(2.0 ** -bits[1::2]) == pytest.approx(1)
    starts = surprisal_under(translate(encode(["a", "b", "c", "unknown"]), source), source, known=3)
    assert sum(2.0**-starts) == pytest.approx(1)


def test_a_sentence_of_the_source_surprises_less_than_its_words_in_another_order() -> None:
    source = encode(["the bell rang twice", "the bell rang", "the sea left"])
    other = translate(encode(["the bell rang", "rang bell the"]), source)
    straight, turned = by_sentence(surprisal_under(other, source, len(source.vocabulary)), other)
    assert straight < turned


def test_a_sentence_without_a_word_has_no_surprise() -> None:
    text = encode(["…", "a b"])
    assert by_sentence(own_surprisal(text), text)[0] == 0
    nothing = encode(["…"])
    assert by_sentence(own_surprisal(nothing), nothing).tolist() == [0]
