"""What bench_tts.py measures: engines alone in processes of their own, and a TorchServe with streams."""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import served
from asr_worker import peak_mb
from tts_texts import LONG, PARAGRAPHS, SENTENCES

CORES = len(os.sched_getaffinity(0))
BATCH = 8
SERVED_CLIENTS = 16
Said = tuple[float, float, float]  # seconds to the first chunk, to the last, and seconds of speech


@dataclass(frozen=True)
class Row:
    """times_real: seconds of speech a second. first, last: seconds from asking to that chunk."""

    name: str
    times_real: float
    first_p50: float
    first_p95: float
    last_p50: float
    memory_mb: float


def row(name: str, said: Sequence[Said], wall: float, memory_mb: float) -> Row:
    first = [each[0] for each in said]
    last = statistics.median(each[1] for each in said)
    speech = sum(each[2] for each in said)
    return Row(name, speech / wall, statistics.median(first), p95(first), last, memory_mb)


def p95(values: Sequence[float]) -> float:
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[94]


def alone(name: str, kind: str, folder: Path, seconds: float, processes: int = 1) -> Row:
    """An engine outside any server: `processes` at once of one thread each (of one: of all cores)."""
    threads = CORES if processes == 1 else 1
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        told = pool.starmap(_spoken, [(kind, folder, seconds, threads)] * processes, chunksize=1)
        pool.close()
        pool.join()
    rows = [row(name, said, wall, memory) for said, wall, memory in told]
    slowest = max(rows, key=lambda each: each.first_p95)
    rate, memory = sum(each.times_real for each in rows), sum(each.memory_mb for each in rows)
    return Row(name, rate, slowest.first_p50, slowest.first_p95, slowest.last_p50, memory)


def _spoken(kind: str, folder: Path, seconds: float, threads: int) -> tuple[list[Said], float, float]:
    """In a process of its own: warm, then for so many seconds; what was said, the wall time, MB."""
    sys.path.append(str(served.ROOT / "serve-handlers"))
    import torch

    torch.set_num_threads(threads)
    once = KINDS[kind](folder)
    once(0)
    said, started, number = [], time.perf_counter(), 0
    while time.perf_counter() < started + seconds:
        number += 1
        said += once(number)
    return (
        said,
        time.perf_counter() - started,
        peak_mb(os.getpid()) + sum(peak_mb(child.pid) for child in psutil.Process().children(recursive=True)),
    )


def _espeak(_: Path) -> Callable[[int], list[Said]]:
    """A paragraph at a time."""
    from tts.engines.engine import Line
    from tts.model import espeak
    from tts.text.sentence import sentences_of

    engine = espeak()

    def once(number: int) -> list[Said]:
        text = PARAGRAPHS[number % len(PARAGRAPHS)]
        return [_heard(lambda: engine.speak([Line(0, one, "en-us") for one in sentences_of(text)], NOBODY))]

    return once


def _ours(folder: Path, batch: int) -> Callable[[int], list[Said]]:
    """`batch` sentences at a time; each of them is a row."""
    import torch

    from tts.engines.engine import Line
    from tts.engines.transformers_engine import load_engine
    from tts.text.sentence import sentences_of

    engine = load_engine(folder, torch.device("cpu"), batch=batch)

    def once(number: int) -> list[Said]:
        texts = [SENTENCES[(number * batch + place) % len(SENTENCES)] for place in range(batch)]
        lines = [Line(place, sentences_of(text)[0], "") for place, text in enumerate(texts)]
        return [_heard(lambda: engine.speak(lines, NOBODY))]

    return once


def _theirs(folder: Path) -> Callable[[int], list[Said]]:
    """transformers as its documentation calls it, a sentence at a time."""
    import torch
    from transformers import VitsModel, VitsTokenizer

    model, tokenizer = VitsModel.from_pretrained(folder).eval(), VitsTokenizer.from_pretrained(folder)

    def once(number: int) -> list[Said]:
        started = time.perf_counter()
        with torch.inference_mode():
            inputs = tokenizer(SENTENCES[number % len(SENTENCES)], return_tensors="pt")
            samples = model(**inputs).waveform[0]
        seconds = time.perf_counter() - started
        return [(seconds, seconds, len(samples) / model.config.sampling_rate)]

    return once


KINDS: dict[str, Callable[[Path], Callable[[int], list[Said]]]] = {
    "espeak": _espeak,
    "theirs": _theirs,
    "ours 1": lambda folder: _ours(folder, 1),
    "ours 8": lambda folder: _ours(folder, BATCH),
}
NOBODY = frozenset[int]().__contains__  # whose row is cancelled


def _heard(speak: Callable[[], Iterator[tuple[int, Any]]]) -> Said:
    started = time.perf_counter()
    times, speech = [], 0.0
    for _, made in speak():
        times.append(time.perf_counter() - started)
        speech += made.duration_s
    return times[0], times[-1], speech


@dataclass(frozen=True)
class Voice:
    """A TorchServe with the tts archive, warm."""

    serving: served.Serving
    bodies: Path

    def row(self, name: str, clients: int, seconds: float, texts: Sequence[str]) -> Row:
        told = self._streams(texts, "--clients", str(clients), "--seconds", str(seconds))
        said = [(one["first"], one["last"], one["speech"]) for one in told["heard"]]
        server = psutil.Process(self.serving.pid)
        memory = sum(peak_mb(each.pid) for each in [server, *server.children(recursive=True)])
        return row(name, said, told["wall"], memory)

    def cancels(self, count: int) -> list[float]:
        """Seconds from a cancel to its stream's last line, of `count` streams, while all workers speak."""
        others = max(2, CORES) - 1
        told = self._streams([LONG], "--cancels", str(count), "--beside", str(others))
        return [one["stopped"] for one in told["heard"]]

    def _streams(self, texts: Sequence[str], *arguments: str) -> dict[str, Any]:
        paths = [self.bodies / f"{number}.json" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(json.dumps({"text": text}), "utf-8")
        script = str(Path(__file__).with_name("tts_streams.py"))
        command = [sys.executable, script, self.serving.host, *arguments, "--bodies", *map(str, paths)]
        environment = {**os.environ, "TORCHSERVE_TOKEN": self.serving.token}
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        told: dict[str, Any] = json.loads(done.stdout)
        return told


@contextmanager
def voice(root: Path, weights: Path | None) -> Iterator[Voice]:
    """The archive with `weights` (espeak-ng without), served by as many workers as cores from `root`."""
    (root / "bodies").mkdir(parents=True)
    (root / "nothing").mkdir()
    workers = "minWorkers: 2\nmaxWorkers: 2\n"
    served.checkout(root, "tts", workers, workers.replace("2", str(max(2, CORES))))
    served.packed(root, "tts", {"weights": str(weights or root / "nothing")})
    with served.torchserve(root, "tts", max(2, CORES)) as serving:
        made = Voice(serving, root / "bodies")
        made.row("warm", SERVED_CLIENTS, 4, SENTENCES)
        yield made
