"""Viewers by WebSocket: what they get, what many of them cost, and what becomes of slow ones."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import requests
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from clients.avatar.studio import CLOSED, SPOKEN, TEXT
from clients.studio.theatre import playing
from clients.studio.watching import Message, Viewer, read_message
from soulsgen.avatar.animator import Character
from soulsgen.page.hosting import Place
from soulsgen.studio.broadcast import Each
from soulsgen.studio.clock import Clock
from soulsgen.studio.drawing import Easel
from soulsgen.studio.instance import Instance
from soulsgen.studio.server import Plan, Studio
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.socket import LATE_S, TOO_LATE_S, Socket
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S, seldom_unlucky

FPS = 25
Caller = TestClient[web.Request, web.Application]


def test_a_viewer_is_told_the_time_and_how_she_is_and_gets_pictures_and_sound(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            house.post("speak", {"instance_id": name, "text": TEXT})
            sounds, frames = viewer.waits_for("sound", 5), viewer.waits_for("frame", 5)
            clocks = viewer.waits_for("clock", 2)
        assert [one.header["kind"] for one in viewer.messages[:2]] == ["clock", "status"]
        assert viewer.messages[1].header == {
            "kind": "status",
            "running": True,
            "trouble": "",
            "speaking": False,
            "saying": None,
            "waiting": 0,
            "fault": "",
            "recording_since": None,
            "recorded": None,
            "recording_fault": "",
        }
        assert {one.header["rate"] for one in sounds} == {24_000}
        assert all(later.header["t"] > one.header["t"] for one, later in pairwise(clocks))
        for frame in frames:
            assert (frame.header["type"], frame.header["width"], frame.header["height"]) == (
                "image/webp",
                512,
                512,
            )
            with Image.open(io.BytesIO(frame.payload)) as picture:
                assert (picture.format, picture.size) == ("WEBP", (512, 512))
        # On the grid of her rate, and in order.
        moments = [frame.header["t"] for frame in frames]
        assert moments == sorted(moments)
        assert [moment * FPS for moment in moments] == pytest.approx(
            [round(moment * FPS) for moment in moments], abs=1e-3
        )


def test_lips_and_voice_are_in_step_for_a_viewer(tmp_path: Path) -> None:
    """Of every picture whose moment lies in a p, b or m of what is heard then, the mouth is closed."""
    closed = [
        (one["start"], one["end"]) for one in SPOKEN["reply"]["lines"][0]["visemes"] if one["viseme"] == "PP"
    ]

    def tried() -> bool:
        with Viewer(house, name) as viewer:
            house.post("speak", {"instance_id": name, "text": TEXT})
            (caption,) = viewer.waits_for("caption")
            began = viewer.waits_for("sound")[0].header["t"]
            assert began == caption.header["t"]
            while viewer.waits_for("frame")[-1].header["t"] < began + 1.0:
                viewer.waits_for("frame", len(viewer.of("frame")) + 1)
        seen = {frame.header["t"] - began: frame.grey() for frame in viewer.of("frame")}
        shut = [grey for at, grey in seen.items() if any(start <= at < end for start, end in closed)]
        assert max(shut, default=CLOSED) < CLOSED + 5
        # A machine that is busy draws few pictures, or none of these.
        return len(shut) >= 4 and max(seen.values()) > CLOSED + 100

    with playing(tmp_path) as house:
        name = house.load()
        assert seldom_unlucky(tried)


def test_many_viewers_get_the_same_bytes_for_the_work_of_one(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        for count in (1, 8, 32):
            viewers = [Viewer(house, name).__enter__() for _ in range(count)]
            drawn = len(house.archive.draws)
            for viewer in viewers:
                viewer.waits_for("frame", len(viewer.of("frame")) + 5)
            # Each picture was asked for once, whoever sees it; some are under way, or were there already.
            moments = {one.header["t"] for viewer in viewers for one in viewer.of("frame")}
            asked = len(house.archive.draws) - drawn
            assert house.state(name)["viewers"] == count
            for viewer in viewers:
                viewer.__exit__(None, None, None)
            assert len(moments) >= 5
            assert asked <= FPS * (max(moments) - min(moments)) + 6


def test_a_viewer_of_somebody_who_is_unloaded_is_told(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            house.post("unload", {"instance_id": name})
        assert viewer.ended == (1001, "the avatar was unloaded")


def test_a_token_lets_look_by_socket_and_nothing_else(tmp_path: Path) -> None:
    async def look(url: str, **query: str) -> int:
        async with aiohttp.ClientSession() as session:
            try:
                async with session.ws_connect(f"{url}/api/avatar/socket", params=query) as socket:
                    await socket.receive_json(timeout=LIMIT_S)
                    return 200
            except aiohttp.WSServerHandshakeError as error:
                return error.status

    with playing(tmp_path) as open_house:
        endpoint = Endpoint(open_house.studio._plan.endpoint.host, retries=0)
        with Studio(Plan(endpoint), Place(port=0, key="correct horse"), print) as studio:
            bearer = {"Authorization": "Bearer correct horse"}
            url = studio.url.rstrip("/")
            told = _load(url, bearer)
            name, token = told["instance_id"], told["token"]
            assert asyncio.run(look(url, instance_id=name)) == 401
            assert asyncio.run(look(url, instance_id=name, token="x")) == 401
            assert asyncio.run(look(url, instance_id=name, token=token)) == 200
            for path in ("performance", "recording"):
                answer = _get(url, path, {"instance_id": name, "token": token})
                assert answer == 401


def _load(url: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = requests.post(
        f"{url}/api/avatar/load", json={"character": "anna"}, headers=headers, timeout=LIMIT_S
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _get(url: str, path: str, query: dict[str, str]) -> int:
    return requests.get(f"{url}/api/avatar/{path}", params=query, timeout=LIMIT_S).status_code


class Hands:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def staged(work: Callable[[Instance, Hands, Caller], Coroutine[Any, Any, None]]) -> None:
    """`work` with somebody who draws nothing by herself, her clock, and a caller of her socket."""

    async def run() -> None:
        hands = Hands()
        instance = Instance(
            Character("anna", frozenset(), frozenset()), Easel(Endpoint()), clock=Clock(hands)
        )
        socket = Socket(instance, Each(), lambda: {"running": instance.running})
        app = web.Application()
        app.router.add_get("/", socket.serve)
        async with TestClient(TestServer(app)) as client:
            await work(instance, hands, client)

    asyncio.run(asyncio.wait_for(run(), LIMIT_S))


def shot(number: int) -> Shot:
    return Shot(float(number), bytes([number]) * 4, "image/webp", 1, 1, (1, 1))


def sound(number: int) -> Sound:
    return Sound(float(number), bytes([number]) * 4, 24_000)


async def read(socket: aiohttp.ClientWebSocketResponse, kind: str) -> Message:
    """The next one of a kind; pings are answered by the way."""
    while True:
        message = await socket.receive(timeout=LIMIT_S)
        if message.type is aiohttp.WSMsgType.BINARY:
            found = read_message(message.data)
            if found.header["kind"] == kind:
                return found
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message


async def settled() -> None:
    """All that could be sent has been sent: to loopback that takes some turns of the loop."""
    for _ in range(50):
        await asyncio.sleep(0.001)


def test_a_slow_viewer_loses_pictures_and_no_sound() -> None:
    async def work(instance: Instance, hands: Hands, client: Caller) -> None:
        async with client.ws_connect("/") as socket:
            instance.shots.put(shot(1))
            assert (await read(socket, "frame")).payload == b"\1" * 4
            # From here on it reads nothing.
            instance.hear(sound(1))
            await settled()
            instance.shots.put(shot(2))
            await settled()
            hands.now_s = LATE_S + 0.1
            for number in range(3, 9):
                instance.shots.put(shot(number))
                instance.hear(sound(number))
                await settled()
            hands.now_s = TOO_LATE_S - 0.1
            frames, sounds = [], []
            while 8 not in sounds:
                message = await socket.receive(timeout=LIMIT_S)
                if message.type is aiohttp.WSMsgType.BINARY:
                    found = read_message(message.data)
                    {"frame": frames, "sound": sounds}[found.header["kind"]].append(found.payload[0])
            assert sounds == [1, 3, 4, 5, 6, 7, 8]
            assert frames in ([], [2])
            # It has caught up, and gets the newest.
            assert (await read(socket, "frame")).payload == b"\x08" * 4

    staged(work)


def test_a_viewer_who_is_too_late_is_let_go_with_the_reason() -> None:
    async def work(instance: Instance, hands: Hands, client: Caller) -> None:
        # One reads, and answers no ping: for all that is known here, it has read nothing.
        async with client.ws_connect("/", autoping=False) as socket, client.ws_connect("/") as other:
            await read_status(other)
            instance.hear(sound(1))
            await settled()
            hands.now_s = 1.0
            await read(other, "sound")
            await settled()
            hands.now_s = TOO_LATE_S + 0.1
            while (message := await socket.receive(timeout=LIMIT_S)).type is not aiohttp.WSMsgType.CLOSE:
                pass
            assert message.data == aiohttp.WSCloseCode.TRY_AGAIN_LATER
            assert message.extra == "more than 10 s late: the line is too slow for this size and rate"
            while instance.shots.viewers > 1:
                await asyncio.sleep(0.01)
            assert not other.closed

    staged(work)


async def read_status(socket: aiohttp.ClientWebSocketResponse) -> None:
    assert [(await socket.receive_json())["kind"] for _ in range(2)] == ["clock", "status"]


def test_a_viewer_who_vanishes_is_counted_no_more() -> None:
    async def work(instance: Instance, hands: Hands, client: Caller) -> None:
        socket = await client.ws_connect("/")
        await read_status(socket)
        assert instance.shots.viewers == 1
        assert socket._response.connection is not None
        transport = socket._response.connection.transport
        assert transport is not None
        transport.abort()
        while instance.shots.viewers:
            await asyncio.sleep(0.01)
        assert (instance.sounds.readers, instance.shots.closed) == (0, False)

    staged(work)
