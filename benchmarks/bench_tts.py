"""Text to speech: how much faster than it is heard, how soon one hears it, and how soon it is silent again.

    make bench-tts                    # all rows; writes docs/performance.md
    python benchmarks/bench_tts.py --quick
    python benchmarks/bench_tts.py --only espeak --no-write

espeak-ng speaks paragraphs of three sentences, each client one after another; a VITS of the shape of
facebook/mms-tts-eng (random weights, see tts_checkpoint.py) single sentences. Bare engines run in processes
of their own; served rows are streams from a TorchServe whose clients run in another process.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import table
from tts_checkpoint import write_checkpoint
from tts_rows import BATCH, CORES, SERVED_CLIENTS, Row, alone, p95, voice
from tts_texts import PARAGRAPHS, SENTENCES

CLIENTS = (1, 4, 16)
Found = dict[str, list[float]]  # what was measured beside the rows, by name
# What the project is held to: milliseconds at most, or a share at least.
TARGETS = {"first_chunk_p95_ms": 60.0, "cancel_p95_ms": 50.0, "vits_served_over_bare": 0.85}


def espeak_rows(root: Path, seconds: float, cancels: int, found: Found) -> Iterator[tuple[str, Row]]:
    yield "espeak bare", alone("espeak-ng, bare", "espeak", root, seconds)
    with voice(root, None) as speaking:
        for clients in CLIENTS:
            name = f"espeak-ng in TorchServe, clients: {clients}"
            yield f"espeak served {clients}", speaking.row(name, clients, seconds, PARAGRAPHS)
        found.setdefault("cancel_p95_ms", []).extend(1000 * each for each in speaking.cancels(cancels))


def vits_rows(root: Path, weights: Path, seconds: float) -> Iterator[tuple[str, Row]]:
    yield "vits theirs", alone("VITS, transformers one by one", "theirs", weights, seconds)
    yield "vits 1", alone("VITS, ours bare, one by one", "ours 1", weights, seconds)
    yield "vits 8", alone(f"VITS, ours bare, batches of {BATCH}", "ours 8", weights, seconds)
    name = f"VITS, ours bare, batches of {BATCH}, at once: {max(2, CORES)} of 1 thread"
    yield "vits bare", alone(name, "ours 8", weights, seconds, max(2, CORES))
    with voice(root, weights) as speaking:
        for clients in (1, SERVED_CLIENTS):
            name = f"VITS in TorchServe, {max(2, CORES)} workers of 1 thread, clients: {clients}"
            yield f"vits served {clients}", speaking.row(name, clients, seconds, SENTENCES)


def arguments() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--seconds", type=float, default=10, help="a row and round, after warming up")
    parser.add_argument("--rounds", type=int, default=3, help="all rows in turn, so often")
    parser.add_argument("--only", choices=("espeak", "vits"), help="leave the other out")
    parser.add_argument("--quick", action="store_true", help="one round of 2 s a row; nothing is written")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    if settings.quick:
        settings.seconds, settings.rounds, settings.no_write = 2, 1, True
    return settings


def main() -> None:
    settings = arguments()
    rounds: list[dict[str, Row]] = []
    found: Found = {}
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        folder, parameters = Path(name), 0
        if settings.only != "espeak":
            parameters = write_checkpoint(folder / "weights")
        for number in range(settings.rounds):
            rounds.append({})
            for key, row in _measured(folder, number, settings, found):
                print(f"round {number + 1}: {row.name}: {row.times_real:.1f} times real", file=sys.stderr)
                rounds[-1][key] = row
    report(rounds, found, parameters, settings.no_write)


def _measured(
    folder: Path, number: int, settings: argparse.Namespace, found: Found
) -> Iterator[tuple[str, Row]]:
    if settings.only != "vits":
        yield from espeak_rows(folder / f"espeak{number}", settings.seconds, 5 * settings.rounds, found)
    if settings.only != "espeak":
        yield from vits_rows(folder / f"vits{number}", folder / "weights", settings.seconds)


def figures(rounds: list[dict[str, Row]], found: Found) -> dict[str, float]:
    """Medians of the rounds; those whose rows are not there are left out."""
    made = {name: p95(values) for name, values in found.items()}
    if "espeak served 1" in rounds[0]:
        made["first_chunk_p95_ms"] = statistics.median(
            1000 * each["espeak served 1"].first_p95 for each in rounds
        )
    if "vits served 16" in rounds[0]:
        made["vits_served_over_bare"] = statistics.median(
            each["vits served 16"].times_real / each["vits bare"].times_real for each in rounds
        )
    return made


def lines(rounds: list[dict[str, Row]]) -> list[str]:
    """The table; each figure the median of its rounds."""
    told = [
        "| set-up | times real | first chunk p50 ms | p95 ms | last chunk p50 ms | MB |",
        "|---|---|---|---|---|---|",
    ]
    for key, row in rounds[0].items():
        each = [one[key] for one in rounds]
        chunks = [
            1000 * statistics.median(getattr(one, name) for one in each)
            for name in ("first_p50", "first_p95", "last_p50")
        ]
        rate = statistics.median(one.times_real for one in each)
        memory = max(one.memory_mb for one in each)
        told.append(
            f"| {row.name} | {rate:.1f} | {' | '.join(f'{ms:.0f}' for ms in chunks)} | {memory:.0f} |"
        )
    return told


def report(rounds: list[dict[str, Row]], found: Found, parameters: int, no_write: bool) -> None:
    """Table to the page, figures to standard output."""
    vits = f"; the VITS has {parameters / 1e6:.1f} million parameters" if parameters else ""
    head = [
        table.setting(["torch", "transformers", "torchserve", "espeakng-loader"]),
        f"`make bench-tts`: espeak-ng says paragraphs of three sentences, VITS single sentences{vits}.",
        "A chunk is a sentence; a row of a batch is heard when it is done. MB: all processes together.",
        "A cancel is timed from its sending to its stream's last line, while every worker speaks.",
        f"Medians of {len(rounds)} rounds in which all rows took turns, the ratio too.\n",
    ]
    table.publish("Voice", head, lines(rounds), figures(rounds, found), TARGETS, not no_write)


if __name__ == "__main__":
    main()
