"""A closed loop of clients that listen to streams: when the first chunk came, when the last, how much it was.

    python tts_streams.py HOST --clients 4 --seconds 8 --bodies a.json b.json
    python tts_streams.py HOST --cancels 10 --beside 2 --bodies long.json

Run as a process of its own, as load.py is. With --cancels each stream is cancelled after its first chunk,
while --beside others are listened to from their first chunk to their last, again and again.
"""

import argparse
import base64
import http.client
import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from load import PATIENCE_S, Queue

PATH = "/predictions/tts"
CANCEL_PATH = "/predictions/tts-cancel"


@dataclass(frozen=True)
class Heard:
    """Seconds from the request to its first and last chunk, and of speech.

    stopped: from sending a cancel to the stream's last line.
    """

    first: float
    last: float
    speech: float
    stopped: float | None = None


def listen(host: str, token: str, body: dict[str, Any], cancel: bool = False) -> Heard:
    """Raises RuntimeError for a stream that ends in an error."""
    connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)
    started = time.perf_counter()
    response = _asked(connection, token, PATH, body)
    first = asked = 0.0
    samples = rate = 0
    try:
        for line in _lines(response):
            now = time.perf_counter()
            if line.get("done"):
                speech = samples / rate if rate else 0.0
                return Heard(first - started, now - started, speech, now - asked if cancel else None)
            samples += len(base64.b64decode(line["audio"])) // 2
            rate = line["sample_rate_hz"]
            if not first:
                first = now
                if cancel:
                    asked = time.perf_counter()
                    _cancel(host, token, body["id"])
    finally:
        # The response ends when its batch does; who has heard the last line does not wait for that.
        connection.close()
    raise RuntimeError("a stream broke off")


def _asked(
    connection: http.client.HTTPConnection, token: str, path: str, body: dict[str, Any]
) -> http.client.HTTPResponse:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    if response.status != http.client.OK:
        raise RuntimeError(f"HTTP {response.status}: {response.read()[:200]!r}")
    return response


def _cancel(host: str, token: str, utterance: str) -> None:
    connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)
    _asked(connection, token, CANCEL_PATH, {"id": utterance}).read()
    connection.close()


def _lines(response: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    for content in response:
        line = json.loads(content)
        if "error" in line:
            raise RuntimeError(line["error"])
        yield line


def one_client(host: str, token: str, queue: Queue, cancel: bool) -> list[Heard]:
    heard = []
    while (request := queue.take()) is not None:
        body = {**json.loads(request[1]), "stream": True, "id": uuid4().hex}
        heard.append(listen(host, token, body, cancel))
    return heard


@contextmanager
def listened_to(host: str, token: str, body: dict[str, Any], count: int) -> Iterator[None]:
    """`count` streams at any time inside the `with` block, each begun anew when it ends."""
    done = threading.Event()

    def again() -> None:
        while not done.is_set():
            listen(host, token, {**body, "stream": True})

    with ThreadPoolExecutor(max(1, count)) as pool:
        others = [pool.submit(again) for _ in range(count)]
        try:
            yield
        finally:
            done.set()
    for other in others:
        other.result()


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("host")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--cancels", type=int, default=0, help="so many streams, each cancelled")
    parser.add_argument("--beside", type=int, default=0, help="so many streams meanwhile")
    parser.add_argument("--bodies", type=Path, nargs="+", required=True, help="files of JSON")
    settings = parser.parse_args()
    token = os.environ["TORCHSERVE_TOKEN"]  # not an argument: those are public on the machine
    bodies = [path.read_bytes() for path in settings.bodies]
    started = time.perf_counter()
    if settings.cancels:
        queue = Queue([bodies[number % len(bodies)] for number in range(settings.cancels)], None)
    else:
        queue = Queue(bodies, started + settings.seconds)
    beside = listened_to(settings.host, token, json.loads(bodies[0]), settings.beside)
    with beside, ThreadPoolExecutor(settings.clients) as pool:
        clients = [
            pool.submit(one_client, settings.host, token, queue, bool(settings.cancels))
            for _ in range(settings.clients)
        ]
        heard = [one for client in clients for one in client.result()]
    wall = time.perf_counter() - started
    print(json.dumps({"wall": wall, "heard": [asdict(one) for one in heard]}))


if __name__ == "__main__":
    main()
