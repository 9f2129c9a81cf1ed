"""How numbers spread: distributions of lengths, and the growth and ranks of a vocabulary."""

import numpy as np

from soulscorpus.report.measures import Distribution, Vocabulary
from soulscorpus.report.text import Integers, Text

POINTS = 120
"""Of a curve: more than a screen shows apart."""


def distribution(values: Integers) -> Distribution:
    """Of at least one value."""
    each, sentences = np.unique(values, return_counts=True)
    frequencies = tuple(zip(each.tolist(), sentences.tolist(), strict=True))
    return Distribution(
        int(values.min()), float(np.median(values)), float(values.mean()), int(values.max()), frequencies
    )


def vocabulary(text: Text) -> Vocabulary:
    """Growth and ranks of the words of `text`, which may have none."""
    read = len(text.ids)
    if not read:
        return Vocabulary((), (), 0.0, 0.0, 0)
    _, first = np.unique(text.ids, return_index=True)
    steps = np.unique(np.linspace(1, read, min(POINTS, read)).astype(np.int64))
    unique = np.searchsorted(np.sort(first), steps, side="left")
    k, beta = _power_law(steps, unique)
    ordered = np.sort(text.counts[text.counts > 0])[::-1]
    ranks = np.unique(np.geomspace(1, len(ordered), POINTS).round().astype(np.int64))
    half = int(np.searchsorted(np.cumsum(ordered), read / 2)) + 1
    return Vocabulary(
        tuple(zip(steps.tolist(), unique.tolist(), strict=True)),
        tuple(zip(ranks.tolist(), ordered[ranks - 1].tolist(), strict=True)),
        k,
        beta,
        half,
    )


def _power_law(x: Integers, y: Integers) -> tuple[float, float]:
    """(k, beta) of y = k * x ** beta by least squares of the logarithms; (1, 1) for a single point."""
    if len(x) < 2:
        return 1.0, 1.0
    beta, intercept = np.polyfit(np.log(x), np.log(y), 1)
    return float(np.exp(intercept)), float(beta)
