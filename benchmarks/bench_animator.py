"""The avatar's pictures a second: plain eager, ours, and through TorchServe.

    make bench-animator                    # all rows; writes docs/performance.md
    python benchmarks/bench_animator.py --quick

The full shape is that of the published THA4 students, with chance weights and the default character's
picture; small is the default character. Each row draws in a process of its own; served rows are asked by
clients in another.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import served
import table
from animator_worker import poses
from asr_worker import peak_mb

sys.path.append(str(served.ROOT / "serve-handlers"))

DEFAULT = served.ROOT / "model_store" / "defaults" / "animator" / "wick"
CORES = len(os.sched_getaffinity(0))
BATCHES = (1, 4, 8)
SESSIONS = (1, 4)
ASKED = 8  # poses a request
# glibc keeps what it freed instead of asking for pages anew, as the design measured.
TUNED = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "268435456",
}
# What the project is held to, at least.
TARGETS = {"student_over_eager": 8.0, "default_fps": 15.0, "default_256_fps": 25.0, "served_over_bare": 0.85}


@dataclass(frozen=True)
class Row:
    name: str
    fps: float
    memory_mb: float


def drawn(name: str, character: Path, seconds: float, environment: dict[str, str], **order: Any) -> Row:
    """A worker's row; `order` as animator_worker.py reads it."""
    whole = {"character": str(character), "seconds": seconds, "threads": CORES, **order}
    worker = str(Path(__file__).with_name("animator_worker.py"))
    done = subprocess.run(
        [sys.executable, worker, json.dumps(whole)],
        env={**os.environ, "OMP_NUM_THREADS": str(CORES), **environment},
        check=True,
        stdout=subprocess.PIPE,
    )
    told = json.loads(done.stdout)
    return Row(name, told["frames"] / told["seconds"], told["memory_mb"])


def full_rows(full: Path, seconds: float) -> Iterator[tuple[str, Row]]:
    for batch in BATCHES:
        yield (
            f"eager {batch}",
            drawn(f"eager, full, batch {batch}", full, seconds, {}, kind="eager", batch=batch),
        )
    name = "eager, full, batch 1, allocator tuned"
    yield "tuned", drawn(name, full, seconds, TUNED, kind="eager", batch=1)
    for batch in BATCHES:
        yield (
            f"full {batch}",
            drawn(f"ours, full, batch {batch}", full, seconds, {}, kind="drawn", batch=batch),
        )


def small_rows(seconds: float) -> Iterator[tuple[str, Row]]:
    for batch in BATCHES:
        yield (
            f"small {batch}",
            drawn(f"ours, small, batch {batch}", DEFAULT, seconds, {}, kind="drawn", batch=batch),
        )
    for size in (512, 256):
        name = f"ours, small, pose to WebP file, {size} pixels"
        yield (
            f"film {size}",
            drawn(name, DEFAULT, seconds, {}, kind="film", batch=ASKED, rows=1, size=size),
        )
    name = f"ours, small, pose to WebP file, batches of {max(SESSIONS)} requests"
    yield "bare", drawn(name, DEFAULT, seconds, {}, kind="film", batch=ASKED, rows=max(SESSIONS), size=512)


def served_rows(root: Path, seconds: float) -> Iterator[tuple[str, Row]]:
    root.mkdir()
    served.checkout(root, "animator", "", "")
    served.packed(root, "animator", {"characters": str(DEFAULT.parent)})
    bodies = []
    for number in range(16):
        bodies.append(root / f"{number}.json")
        bodies[-1].write_text(json.dumps({"poses": poses(number * ASKED, ASKED).tolist()}), "utf-8")
    with served.torchserve(root, "animator", 1) as serving:
        for sessions in (max(SESSIONS), *SESSIONS):  # the first warms
            asked = ["--model", "animator", "--clients", str(sessions), "--seconds", str(seconds)]
            told = served.load(serving, *asked, "--bodies", *map(str, bodies))
            server = psutil.Process(serving.pid)
            memory = sum(peak_mb(each.pid) for each in [server, *server.children(recursive=True)])
            name = f"ours, small, TorchServe, sessions: {sessions}"
            yield f"served {sessions}", Row(name, told["per_second"] * ASKED, memory)


def figures(rounds: list[dict[str, Row]]) -> dict[str, float]:
    """Ratios are of rows of one round; medians of the rounds."""

    def median(over: str, under: str = "") -> float:
        return statistics.median(one[over].fps / (one[under].fps if under else 1) for one in rounds)

    return {
        "student_over_eager": median("full 1", "eager 1"),
        "student_over_tuned_eager": median("full 1", "tuned"),
        "default_fps": median("film 512"),
        "default_256_fps": median("film 256"),
        "served_over_bare": median(f"served {max(SESSIONS)}", "bare"),
    }


def lines(rounds: list[dict[str, Row]]) -> list[str]:
    told = ["| set-up | pictures a second | ms a picture | MB |", "|---|---|---|---|"]
    for key, row in rounds[0].items():
        fps = statistics.median(one[key].fps for one in rounds)
        memory = max(one[key].memory_mb for one in rounds)
        told.append(f"| {row.name} | {fps:.1f} | {1000 / fps:.0f} | {memory:.0f} |")
    return told


def report(rounds: list[dict[str, Row]], no_write: bool) -> None:
    """Table to the page, figures to standard output."""
    made = figures(rounds)
    head = [
        table.setting(["torch", "numpy", "pillow", "torchserve"]),
        f"`make bench-animator`: a talking avatar at 512 x 512, {CORES} threads a process.",
        "Eager ends at the network's output, ours at pictures.",
        "To a file counts motion, drawing and encoding (WebP, quality 80).",
        f"A request asks for {ASKED} poses.",
        f"Medians of {len(rounds)} rounds in which all rows took turns, the ratios too.\n",
    ]
    table.publish("Avatar", head, lines(rounds), made, TARGETS, not no_write)


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--seconds", type=float, default=8, help="a row and round, after warming up")
    parser.add_argument("--rounds", type=int, default=3, help="all rows in turn, so often")
    parser.add_argument("--quick", action="store_true", help="one round of 2 s a row; nothing is written")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    if settings.quick:
        settings.seconds, settings.rounds, settings.no_write = 2, 1, True
    from animator_characters import write_full

    rounds: list[dict[str, Row]] = []
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        folder = Path(name)
        write_full(DEFAULT, folder / "full")
        for number in range(settings.rounds):
            rounds.append({})
            for key, row in _rows(folder, number, settings.seconds):
                print(f"round {number + 1}: {row.name}: {row.fps:.1f} a second", file=sys.stderr)
                rounds[-1][key] = row
    report(rounds, settings.no_write)


def _rows(folder: Path, number: int, seconds: float) -> Iterator[tuple[str, Row]]:
    yield from full_rows(folder / "full", seconds)
    yield from small_rows(seconds)
    yield from served_rows(folder / f"served{number}", seconds)


if __name__ == "__main__":
    main()
