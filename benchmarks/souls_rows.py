"""What bench_souls.py measures: each function one row, a rate and the seconds a call took."""

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "serve-handlers"))

import souls_checkpoint  # noqa: E402
import torch  # noqa: E402
from served import checkout, load, packed, torchserve  # noqa: E402

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
            ids = model.generate(**inputs, do_sample=True, top_p=0.85, top_k=50, max_new_tokens=60)
        return tokenizer.batch_decode(ids, skip_special_tokens=True)

    _check_ended(call())
    name = "transformers, one by one" if batch == 1 else f"transformers, batches of {batch}"
    return timed(f"{name}, {torch.get_num_threads()} threads", batch, call, seconds)


def _check_ended(lines: list[str]) -> None:
    """Every row of the table writes whole sentences, as long as the positions say."""
    for line in lines:
        if not line.endswith("."):
            raise RuntimeError(f"a sentence did not end where it should: {line!r}")


def engine_of(packed: Path, backend: str) -> LoreEngine:
    device = torch.device("cuda" if backend == "cuda" else "cpu")
    torch.set_num_threads(1)
    choice = "torch" if backend == "cuda" else backend
    # The checkpoint's words are no words; rejecting them is not what is timed.
    settings = ModelSettings.from_mapping({"backend": choice, "known_words": False})
    return load_engine(packed, settings, device)


def engine_row(packed: Path, backend: str, batch: int, seconds: float) -> Row:
    engine = engine_of(packed, backend)
    requests = [Request() for _ in range(batch)]
    label = (
        "CTranslate2 int8" if backend == "ctranslate2" else f"torch {backend if backend == 'cuda' else 'cpu'}"
    )
    return timed(f"engine, {label}, batches of {batch}", batch, lambda: engine.generate(requests), seconds)


def _bare(packed: Path, seconds: float) -> Row:
    return engine_row(packed, "ctranslate2", 8, seconds)


def bare_engines(packed: Path, count: int, seconds: float) -> Row:
    """`count` bare engines at once, a thread each: what as many workers could do at best."""
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        rows = pool.starmap(_bare, [(packed, seconds)] * count)
    name = f"bare CTranslate2 engines at once, batches of 8: {count}"
    slowest = max(rows, key=lambda row: row.p95)
    return Row(name, sum(row.per_second for row in rows), slowest.p50, slowest.p95)


def served(root: Path, workers: int, seconds: float) -> Row:
    """TorchServe under CLIENTS clients, after a first load that warms up the JVM too."""
    packed(root, "souls", {})
    with torchserve(root, "souls", workers) as serving:
        load(serving, "--clients", str(CLIENTS), "--seconds", "6")
        figures = load(serving, "--clients", str(CLIENTS), "--seconds", str(seconds))
    name = f"TorchServe, {CLIENTS} clients, workers of 1 thread: {workers}"
    return Row(name, figures["per_second"], figures["p50"], figures["p95"])


def prepare(root: Path) -> tuple[Path, int]:
    """A checkout with the benchmark's checkpoint: its packed weights and the number of parameters."""
    checkout(root, "souls", "known_words: true", "known_words: false")
    parameters = souls_checkpoint.write_checkpoint(root / "build" / "souls", root / "build" / "corpus")
    folder = root / "packed"
    folder.mkdir()
    from souls.pack import pack

    pack(root / "build" / "souls", root / "build" / "corpus", folder, "int8")
    return folder, parameters
