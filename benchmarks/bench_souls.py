"""Lore sentences a second: Hugging Face's loop, our engine's backends, TorchServe with our handler.

    make bench-souls                  # all rows; writes docs/performance.md
    python benchmarks/bench_souls.py --engine-only --no-write

Every row writes the same thing: sentences of 40 tokens, nucleus 0.85, by a GPT-2 of 6 layers, 384 wide,
8000 tokens (random weights, see souls_checkpoint.py). On a GPU the engine rows run there, too.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import table
import torch
from souls_rows import GPU_BATCHES, Row, bare_engines, engine_row, hugging_face, prepare, served


def measure(root: Path, packed: Path, seconds: float, engine_only: bool) -> Iterator[tuple[str, Row]]:
    """Every row once, under the short name the ratios know it by."""
    words = (packed / "words.txt").read_text("utf-8").split()
    weights = root / "build" / "souls"
    yield "loop", hugging_face(weights, words, 1, seconds)
    yield "transformers 8", hugging_face(weights, words, 8, seconds)
    for backend in ("torch", "ctranslate2"):
        for batch in (1, 8):
            yield f"{backend} {batch}", engine_row(packed, backend, batch, seconds)
    if torch.cuda.is_available():
        for batch in GPU_BATCHES:
            yield f"cuda {batch}", engine_row(packed, "cuda", batch, seconds)
    if not engine_only:
        for workers in (1, 2):
            yield f"bare {workers}", bare_engines(packed, workers, seconds)
            yield f"served {workers}", served(root, workers, seconds)


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--seconds", type=float, default=5, help="a row and round, after warming up")
    parser.add_argument("--rounds", type=int, default=3, help="all rows in turn, so often")
    parser.add_argument("--engine-only", action="store_true", help="leave TorchServe out")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    rounds: list[dict[str, Row]] = []
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        packed, parameters = prepare(Path(name))
        for number in range(settings.rounds):
            rounds.append({})
            for key, row in measure(Path(name), packed, settings.seconds, settings.engine_only):
                print(f"round {number + 1}: {row.name}: {row.per_second:.1f}/s", file=sys.stderr)
                rounds[-1][key] = row
    report(rounds, parameters, settings.no_write)


def report(rounds: list[dict[str, Row]], parameters: int, no_write: bool) -> None:
    """Table to the page, ratios to standard output."""
    rows = {key: median_row([each[key] for each in rounds]) for key in rounds[0]}
    lines = [
        "| set-up | sentences/s | p50 s a call | p95 s a call | times the loop |",
        "|---|---|---|---|---|",
        *(
            f"| {row.name} | {row.per_second:.1f} | {row.p50:.3f} | {row.p95:.3f} "
            f"| {row.per_second / rows['loop'].per_second:.1f} |"
            for row in rows.values()
        ),
    ]
    ratios = {**ENGINE_RATIOS, **(SERVED_RATIOS if "served 2" in rows else {})}
    figures = {name: statistics.median(map(ratio, rounds)) for name, ratio in ratios.items()}
    head = [
        table.setting(["torch", "transformers", "ctranslate2", "torchserve"]),
        f"`make bench-souls`: sentences of 40 tokens, a GPT-2 of {parameters / 1e6:.1f} million parameters.",
        f"Medians of {len(rounds)} rounds in which all rows took turns, the ratios too.\n",
    ]
    table.publish("Lore", head, lines, figures, {}, not no_write)


def median_row(rows: list[Row]) -> Row:
    rates, p50, p95 = zip(*((row.per_second, row.p50, row.p95) for row in rows), strict=True)
    return Row(rows[0].name, statistics.median(rates), statistics.median(p50), statistics.median(p95))


def over(one: str, other: str) -> Callable[[dict[str, Row]], float]:
    return lambda rows: rows[one].per_second / rows[other].per_second


ENGINE_RATIOS: dict[str, Callable[[dict[str, Row]], float]] = {
    "batched_over_loop": over("transformers 8", "loop"),
    "engine_over_loop": over("ctranslate2 8", "loop"),
}
# The last three are what the project is held to: as many bare engines as workers, and the tail under load.
SERVED_RATIOS: dict[str, Callable[[dict[str, Row]], float]] = {
    "served_1_over_bare_1": over("served 1", "bare 1"),
    "served_over_loop": over("served 2", "loop"),
    "served_over_bare": over("served 2", "bare 2"),
    "p95_over_p50": lambda rows: rows["served 2"].p95 / rows["served 2"].p50,
}


if __name__ == "__main__":
    main()
