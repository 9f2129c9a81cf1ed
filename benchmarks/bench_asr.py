"""Speech to text: how many times faster than it was said, at what memory, beside three other engines.

    make bench-asr                    # all rows; writes docs/performance.md
    python benchmarks/bench_asr.py --quick
    python benchmarks/bench_asr.py --only "base bare" "base faster 8" --no-write
    python benchmarks/bench_asr.py --gpu       # where there is one: the shape of large-v3 in 16 bits

All rows hear the same talk with the same weights and as many threads as there are cores, each engine in a
process of its own. Random weights write the same number of words in every window (asr_checkpoint.py), the
default checkpoint what it hears. Engines that are not ours live in an environment of their own.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import table
from asr_audio import PART_S, Talk, record
from asr_checkpoint import SHAPES
from asr_process import EngineFault
from asr_report import DEFAULT, TARGETS, figures, lines
from asr_rounds import Measured, Plan, measure
from asr_rows import CORES, Engine
from asr_weights import TRAINED, Weights, default_weights, random_gpu_weights, random_weights

from soulsgen.project import from_here

TOKENS = 64  # a window; half a minute of speech has about a hundred
CLIENTS = (1, 4, 8)
HERE = Path(sys.executable)
THEIRS = table.PAGE.parents[1] / ".venv-bench" / "bin" / "python"


def cpu_engines(theirs: Path) -> tuple[Engine, ...]:
    return (
        Engine("openai", "openai-whisper, float32, window by window", "openai", 1, theirs),
        Engine("pipeline", "transformers pipeline, float32, batches of 8", "transformers", 8, HERE),
        Engine("abutting", "the same, chunks without overlap", "transformers", 8, HERE, overlap=False),
        Engine("faster 1", "faster-whisper, int8, window by window", "faster_whisper", 1, theirs),
        Engine("faster 8", "faster-whisper, int8, batches of 8", "faster_whisper", 8, theirs),
        Engine("bare", "ours bare, int8, batches of 8", "ours", 8, HERE),
        Engine("bare at once", f"ours bare, int8, at once: {CORES} of 1 thread", "ours", 8, HERE, CORES),
    )


def gpu_engines(theirs: Path) -> tuple[Engine, ...]:
    kinds = (
        ("openai", "openai-whisper, float16, window by window", "openai", 1, theirs),
        ("pipeline 8", "transformers pipeline, bfloat16, batches of 8", "transformers", 8, HERE),
        ("pipeline", "transformers pipeline, bfloat16, batches of 24", "transformers", 24, HERE),
        ("faster 8", "faster-whisper, bfloat16, batches of 8", "faster_whisper", 8, theirs),
        ("faster 24", "faster-whisper, bfloat16, batches of 24", "faster_whisper", 24, theirs),
        ("bare 8", "ours bare, bfloat16, batches of 8", "ours", 8, HERE),
        ("bare", "ours bare, bfloat16, batches of 24", "ours", 24, HERE),
    )
    return tuple(Engine(*kind, device="cuda") for kind in kinds)


def arguments() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--minutes", type=float, help="of talk; 4, on a GPU 20")
    parser.add_argument(
        "--rounds", type=int, default=3, help="all rows of the same weights in turn, so often"
    )
    names = [*SHAPES, DEFAULT]
    parser.add_argument("--weights", nargs="+", choices=names, help="tiny base default; with --gpu large-v3")
    parser.add_argument("--only", nargs="+", default=[], help="rows whose key holds one of these")
    parser.add_argument("--quick", action="store_true", help="tiny, a minute, one round; nothing is written")
    parser.add_argument("--gpu", action="store_true", help="16 bits on a GPU, without TorchServe")
    parser.add_argument("--peers-python", type=Path, default=THEIRS, help="of the engines compared with")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    if settings.quick:
        settings.weights, settings.minutes, settings.rounds, settings.no_write = ["tiny"], 1, 1, True
    settings.weights = settings.weights or (["large-v3"] if settings.gpu else ["tiny", "base", DEFAULT])
    settings.minutes = settings.minutes or (20 if settings.gpu else 4)
    return settings


def main() -> None:
    settings = arguments()
    engines = (gpu_engines if settings.gpu else cpu_engines)(settings.peers_python)
    plan = Plan(engines, () if settings.gpu else CLIENTS, settings.rounds, tuple(settings.only))
    measured, rates = Measured(), {}
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        folder = Path(name)
        talk = record(folder / "talk", max(1, round(settings.minutes * 60 / PART_S)), folder / "corpus")
        for weights in settings.weights:
            try:
                made = prepared(weights, folder / weights, settings.gpu)
            except EngineFault as fault:
                measured.left_out[weights] = str(fault)
                continue
            measure(made, talk, plan, measured)
        if DEFAULT in settings.weights and DEFAULT not in measured.left_out:
            rates = word_error_rates()
    tell(measured, talk, rates, settings)


def prepared(name: str, folder: Path, gpu: bool) -> Weights:
    """Raises EngineFault where there are none."""
    print(f"{name}: making the weights", file=sys.stderr)
    if name != DEFAULT:
        return (random_gpu_weights if gpu else random_weights)(name, folder, TOKENS)
    if not (TRAINED / "config.json").is_file():
        raise EngineFault(f"{from_here(TRAINED)} holds no checkpoint; `soulsgen train asr` makes one")
    return default_weights(folder)


def word_error_rates() -> dict[str, float]:
    """What its training found for the default checkpoint, on sentences and voices that it never heard."""
    rates = json.loads((TRAINED / "metrics.json").read_text("utf-8"))["score"]["rates"]
    return {
        "default_wer_clean": rates["voices never heard, clean"],
        "default_wer": rates["voices never heard, noise and rooms"],
    }


def tell(measured: Measured, talk: Talk, rates: dict[str, float], settings: argparse.Namespace) -> None:
    """Table to the page, figures to standard output."""
    found = figures(measured.results, rates)
    kind = "synthesised talk" if talk.text else "a buzz"
    head = [
        table.setting(["torch", "transformers", "ctranslate2", "torchserve"]),
        f"`make bench-asr`: {talk.seconds / 60:.1f} minutes of {kind}, {CORES} threads a row.",
        f"Weights that are not the default are random, of these shapes, and write {TOKENS} tokens a window.",
        "For all rows the language is told, decoding is greedy, one try a window, without times. Windows are",
        "each engine's own: the pipeline's overlap by a third, faster-whisper's and ours end in pauses.",
        f"Medians of {settings.rounds} rounds in which all rows took turns, the ratios too.\n",
    ]
    title = "Speech on a GPU" if settings.gpu else "Speech"
    table.publish(title, head, lines(measured, talk), found, TARGETS, not settings.no_write)


if __name__ == "__main__":
    main()
