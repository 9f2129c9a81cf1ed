"""A transcript's words beside what was heard: each gets its time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from soulsgen.avatar.wording import in_order, timed
from soulsgen.voice.said import Word

HEARD = [Word(1.0, 1.3, "the"), Word(1.4, 1.8, "belt"), Word(1.8, 2.0, "holes"), Word(3.0, 3.5, "nobody")]
WORDS = st.lists(st.sampled_from(["the", "bell", "tolls", "nobody", "answers"]), max_size=12)


def test_words_that_were_heard_have_their_times_and_others_share_what_was_heard_instead() -> None:
    said = timed(["The", "bell", "tolls.", "“Nobody”"], HEARD)
    assert said[0] == Word(1.0, 1.3, "The")
    assert said[3] == Word(3.0, 3.5, "“Nobody”")
    # Nine letters share the 0.6 s of `belt holes`.
    assert [(round(one.start_s, 4), round(one.end_s, 4)) for one in said[1:3]] == [
        (1.4, 1.6667),
        (1.6667, 2.0),
    ]


def test_a_word_that_nobody_heard_fills_the_gap_but_no_longer_than_it_takes_to_say() -> None:
    said = timed(["The", "belt", "holes", "oh", "nobody", "answers"], HEARD)
    assert [one.text for one in said] == ["The", "belt", "holes", "oh", "nobody", "answers"]
    assert (said[3].start_s, round(said[3].end_s, 4)) == (2.0, 2.24)
    assert (said[5].start_s, said[5].end_s) == (3.5, 3.5)
    assert [one.text for one in in_order(said)] == ["The", "belt", "holes", "oh", "nobody"]


def test_what_was_heard_and_is_not_written_is_left_out() -> None:
    assert timed(["the", "nobody"], HEARD) == [HEARD[0], HEARD[3]]
    assert timed([], HEARD) == []
    assert timed(["Ash."], []) == [Word(0.0, 0.0, "Ash.")]


@given(WORDS, WORDS)
def test_no_word_is_lost_and_times_go_on(written: list[str], heard: list[str]) -> None:
    times = [Word(0.5 * k, 0.5 * k + 0.4, word) for k, word in enumerate(heard)]
    said = timed(written, times)
    assert [one.text for one in said] == written
    assert all(one.start_s <= one.end_s for one in said)
    kept = in_order(said)
    assert all(one.end_s <= other.start_s for one, other in pairwise(kept))
