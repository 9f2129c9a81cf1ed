"""Whether a started server can answer: every worker of every model is ready."""

import time
from collections.abc import Callable

from soulsgen.errors import SoulsgenError
from soulsgen.server import Running, Server


def worker_counts(server: Server, running: Running) -> dict[str, tuple[int, int]]:
    """Ready and wanted workers of each model; empty while the server does not answer."""
    if not server.key_file.is_file():
        return {}
    try:
        client = server.client(running, "management")
        tables = {model: client.call("GET", f"/models/{model}")[0] for model in running.models}
    except SoulsgenError:
        return {}
    return {
        model: (sum(worker["status"] == "READY" for worker in table["workers"]), table["minWorkers"])
        for model, table in tables.items()
    }


def wait_ready(server: Server, running: Running, timeout_s: float, tell: Callable[[str], None]) -> None:
    """Return when all workers are ready; `tell` hears each change.

    Raises SoulsgenError naming the log when the server dies or `timeout_s` passes.
    """
    deadline = time.monotonic() + timeout_s
    told = ""
    while time.monotonic() < deadline:
        if not running.process():
            raise SoulsgenError(f"TorchServe ended while starting; log: {server.logs / 'console.log'}")
        counts = worker_counts(server, running)
        sentence = in_words(counts)
        if sentence != told:
            tell(sentence)
            told = sentence
        if counts and all(ready >= wanted > 0 for ready, wanted in counts.values()):
            return
        time.sleep(0.2)
    raise SoulsgenError(f"not ready after {timeout_s:.0f} s ({told}); log: {server.logs / 'model_log.log'}")


def in_words(counts: dict[str, tuple[int, int]]) -> str:
    """`souls: 1 of 2 workers ready`."""
    if not counts:
        return "TorchServe is starting"
    return ", ".join(
        f"{model}: {ready} of {wanted} workers ready" for model, (ready, wanted) in counts.items()
    )
