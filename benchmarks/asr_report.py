"""The table and the figures of bench_asr.py."""

import statistics
from collections.abc import Callable, Mapping

from asr_audio import Talk
from asr_rounds import Measured, Result

# What the project is held to.
TARGETS = {"bare_over_faster_whisper": 1.0, "bare_over_pipeline": 3.0, "served_over_bare": 0.85}
DEFAULT = "default"
HEAD = [
    "| weights | set-up | times real time | heard | peak MB |",
    "|---|---|---|---|---|",
]


def lines(measured: Measured, talk: Talk) -> list[str]:
    """The table, and under it what is left out and why."""
    rows = [_line(result, talk) for result in measured.results.values()]
    reasons = [f"`{key}`: {reason}" for key, reason in measured.left_out.items()]
    return [*HEAD, *rows, *(["", f"Left out: {'; '.join(reasons)}."] if reasons else [])]


def _line(result: Result, talk: Talk) -> str:
    rate = statistics.median(run.times_real for run in result.runs)
    cells = [result.weights, result.name, f"{rate:.1f}", _heard(result, talk), _memory(result)]
    return f"| {' | '.join(cells)} |"


def _heard(result: Result, talk: Talk) -> str:
    """Windows of a known length, or how many words are wrong."""
    run = result.runs[-1]
    if run.windows is not None:
        return f"{run.windows} windows"
    if talk.text is None:
        return "a buzz"
    from soulstrain.speech.scoring import word_error_rate

    return f"{100 * word_error_rate([talk.text], [run.text]):.1f} % of words wrong"


def _memory(result: Result) -> str:
    if result.memory is None:
        return ""
    gpu = f", GPU {result.memory.gpu:.0f}" if result.memory.gpu else ""
    return f"{result.memory.machine:.0f}{gpu}"


def figures(results: Mapping[str, Result], rates: Mapping[str, float]) -> dict[str, float]:
    """Ratios, medians over the rounds, of each checkpoint; then what the project is held to.

    That is the least of each ratio over random weights. rates: word error rates of the default checkpoint,
    as shares, what it is held to last.
    """
    found: dict[str, float] = {}
    held: dict[str, list[float]] = {}
    for weights in dict.fromkeys(result.weights for result in results.values()):
        for name, ratio in RATIOS.items():
            value = ratio({key: _rates(result) for key, result in _of(results, weights).items()})
            if value is not None:
                found[f"{weights.replace('-', '_')}_{name}"] = value
                held.setdefault(name, []).extend([] if weights == DEFAULT else [value])
    return {**found, **{name: min(values) for name, values in held.items() if values}, **rates}


def _of(results: Mapping[str, Result], weights: str) -> dict[str, Result]:
    """Results of these weights, by what their key says behind the name."""
    return {
        key.removeprefix(f"{weights} "): result
        for key, result in results.items()
        if result.weights == weights
    }


def _rates(result: Result) -> list[float]:
    return [run.times_real for run in result.runs]


Rates = Mapping[str, list[float]]


def over(one: str, *others: str) -> Callable[[Rates], float | None]:
    """Median over the rounds of `one` over the fastest of those of `others` that are there."""

    def ratio(rates: Rates) -> float | None:
        there = [rates[other] for other in others if other in rates]
        if one not in rates or not there:
            return None
        rounds = zip(rates[one], map(max, zip(*there, strict=True)), strict=True)
        return statistics.median(rate / best for rate, best in rounds)

    return ratio


RATIOS = {
    "bare_over_abutting_pipeline": over("bare", "abutting"),
    "bare_over_faster_whisper": over("bare", "faster 8", "faster 24"),
    "bare_over_pipeline": over("bare", "pipeline"),
    "served_over_bare": over("served 8", "bare", "bare at once"),
}
