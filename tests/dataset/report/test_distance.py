"""Jensen-Shannon divergence of distributions worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.report.distance import jensen_shannon

COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("p", "q", "divergence"),
    [
        ([1, 0], [0, 1], 1.0),
        ([2, 6], [1, 3], 0.0),
        # m = (3/4, 1/4): (log2(2/3)/2 + 1/2 + log2(4/3)) / 2
        ([1, 1], [1, 0], 0.3112781),
        ([0, 0], [0, 0], 0.0),
        ([0, 0], [3, 1], 1.0),
    ],
)
def test_divergence_of_known_distributions(p: list[int], q: list[int], divergence: float) -> None:
    assert jensen_shannon(np.array(p), np.array(q)) == pytest.approx(divergence)


@given(COUNTS)
def test_divergence_is_symmetric_and_between_0_and_1(counts: list[tuple[int, int]]) -> None:
    p, q = np.array(counts).T
    assert 0 <= jensen_shannon(p, q) <= 1 + 1e-9
    assert jensen_shannon(p, q) == pytest.approx(jensen_shannon(q, p))
