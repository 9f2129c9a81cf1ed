"""A closed loop of clients on loopback: each sends its next request when it has the answer to its last.

    python load.py HOST --clients 16 --seconds 8                      # `{}` to souls, for a while
    python load.py HOST --model asr --clients 4 --bodies a.json b.json --replies replies.json

Run as a process of its own, so that it shares no interpreter with what it measures. `http.client` keeps
its own share of the two cores small.
"""

import argparse
import http.client
import itertools
import json
import os
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Request = tuple[int, bytes]
PATIENCE_S = 600


@dataclass(frozen=True)
class Answer:
    """Number of the request, the reply's body and the seconds it took."""

    number: int
    body: bytes
    seconds: float


class Queue:
    """Requests that all clients take from: `bodies` once, or over and over until `until` (perf_counter)."""

    def __init__(self, bodies: list[bytes], until: float | None) -> None:
        self.until = until
        self.requests: Iterator[Request] = enumerate(bodies if until is None else itertools.cycle(bodies))
        self.lock = threading.Lock()

    def take(self) -> Request | None:
        if self.until is not None and time.perf_counter() >= self.until:
            return None
        with self.lock:
            return next(self.requests, None)


def one_client(host: str, path: str, token: str, queue: Queue) -> list[Answer]:
    """Send requests until there are no more."""
    connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answers = []
    while (request := queue.take()) is not None:
        started = time.perf_counter()
        connection.request("POST", path, request[1], headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"HTTP {response.status}: {body[:200]!r}")
        answers.append(Answer(request[0], body, time.perf_counter() - started))
    return answers


def figures(answers: list[Answer], wall: float) -> dict[str, Any]:
    """wall and the centiles in seconds."""
    latencies = [answer.seconds for answer in answers]
    centiles = statistics.quantiles(latencies, n=100, method="inclusive")
    return {"per_second": len(answers) / wall, "p50": centiles[49], "p95": centiles[94], "wall": wall}


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("host")
    parser.add_argument("--model", default="souls")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, help="send for so long; without, each body once")
    parser.add_argument("--bodies", type=Path, nargs="+", default=[], help="files of JSON; without, `{}`")
    parser.add_argument("--replies", type=Path, help="file for the replies, a JSON list in order")
    settings = parser.parse_args()
    token = os.environ["TORCHSERVE_TOKEN"]  # not an argument: those are public on the machine
    bodies = [path.read_bytes() for path in settings.bodies] or [b"{}"]
    started = time.perf_counter()
    queue = Queue(bodies, started + settings.seconds if settings.seconds else None)
    path = f"/predictions/{settings.model}"
    with ThreadPoolExecutor(settings.clients) as pool:
        clients = [
            pool.submit(one_client, settings.host, path, token, queue) for _ in range(settings.clients)
        ]
        answers = [answer for client in clients for answer in client.result()]
    wall = time.perf_counter() - started
    if settings.replies:
        ordered = sorted(answers, key=lambda answer: answer.number)
        settings.replies.write_text(json.dumps([json.loads(answer.body) for answer in ordered]), "utf-8")
    print(json.dumps(figures(answers, wall)))


if __name__ == "__main__":
    main()
