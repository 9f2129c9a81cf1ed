"""Whether a model is fit to publish: its lines beside its corpus, its perplexity, and limits on both.

The figures: `perplexity` on the test split, `copied` (share of the lines that stand in the corpus, exactly
or nearly), `divergence` (Jensen-Shannon of the words, 0 to 1), `unknown` (share of running words that
the corpus never uses), `distinct` (unique over all bigrams of the lines).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    from soulscorpus.report import Comparison

AT_LEAST = ("distinct",)


@dataclass(frozen=True)
class Judged:
    """`figures` and `limits` by name; `faults`: a sentence for each limit that is not kept."""

    figures: Mapping[str, float]
    limits: Mapping[str, float]

    @property
    def faults(self) -> list[str]:
        return [
            f"{name} is {self.figures[name]:.4g}, {_said(name, limit)}"
            for name, limit in self.limits.items()
            # Put so that a figure that is no number keeps no limit.
            if not (self.figures[name] >= limit if name in AT_LEAST else self.figures[name] <= limit)
        ]


def _said(name: str, limit: float) -> str:
    return f"at least {limit:g} is required" if name in AT_LEAST else f"at most {limit:g} is allowed"


def figures_of(comparison: "Comparison", perplexity: float | None) -> dict[str, float]:
    """The figures a limit can be set on; `perplexity` only where weights were at hand."""
    words = next(distance.value for distance in comparison.distances if distance.of == "words")
    bigrams = next(one.other for one in comparison.distinct if one.size == 2)
    measured = {
        "copied": comparison.copied.exact + comparison.copied.near,
        "divergence": words,
        "unknown": comparison.unknown.share,
        "distinct": bigrams,
    }
    return measured if perplexity is None else {"perplexity": perplexity, **measured}


def check_limits(limits: Mapping[str, float], weights: Path) -> None:
    """Raise SoulsgenError for a limit on perplexity without weights: before the lines are made, not after."""
    if "perplexity" in limits and not weights.is_dir():
        raise SoulsgenError(
            f"a limit on perplexity needs weights, and {weights} is not a folder; see --weights"
        )


def lines_beside(page: Path, corpus: Path) -> Path:
    """Where the lines beside the report `page` go. Raises SoulsgenError for a page that is in the corpus."""
    if page.resolve().is_relative_to(corpus.resolve()):
        raise SoulsgenError(f"{page} lies in the corpus {corpus}; name a file outside it")
    return page.with_name(f"{page.stem}.lines.txt")
