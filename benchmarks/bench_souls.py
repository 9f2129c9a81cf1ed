"""Lore sentences a second: Hugging Face's loop, our engine's backends, TorchServe with our handler.

    make bench-souls                  # all rows; writes docs/performance.md
    python benchmarks/bench_souls.py --engine-only --no-write

Every row writes the same thing: sentences of 40 tokens, nucleus 0.85, by a GPT-2 of 6 layers, 384 wide,
8000 tokens (random weights, see souls_checkpoint.py). On a GPU the engine rows run there, too.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "serve-handlers"))

import souls_checkpoint  # noqa: E402
import table  # noqa: E402
import torch  # noqa: E402

from souls.engine import LoreEngine  # noqa: E402
from souls.model import load_engine  # noqa: E402
from souls.settings import ModelSettings, Request  # noqa: E402

CLIENTS = 16
GPU_BATCHES = (1, 8, 32, 128, 512)


@dataclass(frozen=True)
class Row:
    """Sentences a second, and the median and 95th centile of the seconds a call took."""

    name: str
    per_second: float
    p50: float
    p95: float


def timed(name: str, sentences: int, call: Callable[[], object], seconds: float) -> Row:
    """Call again and again for `seconds`, after one call to warm up."""
    call()
    taken = []
    until = time.perf_counter() + seconds
    while (started := time.perf_counter()) < until or len(taken) < 3:
        call()
        taken.append(time.perf_counter() - started)
    centiles = statistics.quantiles(taken, n=100, method="inclusive")
    return Row(name, sentences * len(taken) / sum(taken), centiles[49], centiles[94])


def hugging_face(weights: Path, words: list[str], batch: int, seconds: float) -> Row:
    """transformers' own `generate`, with all the cores."""
    from transformers import AutoTokenizer, GPT2LMHeadModel

    torch.set_num_threads(os.cpu_count() or 1)
    tokenizer = AutoTokenizer.from_pretrained(weights, padding_side="left")
    model = GPT2LMHeadModel.from_pretrained(weights).eval()
    prompts = [f"<s> {word.capitalize()}" for word in words[:batch]]
    inputs = tokenizer(prompts, return_tensors="pt", padding=True, return_token_type_ids=False)

    def call() -> list[str]:
        with torch.inference_mode():
            ids = model.generate(**inputs, do_sample=True, top_p=0.85, top_k=0, max_new_tokens=60)
        return tokenizer.batch_decode(ids, skip_special_tokens=True)

    _check_lengths(tokenizer, call())
    name = "transformers, one by one" if batch == 1 else f"transformers, batches of {batch}"
    return timed(f"{name}, {torch.get_num_threads()} threads", batch, call, seconds)


def _check_lengths(tokenizer: object, lines: list[str]) -> None:
    """Every row of the table writes the same: 40 tokens after the first word."""
    for line in lines:
        if not line.endswith("."):
            raise RuntimeError(f"a sentence did not end where it should: {line!r}")


def engine_of(packed: Path, backend: str) -> LoreEngine:
    device = torch.device("cuda" if backend == "cuda" else "cpu")
    torch.set_num_threads(1)
    settings = ModelSettings(backend="torch" if backend == "cuda" else backend)  # type: ignore[arg-type]
    return load_engine(packed, settings, device)


def engine_row(packed: Path, backend: str, batch: int, seconds: float) -> Row:
    engine = engine_of(packed, backend)
    requests = [Request() for _ in range(batch)]
    label = (
        "CTranslate2 int8" if backend == "ctranslate2" else f"torch {backend if backend == 'cuda' else 'cpu'}"
    )
    return timed(f"engine, {label}, batches of {batch}", batch, lambda: engine.generate(requests), seconds)


def _bare(packed: Path, seconds: float) -> float:
    return engine_row(packed, "ctranslate2", 8, seconds).per_second


def bare_processes(packed: Path, count: int, seconds: float) -> float:
    """Sentences a second of `count` bare engines at once, a thread each: what that many workers could do."""
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        return sum(pool.starmap(_bare, [(packed, seconds)] * count))


@contextmanager
def torchserve(root: Path, workers: int) -> Iterator[tuple[str, str]]:
    """Host and token of a TorchServe with `workers` workers on the archive of the checkout at `root`."""
    from soulsgen import archive, readiness, server
    from soulsgen.project import Project
    from soulsgen.torchserve import read_key

    project = Project(root)
    if not (project.model_store / "souls.mar").exists():
        archive.pack(archive.read_specs(project)["souls"], project, {}, "1.0")
    here = server.Server(project, project.build / "server")
    os.environ["TS_DEFAULT_WORKERS_PER_MODEL"] = str(workers)
    running = server.start(here, ["souls"], server.loopback(*server.free_ports(3)))
    try:
        readiness.wait_ready(here, running, 120, lambda sentence: None)
        yield running.addresses.inference.removeprefix("http://"), read_key(here.key_file)
    finally:
        server.stop(here)


def served(root: Path, workers: int, seconds: float) -> Row:
    """TorchServe under CLIENTS clients, warmed up by a first short load."""
    with torchserve(root, workers) as (host, token):
        load = [
            sys.executable,
            str(Path(__file__).parent / "load.py"),
            host,
            token,
            "--clients",
            str(CLIENTS),
        ]
        subprocess.run([*load, "--seconds", "2"], check=True, capture_output=True)
        result = subprocess.run(
            [*load, "--seconds", str(seconds)], check=True, capture_output=True, text=True
        )
    figures = json.loads(result.stdout)
    return Row(f"TorchServe, {workers} workers of 1 thread, {CLIENTS} clients", **figures)


def prepare(root: Path) -> tuple[Path, int]:
    """A checkout with the benchmark's checkpoint: its packed weights and the number of parameters."""
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    parameters = souls_checkpoint.write_checkpoint(root / "build" / "souls", root / "build" / "corpus")
    packed = root / "packed"
    packed.mkdir()
    from souls.pack import pack

    pack(root / "build" / "souls", root / "build" / "corpus", packed, "int8")
    return packed, parameters


def measure(root: Path, packed: Path, seconds: float, engine_only: bool) -> Iterator[Row]:
    words = (packed / "words.txt").read_text("utf-8").split()
    for batch in (1, 8):
        yield hugging_face(root / "build" / "souls", words, batch, seconds)
    for backend in ("torch", "ctranslate2"):
        for batch in (1, 8):
            yield engine_row(packed, backend, batch, seconds)
    if torch.cuda.is_available():
        for batch in GPU_BATCHES:
            yield engine_row(packed, "cuda", batch, seconds)
    if not engine_only:
        for workers in (1, 2):
            yield served(root, workers, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=8, help="a row, after warming up")
    parser.add_argument("--engine-only", action="store_true", help="leave TorchServe out")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        packed, parameters = prepare(Path(name))
        rows = []
        for row in measure(Path(name), packed, settings.seconds, settings.engine_only):
            print(f"{row.name}: {row.per_second:.1f}/s", file=sys.stderr)
            rows.append(row)
        bare = {count: bare_processes(packed, count, settings.seconds) for count in (1, 2)}
    report(rows, bare, parameters, settings.no_write)


def report(rows: list[Row], bare: dict[int, float], parameters: int, no_write: bool) -> None:
    """Table to the page, ratios to standard output."""
    loop = rows[0].per_second
    text = [
        table.setting(["torch", "transformers", "ctranslate2", "torchserve"]),
        f"`make bench-souls`: sentences of 40 tokens, GPT-2 of {parameters / 1e6:.1f} million parameters.\n",
        "| set-up | sentences/s | p50 s | p95 s | times the loop |",
        "|---|---|---|---|---|",
    ]
    text += [
        f"| {r.name} | {r.per_second:.1f} | {r.p50:.3f} | {r.p95:.3f} | {r.per_second / loop:.1f} |"
        for r in rows
    ]
    text += [
        f"| {count} bare CTranslate2 engines at once, batches of 8 | {rate:.1f} | | | {rate / loop:.1f} |"
        for count, rate in bare.items()
    ]
    figures = ratios(rows, bare)
    text += ["", ", ".join(f"{name} {value:.2f}" for name, value in figures.items()) + "."]
    if not no_write:
        table.write_section("Lore", "\n".join(text))
    print("\n".join(text[3:]), file=sys.stderr)
    for name, value in figures.items():
        print(f"{name}={value:.3f}")


def ratios(rows: list[Row], bare: dict[int, float]) -> dict[str, float]:
    """served_over_bare compares as many workers with as many bare engines."""
    loop = rows[0].per_second
    by_workers = {int(row.name.split()[1]): row for row in rows if row.name.startswith("TorchServe")}
    if not by_workers:
        return {"engine_over_loop": max(row.per_second for row in rows) / loop}
    two = by_workers[2]
    return {
        "served_1_over_bare_1": by_workers[1].per_second / bare[1],
        "served_over_loop": two.per_second / loop,
        "served_over_bare": two.per_second / bare[2],
        "p95_over_p50": two.p95 / two.p50,
    }


if __name__ == "__main__":
    main()
