"""The graph ranking: the walk's stationary distribution, and a choice without repeats."""

import numpy as np
import pytest

from agent.ranking import centrality, choose
from agent.vectors import TfIdf, unit


def test_the_rank_is_the_walks_stationary_distribution() -> None:
    """Against the leading eigenvector of the same matrix, solved by numpy."""
    vectors = unit(np.random.default_rng(3).random((7, 5), np.float32))
    prior = np.array([1, 2, 1, 0.5, 1, 1, 3.0])
    rank = centrality(vectors @ vectors.T, prior, 0.6)
    weights = np.maximum(vectors @ vectors.T - 0.6, 0)
    np.fill_diagonal(weights, 0)
    weights = weights * prior
    start = prior / prior.sum()
    sums = weights.sum(1, keepdims=True)
    steps = np.where(sums > 0, weights / np.where(sums > 0, sums, 1), start)
    values, columns = np.linalg.eig((0.85 * steps + 0.15 * start).T)
    leading = np.real(columns[:, np.argmax(np.real(values))])
    assert rank == pytest.approx(leading / leading.sum(), abs=1e-6)
    assert rank.sum() == pytest.approx(1)


def test_texts_that_nothing_is_like_are_ranked_by_their_own_worth() -> None:
    rank = centrality(np.eye(3, dtype=np.float32), np.array([1.0, 2.0, 1.0]), 0.1)
    assert rank == pytest.approx([0.25, 0.5, 0.25])


def test_what_is_said_twice_is_chosen_once() -> None:
    texts = ["The gate of Carrow is shut.", "The gate of Carrow is shut!", "A serpent strikes the thief."]
    vectors = TfIdf().fitted(texts)(texts)
    alike = vectors @ vectors.T
    rank = centrality(alike, np.ones(3), 0.1)
    assert sorted(choose(alike, rank, 3, 0.8)) in ([0, 2], [1, 2])


def test_no_more_are_chosen_than_there_are() -> None:
    assert choose(np.eye(2, dtype=np.float32), np.array([0.6, 0.4]), 5, 0.8) == [0, 1]
