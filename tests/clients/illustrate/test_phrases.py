"""Talk cut at its pauses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.illustrate.studio import numbers_in, silence, talk, tone
from soulsgen.illustrate.phrases import Phrases
from soulsgen.session.cut import Chunk
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples


def cut(samples: Samples, block: int, longest_s: float = 20.0) -> list[Chunk]:
    phrases = Phrases(longest_s)
    found = [each for at in range(0, len(samples), block) for each in phrases.feed(samples[at : at + block])]
    return [*found, *phrases.flush()]


def test_a_phrase_ends_with_a_pause() -> None:
    first, second = cut(np.concatenate([silence(3), tone(1), silence(3), tone(2)]), 1600)
    assert (first.start, first.seconds) == (pytest.approx(2.5, abs=0.05), pytest.approx(3.3, abs=0.1))
    assert second.start == pytest.approx(7.5, abs=0.05)
    assert [number for phrase in (first, second) for _, number in numbers_in(phrase.samples)] == [1, 2]


def test_talk_from_the_first_moment_on_is_heard() -> None:
    (only,) = cut(tone(4), 1600)
    assert (only.start, only.seconds) == (0.0, 2.0)


def test_silence_is_no_phrase_and_is_settled() -> None:
    phrases = Phrases(20.0)
    assert list(phrases.feed(silence(60))) == []
    assert phrases.settled_s == pytest.approx(59.5, abs=0.05)


def test_talk_without_a_pause_is_cut_where_it_is_quietest() -> None:
    quiet = (tone(5)[: SAMPLE_RATE_HZ // 2] // 12).astype(np.int16)
    long = np.concatenate([tone(5), tone(5), quiet, tone(5), tone(5)])
    first, second = cut(long, 480, longest_s=5.0)
    assert 4.0 < first.seconds < 4.5
    assert second.start == first.seconds
    assert np.array_equal(np.concatenate([first.samples, second.samples]), long)


@settings(max_examples=15)
@given(st.integers(100, 40_000), st.integers(1, 12), st.floats(2.2, 6.0))
def test_whatever_the_blocks_every_word_is_in_a_phrase_at_its_time(
    block: int, count: int, every_s: float
) -> None:
    heard = [
        (phrase.start + at, number)
        for phrase in cut(talk(count, every_s), block)
        for at, number in numbers_in(phrase.samples)
    ]
    assert [number for _, number in heard] == list(range(count))
    assert [at for at, _ in heard] == pytest.approx([1 + every_s * n for n in range(count)], abs=0.1)
