"""N-grams, against a plain loop and by hand."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.report.grams import commonest, distinct, grams_up_to, occurrences
from soulscorpus.report.text import encode
from soulscorpus.words import words_of

SENTENCES = st.lists(st.lists(st.sampled_from("abcde"), max_size=8).map(" ".join), max_size=8)


@given(SENTENCES)
def test_n_grams_are_those_of_a_plain_loop_and_never_span_two_sentences(sentences: list[str]) -> None:
    text = encode(sentences)
    for grams in grams_up_to(text, 4):
        expected = Counter(
            " ".join(words[at : at + grams.size])
            for words in map(words_of, sentences)
            for at in range(len(words) - grams.size + 1)
        )
        assert dict(commonest(grams, text, 10_000)) == dict(expected)
        assert {words: occurrences(text, words) for words in expected} == dict(expected)


def test_of_equally_common_ones_the_first_comes_first() -> None:
    text = encode(["low sea", "bell", "low tide", "bell"])
    words, bigrams = grams_up_to(text, 2)
    assert commonest(words, text, 3) == [("low", 2), ("bell", 2), ("sea", 1)]
    assert commonest(bigrams, text, 3) == [("low sea", 1), ("low tide", 1)]


def test_distinct_n_is_unique_over_all() -> None:
    # a b a b: 2 of 4 words, ab ba ab: 2 of 3, aba bab: 2 of 2.
    assert [distinct(grams) for grams in grams_up_to(encode(["a b a b"]), 3)] == [2 / 4, 2 / 3, 1.0]
    assert [distinct(grams) for grams in grams_up_to(encode(["a"]), 2)] == [1.0, 0.0]


def test_occurrences_that_open_a_sentence_can_be_told_apart() -> None:
    text = encode(["…", "the bell and the sea", "The sea", "sea"])
    assert occurrences(text, "the") == 3
    assert occurrences(text, "the", opening=True) == 2
    assert occurrences(text, "unheard") == 0
    assert occurrences(text, "the bell and the sea and all") == 0
