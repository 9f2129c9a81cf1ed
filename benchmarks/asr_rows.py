"""What bench_asr.py measures: engines in processes of their own and a TorchServe, each a row."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import served
from asr_audio import Talk
from asr_engines import REQUEST, Heard, Setup
from asr_process import EngineFault, Process
from asr_weights import Weights
from asr_worker import peak_mb

from soulsgen.project import from_here

CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Engine:
    """An engine of asr_engines.py, in so many processes at once that share the cores.

    python: the environment it lives in. device: cpu or cuda.
    """

    key: str
    name: str
    engine: str
    batch: int
    python: Path
    processes: int = 1
    device: str = "cpu"
    overlap: bool = True


@dataclass(frozen=True)
class Run:
    """One round of a row: seconds of talk a second, what was heard, windows where the tokens tell them."""

    times_real: float
    text: str
    windows: int | None


@dataclass(frozen=True)
class Memory:
    """MB at most: of the machine, summed over processes, and of the GPU."""

    machine: float
    gpu: float = 0.0


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    run: Callable[[], Run]
    memory: Callable[[], Memory]


@contextmanager
def engine_row(engine: Engine, weights: Weights, talk: Talk) -> Iterator[list[Row]]:
    """The engine loaded and warm. Raises EngineFault."""
    if engine.engine not in weights.paths:
        raise EngineFault("hears windows of 30 s only")
    if not engine.python.exists():
        raise EngineFault(f"{from_here(engine.python)} is not there; `make bench-asr` installs it")
    path, threads = str(weights.paths[engine.engine]), max(1, CORES // engine.processes)
    window_s, batch = weights.window_s, engine.batch
    setup = Setup(engine.engine, path, window_s, batch, threads, engine.device, engine.overlap)
    key = f"{weights.name} {engine.key}"
    with ExitStack() as stack:
        processes = []
        for index in range(engine.processes):
            files = share(talk.parts, index, engine.processes) if engine.processes > 1 else [talk.whole]
            # A GPU's allocators have grown once everything was heard.
            warm = files if engine.device == "cuda" else [talk.parts[0]]
            log = talk.whole.parent / f"{key.replace(' ', '-')}-{index}.log"
            processes.append(Process(engine.python, setup, warm, files, log))
            stack.callback(processes[-1].close)
        for process in processes:
            process.reply()
        yield [Row(key, engine.name, lambda: _run(processes, weights, talk), lambda: _memory(processes))]


def share(parts: Sequence[Path], index: int, of: int) -> list[Path]:
    """What process `index` of so many hears: neighbours, so that all their texts in a row are the talk's."""
    first, last = (len(parts) * place // of for place in (index, index + 1))
    return list(parts[first:last])


def _run(processes: list[Process], weights: Weights, talk: Talk) -> Run:
    started = time.perf_counter()
    for process in processes:
        process.send("hear")
    heard = [Heard(**process.reply()) for process in processes]
    seconds = time.perf_counter() - started
    text = " ".join(part.text for part in heard)
    tokens = sum(len(part.text.split()) if part.tokens is None else part.tokens for part in heard)
    return Run(talk.seconds / seconds, text, windows(tokens, weights.tokens))


def _memory(processes: list[Process]) -> Memory:
    for process in processes:
        process.send("memory")
    told = [process.reply() for process in processes]
    return Memory(sum(each["peak_mb"] for each in told), sum(each["gpu_mb"] for each in told))


def windows(tokens: int, each: int | None) -> int | None:
    """How many windows of `each` tokens there were. Raises EngineFault for a part of one, or none."""
    if each is None:
        return None
    whole, rest = divmod(tokens, each)
    if rest or not whole:
        raise EngineFault(f"decoded {tokens} tokens, which are not whole windows of {each}")
    return whole


@contextmanager
def served_rows(weights: Weights, clients: list[int], talk: Talk) -> Iterator[list[Row]]:
    """A TorchServe, warm, as a row for each number of clients; each part of the talk is a request."""
    if weights.root is None:
        raise EngineFault("no archive of these weights was packed")
    bodies = _bodies(talk)
    with served.torchserve(weights.root, "asr", CORES) as serving:

        def run(count: int) -> Run:
            replies = talk.whole.with_name("replies.json")
            given = ["--model", "asr", "--clients", str(count), "--replies", str(replies)]
            told = served.load(serving, *given, "--bodies", *map(str, bodies))
            text = " ".join(reply["text"] for reply in json.loads(replies.read_text("utf-8")))
            return Run(talk.seconds / told["wall"], text, windows(len(text.split()), weights.tokens))

        run(max(clients))
        yield [
            Row(
                f"{weights.name} served {count}",
                f"ours in TorchServe, {CORES} workers of 1 thread, clients: {count}",
                lambda count=count: run(count),
                lambda: _family_memory(serving.pid),
            )
            for count in clients
        ]


def _bodies(talk: Talk) -> list[Path]:
    """The request for each part, as `soulsgen transcribe` sends it, in a file."""
    paths = [part.with_suffix(".json") for part in talk.parts]
    for part, path in zip(talk.parts, paths, strict=True):
        audio = base64.b64encode(part.read_bytes()).decode("ascii")
        path.write_text(json.dumps({"audio": audio, **REQUEST}), "utf-8")
    return paths


def _family_memory(pid: int) -> Memory:
    """The server's, the JVM and its workers together."""
    server = psutil.Process(pid)
    return Memory(sum(peak_mb(process.pid) for process in [server, *server.children(recursive=True)]))
