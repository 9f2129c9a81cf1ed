"""Which of many texts say most: LexRank, and a choice among them that does not say one thing twice.

Erkan and Radev 2004, arXiv:1109.2128: a text is central when texts that are central are like it.
Maximal marginal relevance: Carbonell and Goldstein 1998.
"""

import numpy as np
from numpy.typing import NDArray

from agent.vectors import Matrix

Weights = NDArray[np.float64]
_DAMPING = 0.85
_TOLERANCE = 1e-9
_MOST_ROUNDS = 200
# How much a text's likeness to one that is chosen already counts against its rank.
_REPEATS = 0.5


def centrality(alike: Matrix, prior: Weights, near: float) -> Weights:
    """Stationary distribution of a walk between texts, positive and of sum 1; alike (texts, texts).

    A step goes to a text in proportion to the likeness above `near`, or, with chance 0.15, anew by `prior`
    (not negative, not all nought). From a text that nothing is like, every step is anew.
    """
    start: Weights = prior / prior.sum()
    # As wide as the rank: else each step of the walk would widen it again.
    likeness = np.maximum(alike - near, 0, dtype=np.float64)
    np.fill_diagonal(likeness, 0)
    # Who is named by whom, weighed by what a text is worth by itself: chatter must not elect chatter.
    likeness *= prior
    total = likeness.sum(1)
    alone = total <= 0
    likeness /= np.where(alone, 1, total)[:, None]
    rank = start
    for _ in range(_MOST_ROUNDS):
        walked = rank @ likeness + rank[alone].sum() * start
        following: Weights = _DAMPING * walked + (1 - _DAMPING) * start
        if np.abs(following - rank).sum() < _TOLERANCE:
            return following
        rank = following
    return rank


def choose(alike: Matrix, rank: Weights, count: int, same: float) -> list[int]:
    """At most `count` texts, best first; none is `same` or more alike to one before it (texts, texts)."""
    worth = rank / rank.max()
    nearest = np.zeros(len(rank))
    chosen: list[int] = []
    open_rows = rank > 0
    while len(chosen) < count and open_rows.any():
        score = np.where(open_rows, worth - _REPEATS * nearest, -np.inf)
        best = int(score.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, alike[best])
        open_rows &= nearest < same
        open_rows[best] = False
    return chosen
