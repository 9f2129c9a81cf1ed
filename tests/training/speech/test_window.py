from random import Random

import numpy as np
import pytest

from soulstrain.speech.noise import make_noises
from soulstrain.speech.utterance import Utterance
from soulstrain.speech.window import Segment, Window, compose, dirtied


def utterance(seconds: float) -> Utterance:
    """Words of 0.4 s, loud from end to end."""
    count = int(seconds / 0.4)
    starts = tuple(6400 * place for place in range(count + 1))
    return Utterance(np.ones(starts[-1], np.float32), tuple(f"w{n}" for n in range(count)), starts)


def test_every_segment_is_where_its_sound_is() -> None:
    for seed in range(60):
        window = compose(lambda: utterance(2.4), Random(seed))
        said = np.zeros(80_000, bool)
        for segment in window.segments:
            start, end = round(segment.start * 16_000), round(segment.end * 16_000)
            assert not said[start:end].any()
            said[start:end] = True
            assert len(segment.words) == len(segment.text.split())
            assert segment.words[0] == pytest.approx(segment.start, abs=0.001)
        # Faded edges are silent at their ends.
        assert np.mean((window.samples > 0) != said) < 0.001


def test_long_sentences_are_cut_at_words_and_their_middle_is_heard_too() -> None:
    firsts = {
        compose(lambda: utterance(9.6), Random(seed)).segments[0].text.split()[0]
        for seed in range(80)
        if compose(lambda: utterance(9.6), Random(seed)).segments
    }
    assert "w0" in firsts
    assert len(firsts) > 8


def test_some_windows_hold_no_speech() -> None:
    empty = [not compose(lambda: utterance(2.4), Random(seed)).segments for seed in range(600)]
    assert 10 < sum(empty) < 60


def test_a_spoiled_window_keeps_its_label_and_stays_within_bounds() -> None:
    chance = np.random.default_rng(0)
    noises = make_noises(chance, [utterance(2.4).samples] * 8, seconds=6)
    for segments in ((), (Segment(0, 2.4, "w0", (0.0,)),)):
        clean = Window(chance.uniform(-1, 1, 80_000).astype(np.float32), segments)
        for _ in range(40):
            heard = dirtied(clean, noises, chance)
            assert heard.segments == segments
            assert heard.samples.dtype == np.float32
            assert heard.samples.shape == (80_000,)
            # Faint noise may vanish in the steps of a telephone; speech does not.
            assert (0.02 if segments else 0) <= np.abs(heard.samples).max() <= 1.0001
