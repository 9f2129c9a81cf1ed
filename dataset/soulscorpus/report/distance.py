"""How far two counts of the same things lie apart."""

import numpy as np
from numpy.typing import NDArray

from soulscorpus.report.text import Integers


def jensen_shannon(p: Integers, q: Integers) -> float:
    """Divergence of the distributions that `p` and `q`, counts of the same length, are proportional to.

    In bits, so 0 (equal) to 1 (nothing in common): J. Lin, "Divergence measures based on the Shannon
    entropy", IEEE Transactions on Information Theory 37 (1991). 0 when both are empty, 1 when one is.
    """
    if not p.any() or not q.any():
        return float(p.any() != q.any())
    one, other = p / p.sum(), q / q.sum()
    middle = (one + other) / 2
    return max((_kullback_leibler(one, middle) + _kullback_leibler(other, middle)) / 2, 0.0)


def _kullback_leibler(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    seen = p > 0
    return float(np.sum(p[seen] * np.log2(p[seen] / q[seen])))


def counted(ids: Integers, size: int) -> Integers:
    """(size,) how often each id occurs; here for its name and its type."""
    return np.bincount(ids, minlength=size).astype(np.int64)
