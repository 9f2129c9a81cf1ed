"""The stream of pictures: what is said of each, and who gets which."""

import asyncio
import io
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO

import numpy as np
import pytest
import requests
from PIL import Image

from clients.avatar.studio import OPEN
from clients.studio.archived import ANNA, png
from clients.studio.opened import House, opened
from clients.studio.parts import parts, read_parts
from soulsgen.page.browser import browsing, find_browser
from soulsgen.studio.viewers import Viewers
from waiting import LIMIT_S, wait_until


def feed_of(house: House, instance_id: str) -> str:
    return f"{house.url}/api/avatar/result_feed?instance_id={instance_id}"


def test_each_part_tells_of_its_picture() -> None:
    with opened() as house:
        name = house.load()
        cut = {"enabled": True, "left": 0.25, "top": 0.0, "right": 0.75, "bottom": 0.5}
        settings = {"crop": cut, "upscale": 2.0, "format": "PNG", "postprocessor_chain": []}
        assert (
            house.post("load_animator_settings", {"instance_id": name, "animator_settings": settings}).text
            == "OK"
        )
        part = next(one for one in parts(feed_of(house, name)) if one.headers["content-type"] == "image/png")
        assert list(part.headers) == [
            "content-type",
            "content-length",
            "x-crop",
            "x-full-size",
            "x-server-stats",
            "x-time",
        ]
        assert json.loads(part.headers["x-crop"]) == cut
        assert part.headers["x-full-size"] == "1024 1024"
        stats = json.loads(part.headers["x-server-stats"])
        assert {"render_ms": 3.5, "encode_ms": 1.5, "target_fps": 25.0}.items() <= stats.items()
        assert {"wait_ms", "output_ms", "fps", "trouble"} < stats.keys()
        assert part.content.startswith(b"\x89PNG")


def test_a_part_comes_in_one_piece_with_its_boundary_before_it() -> None:
    """Clients of the original look for a part's headers once, in what has come with its boundary."""
    with opened() as house:
        name = house.load()
        with requests.get(feed_of(house, name), stream=True, timeout=LIMIT_S) as answer:
            for chunk in islice(answer.raw.read_chunked(), 5):
                assert chunk.startswith(b"--frame\r\n")
                assert chunk.endswith(b"\r\n")
                assert chunk.count(b"--frame") == 1


def test_who_rests_is_still_shown_and_who_is_unloaded_is_not() -> None:
    with opened() as house:
        name = house.load()
        stream = parts(feed_of(house, name))
        next(stream)
        assert house.post("stop", {"instance_id": name}).text == "OK"
        last = next(part for part, again in zip(stream, stream, strict=False) if part == again)
        assert next(stream) == last
        assert house.post("unload", {"instance_id": name}).text == "OK"
        assert all(part == last for part in stream)


def test_all_viewers_get_the_same_pictures_for_the_work_of_one() -> None:
    with opened() as house:
        name = house.load()
        wait_until(lambda: house.state(name)["frame"])
        house.post("stop", {"instance_id": name})
        streams = [parts(feed_of(house, name)) for _ in range(12)]
        (before,) = {next(stream).headers["x-time"] for stream in streams}
        assert house.state(name)["viewers"] == 12
        drawn = len(house.archive.draws)
        house.post("start", {"instance_id": name})
        seen = [{part.headers["x-time"] for part in islice(stream, 40)} - {before} for stream in streams]
        assert set.intersection(*seen)
        assert len(set.union(*seen)) <= len(house.archive.draws) - drawn
        for stream in streams:
            stream.close()
        wait_until(lambda: house.state(name)["viewers"] == 0)


def test_a_viewer_who_was_away_gets_the_newest_picture() -> None:
    with opened() as house:
        house.archive.weight = 1 << 20
        name = house.load()
        with slow(house, name) as file:
            stream = read_parts(file, "frame")
            seen = float(next(stream).headers["x-time"])
            drawn = len(house.archive.draws)
            wait_until(lambda: len(house.archive.draws) > drawn + 40)
            # One was on its way; the one behind it was chosen when that was taken.
            *_, newest = (float(part.headers["x-time"]) for part in islice(stream, 2))
        assert newest > seen + 1.0


def test_a_viewer_who_takes_nothing_is_given_up_and_others_are_not() -> None:
    viewers = Viewers(patience_s=4.0)
    with ThreadPoolExecutor(1) as pool, opened(viewers=viewers) as house:
        house.archive.weight = 1 << 20
        name = house.load()
        ended = threading.Event()
        taken = pool.submit(lambda: sum(not ended.is_set() for _ in parts(feed_of(house, name))))
        with slow(house, name):
            wait_until(lambda: viewers.count == 2)
            wait_until(lambda: viewers.count == 1)
            drawn = len(house.archive.draws)
            wait_until(lambda: len(house.archive.draws) > drawn + 10)
            assert house.state(name)["viewers"] == 1
        ended.set()
        house.post("unload", {"instance_id": name})
        assert taken.result(LIMIT_S) > 10


def test_a_viewer_who_vanishes_leaves_its_place() -> None:
    with opened() as house:
        name = house.load()
        with slow(house, name) as file:
            next(read_parts(file, "frame"))
            assert house.state(name)["viewers"] == 1
        wait_until(lambda: house.state(name)["viewers"] == 0)


def test_one_picture_alone() -> None:
    with opened() as house:
        loaded = house.upload(file=png(ANNA)).json()["instance_id"]
        none_yet = house.get("frame", params={"instance_id": loaded})
        assert (none_yet.status_code, none_yet.json()) == (503, {"error": "there is no picture of her yet"})
        house.post("start", {"instance_id": loaded})
        house.post("set_overrides", {"instance_id": loaded, "overrides": {"mouth_aaa_index": 1.0}})

        def grey() -> int:
            shot = house.get("frame", params={"instance_id": loaded})
            return shade(shot.content) if shot.status_code == 200 else -1

        wait_until(lambda: grey() >= OPEN - 4)
        answer = house.get("frame", params={"instance_id": loaded})
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Full-Size"] == "512 512"
        assert answer.headers["Content-Type"] == "image/webp"


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_reads_the_stream() -> None:
    with opened() as house:
        name = house.load()
        command = ["curl", "--silent", "--no-buffer", feed_of(house, name)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as curl:
            assert curl.stdout
            pictures = [part.content for part in islice(read_parts(curl.stdout, "frame"), 5)]
            curl.kill()
        assert all(shade(picture) for picture in pictures)


@pytest.mark.skipif(not find_browser(), reason="no Chromium is installed")
def test_a_browser_shows_the_stream_as_a_picture() -> None:
    browser = find_browser()
    assert browser

    async def look(house: House, name: str) -> None:
        async with browsing(browser) as tab:
            await tab.open(f"{house.url}/health", 600, 600)
            await tab.until("document.body && document.body.textContent.trim() === 'OK'")
            source = json.dumps(feed_of(house, name))
            await tab.value(f"document.body.appendChild(new Image()).src = {source}")
            await tab.until("document.images[0].naturalWidth > 0")

    with opened() as house:
        name = house.load()
        asyncio.run(look(house, name))
        wait_until(lambda: house.state(name)["viewers"] == 0)


@contextmanager
def slow(house: House, instance_id: str) -> Iterator[BinaryIO]:
    """A viewer's side of the connection, which takes no more than is read; HTTP/1.0 has no chunks."""
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        wire.settimeout(LIMIT_S)
        wire.connect(("127.0.0.1", house.port))
        path = f"/api/avatar/result_feed?instance_id={instance_id}"
        wire.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        with wire.makefile("rb") as file:
            while file.readline() != b"\r\n":
                pass
            yield file


def shade(content: bytes) -> int:
    """Of a picture's middle."""
    with Image.open(io.BytesIO(content)) as image:
        return int(np.asarray(image.convert("L"))[image.height // 2, image.width // 2])
