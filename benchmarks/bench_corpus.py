"""Game text to corpus, and corpus to report: entries a second and memory, as the text grows.

    make bench-corpus                          # all rows; writes docs/performance.md
    python benchmarks/bench_corpus.py --sizes 1000 10000 --no-write

Each row is the command a user runs, as a process of its own on one core; its peak is what the system
counted. Near-duplicates are measured beside the comparison of all pairs by the same measure.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import Levenshtein
import table
from grown_lore import grow, lore_sentences, prose

from soulscorpus.near import Sketches, near_duplicates

SIZES = [1_000, 10_000, 100_000, 500_000]
REPORT_SENTENCES = 100_000
PAIRED_TEXTS = 3_000  # all pairs of more would take minutes
RATIO = 0.9


@dataclass(frozen=True)
class Cost:
    seconds: float
    peak_mb: float


def run_on_one_core(command: list[str]) -> Cost:
    """What `soulsgen` with the arguments `command` costs. Raises CalledProcessError when it fails."""
    program = [str(Path(sys.executable).with_name("soulsgen")), *command]
    core = min(os.sched_getaffinity(0))
    start = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            program, stderr=log, stdout=log, preexec_fn=lambda: os.sched_setaffinity(0, {core})
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(program)} failed:\n{log.read().decode()}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def corpus_rows(sizes: list[int], sentences: list[str], folder: Path) -> dict[int, Cost]:
    """`soulsgen create corpus` over so many entries."""
    costs: dict[int, Cost] = {}
    for size in sizes:
        source, out = folder / f"game-{size}", folder / f"corpus-{size}"
        grow(size, sentences, source)
        costs[size] = run_on_one_core(["create", "corpus", "-d", str(source), "-o", str(out)])
        print(f"{size} entries: {costs[size]}", file=sys.stderr)
    return costs


def report_row(sentences: list[str], folder: Path) -> Cost:
    """`soulsgen inspect` of REPORT_SENTENCES sentences, parts of speech and entities included."""
    texts = (sentence for text in prose(sentences, random.Random(3)) for sentence in text.split(". "))
    lines = (f"{sentence.rstrip('.')}.\n" for sentence in islice(texts, REPORT_SENTENCES))
    source = folder / "sentences.txt"
    source.write_text("".join(lines), "utf-8")
    names = str(folder / "lore")
    return run_on_one_core(
        ["inspect", "-s", str(source), "-o", str(folder / "report.html"), "--names", names]
    )


def near_seconds(texts: list[str]) -> float:
    start = time.perf_counter()
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    near_duplicates(sketches, texts.__getitem__, RATIO)
    return time.perf_counter() - start


def all_pairs_seconds(texts: list[str]) -> float:
    start = time.perf_counter()
    for later, text in enumerate(texts):
        for earlier in range(later):
            Levenshtein.ratio(texts[earlier], text, score_cutoff=RATIO)
    return time.perf_counter() - start


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="entries")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        folder = Path(name)
        sentences = lore_sentences(folder / "lore")
        costs = corpus_rows(settings.sizes, sentences, folder)
        texts = list(islice(prose(sentences, random.Random(2)), 100_000))
        report = report_row(sentences, folder)
        near = near_seconds(texts)
        few = texts[:PAIRED_TEXTS]
        figures = figures_of(costs, report, near, all_pairs_seconds(few) / near_seconds(few))
    lines = [
        f"{label} | {cost.seconds:.1f} | {cost.peak_mb:.0f}" for label, cost in rows(costs, report).items()
    ]
    if not settings.no_write:
        write(lines, figures)
    print("\n".join(lines), file=sys.stderr)
    for key, value in figures.items():
        print(f"{key}={value}")


def rows(costs: dict[int, Cost], report: Cost) -> dict[str, Cost]:
    corpora = {f"`create corpus`, {size:,} entries": cost for size, cost in costs.items()}
    return {**corpora, f"`inspect`, {REPORT_SENTENCES:,} sentences": report}


def figures_of(costs: dict[int, Cost], report: Cost, near: float, gain: float) -> dict[str, str]:
    """The figures by name; the last three are what the project is held to."""
    figures = {"near_100k_s": near, "all_pairs_3k_over_near": gain, "report_100k_peak_mb": report.peak_mb}
    for size, cost in costs.items():
        figures[f"corpus_{size // 1000}k_entries_per_s"] = size / cost.seconds
    for size, cost in costs.items():
        figures[f"corpus_{size // 1000}k_s"] = cost.seconds
        figures[f"corpus_{size // 1000}k_peak_mb"] = cost.peak_mb
    for held in ("corpus_100k_s", "corpus_500k_peak_mb"):
        if held in figures:
            figures[held] = figures.pop(held)
    return {name: f"{value:.1f}" for name, value in {**figures, "report_100k_s": report.seconds}.items()}


def write(lines: list[str], figures: dict[str, str]) -> None:
    setting = table.setting(["spacy", "Levenshtein", "numpy", "tokenizers"])
    rows_text = "\n".join(f"| {line} |" for line in lines)
    named = ", ".join(f"`{key}` {value}" for key, value in figures.items())
    head = "`make bench-corpus`: the sample lore grown to so many entries; each row a process on one core."
    table.write_section(
        "Corpus",
        f"{setting}\n{head}\n\n| command | s | peak MB |\n|---|---|---|\n{rows_text}\n\n{named}.",
    )


if __name__ == "__main__":
    main()
