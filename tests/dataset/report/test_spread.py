"""Distributions and curves of a text small enough to work out."""

import numpy as np
import pytest

from soulscorpus.report.measures import Distribution
from soulscorpus.report.spread import POINTS, distribution, vocabulary
from soulscorpus.report.text import encode


def test_least_median_average_and_most_of_a_few_numbers() -> None:
    assert distribution(np.array([4, 1, 1, 3])) == Distribution(1, 2.0, 2.25, 4, ((1, 2), (3, 1), (4, 1)))


def test_a_vocabulary_grows_word_by_word() -> None:
    found = vocabulary(encode(["a b a", "b c"]))
    assert found.growth == ((1, 1), (2, 2), (3, 2), (4, 2), (5, 3))
    assert found.ranks == ((1, 2), (2, 2), (3, 1))
    assert found.half == 2  # a alone is 2 of 5


def test_a_text_that_never_repeats_a_word_grows_in_proportion() -> None:
    found = vocabulary(encode([f"{'a' * number}" for number in range(1, 500)]))
    assert (found.heaps_k, found.heaps_beta) == pytest.approx((1, 1))
    assert len(found.growth) == POINTS
    assert found.growth[-1] == (499, 499)


def test_a_text_without_a_word_has_no_curves() -> None:
    assert vocabulary(encode(["…"])).growth == ()
