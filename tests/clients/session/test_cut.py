"""Chunks: cut where it is quiet, in the same places every time, without a sample lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.session.recordings import tones
from soulsgen.session.cut import Chunk, chunks, quietest
from soulsgen.session.sound import SAMPLE_RATE_HZ


def test_the_cut_lies_between_two_tones() -> None:
    samples = tones({0: 200, 6: 300, 7: 400, 9: 500}, 12)
    cut = quietest(samples[: 10 * SAMPLE_RATE_HZ])
    assert 8.0 < cut / SAMPLE_RATE_HZ < 9.1


@settings(max_examples=30)
@given(st.lists(st.integers(0, 30_000), max_size=12), st.sampled_from([0.5, 1.0, 3.0]))
def test_all_of_it_is_in_the_chunks_however_it_came(sizes: list[int], most_s: float) -> None:
    samples = np.random.default_rng(1).integers(-3000, 3000, sum(sizes)).astype(np.int16)
    blocks = np.split(samples, np.cumsum(sizes)[:-1]) if sizes else []
    made = list(chunks(blocks, most_s))
    whole = list(chunks([samples], most_s)) if sum(sizes) else []
    assert [chunk.start for chunk in made] == [chunk.start for chunk in whole]
    assert np.array_equal(
        np.concatenate([np.empty(0, np.int16), *(chunk.samples for chunk in made)]), samples
    )
    assert all(0 < chunk.seconds <= most_s for chunk in made)
    begun = 0.0
    for chunk in made:
        assert chunk.start == pytest.approx(begun)
        begun += chunk.seconds


@pytest.mark.parametrize(("level", "silent"), [(0, True), (20, True), (60, False)])
def test_a_track_of_nobody_speaking_is_silent(level: int, silent: bool) -> None:
    samples = np.zeros(SAMPLE_RATE_HZ, np.int16)
    samples[5000:6000:2] = level
    samples[5001:6000:2] = -level
    assert Chunk(0.0, samples).silent() is silent
