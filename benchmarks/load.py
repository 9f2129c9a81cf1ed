"""A closed loop of clients on loopback: each sends its next request when it has the answer to its last.

Run as a process of its own, so that it shares no interpreter with what it measures. `http.client` keeps
its own share of the two cores small.
"""

import argparse
import http.client
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor


def one_client(host: str, token: str, until: float) -> list[float]:
    """Seconds each request took, until `until` (time.perf_counter)."""
    connection = http.client.HTTPConnection(host, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    seconds = []
    while (started := time.perf_counter()) < until:
        connection.request("POST", "/predictions/souls", b"{}", headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"HTTP {response.status}: {body[:200]!r}")
        seconds.append(time.perf_counter() - started)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("host")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=8)
    settings = parser.parse_args()
    token = os.environ["TORCHSERVE_TOKEN"]  # not an argument: those are public on the machine
    started = time.perf_counter()
    until = started + settings.seconds
    with ThreadPoolExecutor(settings.clients) as pool:
        runs = list(pool.map(lambda _: one_client(settings.host, token, until), range(settings.clients)))
    wall = time.perf_counter() - started
    latencies = [seconds for run in runs for seconds in run]
    centiles = statistics.quantiles(latencies, n=100)
    print(json.dumps({"per_second": len(latencies) / wall, "p50": centiles[49], "p95": centiles[94]}))


if __name__ == "__main__":
    main()
