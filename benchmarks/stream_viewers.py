"""Viewers of a studio, all in one process: when each picture came, and how much of it.

    python stream_viewers.py URL --kind feed --viewers 8 --instances ID ID

They look until standard input ends; then one line of JSON: of each viewer its pictures. Nothing is decoded:
that is a browser's work.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

import aiohttp

# Nobody looks for longer, whatever becomes of whoever started them.
MOST_S = 7200.0


class Picture(NamedTuple):
    """at_s: when it was there, on the machine's monotonic clock. moment_s: when it is of, on the instance's.

    side: of the whole picture in pixels. output_ms, encode_ms: as the studio tells in `X-Server-Stats`.
    """

    at_s: float
    moment_s: float
    side: int
    size_bytes: int
    output_ms: float | None = None
    encode_ms: float | None = None


Look = Callable[[aiohttp.ClientSession, str, str], AsyncIterator[Picture]]


async def feed(session: aiohttp.ClientSession, url: str, instance_id: str) -> AsyncIterator[Picture]:
    """Those of `result_feed`; one that is repeated for want of a newer one counts once."""
    shown = float("-inf")
    async with session.get(f"{url}api/avatar/result_feed?instance_id={instance_id}") as response:
        response.raise_for_status()
        while (head := await response.content.readuntil(b"\r\n\r\n")).endswith(b"\r\n\r\n"):
            told = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
            size = int(told["Content-Length"])
            await response.content.readexactly(size + len(b"\r\n"))
            at_s, moment_s = time.monotonic(), float(told["X-Time"])
            if moment_s != shown:
                shown = moment_s
                side, stats = int(told["X-Full-Size"].split()[0]), json.loads(told["X-Server-Stats"])
                yield Picture(at_s, moment_s, side, size, stats["output_ms"], stats["encode_ms"])


async def socket(session: aiohttp.ClientSession, url: str, instance_id: str) -> AsyncIterator[Picture]:
    """Those of the WebSocket."""
    async for header, payload in messages(session, url, instance_id):
        at_s = time.monotonic()
        if header["kind"] == "frame":
            yield Picture(at_s, header["t"], header["width"], len(payload))


async def messages(
    session: aiohttp.ClientSession, url: str, instance_id: str
) -> AsyncIterator[tuple[dict[str, Any], bytes]]:
    """What a WebSocket is sent, until it is closed: header, and payload, b"" of a text."""
    place = f"{url}api/avatar/socket?instance_id={instance_id}"
    async with session.ws_connect(place, max_msg_size=64 << 20) as line:
        async for message in line:
            if message.type is aiohttp.WSMsgType.BINARY:
                end = 4 + int.from_bytes(message.data[:4], "big")
                yield json.loads(message.data[4:end]), message.data[end:]
            elif message.type is aiohttp.WSMsgType.TEXT:
                yield json.loads(message.data), b""


async def dismissed() -> None:
    """Until standard input ends, or for MOST_S."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await asyncio.wait_for(reader.read(), MOST_S)


async def seen(url: str, look: Look, instances: list[str], viewers: int) -> list[list[Picture]]:
    """Of `viewers` of each instance. Raises what a viewer raises, RuntimeError for one who was let go."""
    kept: list[list[Picture]] = [[] for _ in range(viewers * len(instances))]

    async def watch(session: aiohttp.ClientSession, number: int) -> None:
        async for picture in look(session, url, instances[number // viewers]):
            kept[number].append(picture)
        raise RuntimeError(f"viewer {number} was let go after {len(kept[number])} pictures")

    forever = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=forever) as session:
        watching = [asyncio.create_task(watch(session, number)) for number in range(len(kept))]
        leaving = asyncio.create_task(dismissed())
        done, _ = await asyncio.wait([leaving, *watching], return_when=asyncio.FIRST_COMPLETED)
        for task in watching:
            task.cancel()
        for task in done:
            task.result()
    return kept


KINDS: dict[str, Look] = {"feed": feed, "socket": socket}


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("url")
    parser.add_argument("--kind", choices=KINDS, default="feed")
    parser.add_argument("--viewers", type=int, default=1, help="of each instance")
    parser.add_argument("--instances", nargs="+", required=True)
    settings = parser.parse_args()
    kind = KINDS[settings.kind]
    print(json.dumps(asyncio.run(seen(settings.url, kind, settings.instances, settings.viewers))))


if __name__ == "__main__":
    main()
