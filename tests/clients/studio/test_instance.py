"""One character, live, in front of an archive over real HTTP."""

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from werkzeug.wrappers import Response

from clients.avatar.studio import greys, told
from clients.loopback import free_port, serving
from clients.studio.archived import Archive
from soulsgen.avatar.animator import Character
from soulsgen.errors import Unavailable
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.parameters import INDEX
from soulsgen.motion.scene import Scene
from soulsgen.studio.drawing import Easel, Sitting
from soulsgen.studio.instance import Instance
from soulsgen.studio.quality import Level, ladder
from soulsgen.studio.settings import STARTING, Crop
from soulsgen.studio.shot import Shot, Sound
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

ANNA = Character("anna", frozenset({"blush1"}), frozenset({"flowers1"}))
BARE = Character("bare", frozenset(), frozenset())
SMALL = replace(STARTING, size=64, format="png")


def with_easel(url: str, work: Callable[[Easel], Awaitable[None]]) -> None:
    async def run() -> None:
        easel = Easel(Endpoint(url, timeout_s=LIMIT_S))
        try:
            async with asyncio.timeout(LIMIT_S):
                await work(easel)
        finally:
            easel.close()

    asyncio.run(run())


async def shots(instance: Instance, count: int) -> list[Shot]:
    """The next so many."""
    seen: list[Shot] = []
    newest = instance.shots.last
    while len(seen) < count:
        newest = await instance.shots.after(newest)
        assert newest
        seen.append(newest)
    return seen


async def until(asked: Callable[[], object]) -> None:
    while not asked():
        await asyncio.sleep(0.01)


def on_grid(moment_s: float) -> bool:
    """Of the rate that was asked for, or of one that a busy machine keeps."""
    rates = {level.fps for level in ladder(Level(SMALL.size, SMALL.fps))}
    return any(abs(moment_s * fps - round(moment_s * fps)) < 1e-6 for fps in rates)


def grey(shot: Shot) -> int:
    with Image.open(io.BytesIO(shot.content)) as image:
        return int(np.asarray(image.convert("L"))[0, 0])


class Held(Archive):
    """Answers no request for a picture until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.waiting = 0

    def draw(self, payload: dict[str, Any]) -> Response:
        with self.lock:
            self.waiting += 1
        assert self.go.wait(LIMIT_S)
        with self.lock:
            self.waiting -= 1
        return super().draw(payload)


def test_each_picture_is_that_of_its_moment() -> None:
    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL, seed=3)
        instance.timeline.talk(0.0)
        instance.start()
        seen = await shots(instance, 30)
        scene = Scene(3, replace(SMALL.manner, shown_s=1 / 25), built_in())
        times = np.array([shot.moment_s for shot in seen])
        expected = greys(scene.pictures(times, instance.timeline.events()).poses.round(4))
        assert [grey(shot) for shot in seen] == expected.tolist()
        assert len(set(expected.tolist())) > 5
        assert all(on_grid(moment) for moment in times)
        assert (np.diff(times) > 0).all()
        assert {(shot.width, shot.height, shot.media_type) for shot in seen} == {(64, 64, "image/png")}
        assert (seen[-1].stats["render_ms"], seen[-1].stats["encode_ms"]) == (3.5, 1.5)
        await instance.close()

    with serving(Archive()) as url:
        with_easel(url, work)


def test_a_picture_is_drawn_and_encoded_once_for_all_who_look() -> None:
    app = Archive()

    async def look(instance: Instance) -> list[int]:
        seen: list[int] = []
        shot = None
        while shot := await instance.shots.after(shot):
            seen.append(id(shot))
        return seen

    async def work(easel: Easel) -> None:
        filters = (("bloom", {}),)
        instance = Instance(ANNA, easel, replace(SMALL, filters=filters))
        looking = [asyncio.create_task(look(instance)) for _ in range(32)]
        instance.start()
        kept = await shots(instance, 20)
        await instance.close()
        seen = await asyncio.gather(*looking)
        assert all({id(shot) for shot in kept[:-1]} <= set(each) for each in seen)
        moments = [payload["time"] for payload in app.draws]
        assert len(moments) == len(set(moments)) >= 20

    with serving(app) as url:
        with_easel(url, work)


def test_the_archive_is_told_the_look_and_only_filters_are_told_the_time() -> None:
    app = Archive()

    async def work(easel: Easel) -> None:
        instance = Instance(
            ANNA, easel, replace(SMALL, crop=Crop(True, 0.25, 0.0, 0.75, 1.0), upscale=2.0), seed=9
        )
        instance.timeline.feel("joy", 0.0)
        instance.start()
        (shot,) = await shots(instance, 1)
        assert (shot.width, shot.height, shot.full_size) == (64, 128, (128, 128))
        assert shot.crop == (0.25, 0.0, 0.75, 1.0)
        assert "time" not in app.draws[-1]
        assert app.draws[-1]["character"] == "anna"
        assert {name for payload in app.draws for each in payload["effects"] for name in each} <= {"flowers1"}
        filters = (("bloom", {"threshold": 0.4}),)
        instance.use(replace(SMALL, filters=filters, size=128))
        await until(lambda: app.draws[-1]["size"] == 128)
        asked = app.draws[-1]
        assert (asked["filters"], asked["seed"]) == ([["bloom", {"threshold": 0.4}]], 9)
        assert on_grid(asked["time"])
        await until(lambda: instance.shots.last and instance.shots.last.width == 128)
        await instance.close()

    with serving(app) as url:
        with_easel(url, work)


def test_another_character_and_other_emotions_are_there_from_the_next_picture_on() -> None:
    app = Archive()

    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        open_mouth = Emotion(built_in()["joy"].pose * 0)
        open_mouth.pose[INDEX["mouth_aaa"]] = 1.0
        instance.learn({"gape": open_mouth})
        instance.timeline.feel("gape", 0.0)
        instance.timeline.feel("joy", 1e9)
        instance.start()
        await until(lambda: instance.shots.last and grey(instance.shots.last) == 240)
        instance.learn({})
        assert "gape" not in instance.emotions
        await until(lambda: instance.shots.last and grey(instance.shots.last) == 40)
        instance.become(BARE)
        await until(lambda: app.draws[-1]["character"] == "bare")
        assert not instance.trouble
        await instance.close()

    with serving(app) as url:
        with_easel(url, work)


def test_a_pause_keeps_the_last_picture_and_the_clock() -> None:
    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        assert not instance.running
        instance.start()
        instance.start()
        await shots(instance, 3)
        instance.stop()
        last, at_s = instance.shots.last, instance.clock.now_s()
        assert not instance.running
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert instance.shots.last is last
        assert instance.clock.now_s() > at_s
        instance.start()
        (shot,) = await shots(instance, 1)
        assert shot.moment_s > at_s
        await instance.close()

    with serving(Archive()) as url:
        with_easel(url, work)


def test_who_is_closed_while_she_is_drawn_waits_for_nothing_and_shows_nothing_more() -> None:
    app = Held()

    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        reader = asyncio.create_task(instance.shots.after(None))
        instance.start()
        await until(lambda: app.waiting == 2)
        await instance.close()
        assert await reader is None
        assert app.waiting == 2
        app.go.set()
        await until(lambda: app.waiting == 0)
        await asyncio.sleep(0.05)
        assert instance.shots.last is None
        instance.start()
        assert not instance.running

    with serving(app) as url:
        with_easel(url, work)


def test_no_instance_has_more_than_two_pictures_under_way_whatever_is_done_to_it() -> None:
    app = Held()

    async def work(easel: Easel) -> None:
        instances = [Instance(ANNA, easel, SMALL) for _ in range(3)]
        for instance in instances:
            instance.start()
        await until(lambda: app.waiting == 6)
        for instance in instances:
            instance.stop()
            instance.use(SMALL)
            instance.start()
            instance.become(BARE)
        await asyncio.sleep(0.2)
        assert app.waiting == 6
        app.go.set()
        for instance in instances:
            await shots(instance, 2)
            await instance.close()

    with serving(app) as url:
        with_easel(url, work)


def test_a_server_that_is_started_anew_is_found_again() -> None:
    port = free_port()

    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        instance.start()
        await until(lambda: "Connection refused; the last picture stays" in instance.trouble)
        with serving(Archive(), port):
            await shots(instance, 3)
            assert instance.trouble == ""
            last = instance.shots.last
        await until(lambda: instance.trouble)
        assert instance.shots.last
        assert instance.shots.last.moment_s >= (last.moment_s if last else 0)
        with serving(Archive(), port):
            await shots(instance, 3)
            assert instance.trouble == ""
        await instance.close()

    with_easel(f"http://127.0.0.1:{port}", work)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (told(503, {"error": "not in time"}), "HTTP 503: not in time"),
        (told(507, {"message": "Worker died."}), "HTTP 507: Worker died."),
        (told(400, {"error": "size must be less"}), "HTTP 400: size must be less"),
        (told(200, {"text": "a tale"}), "did not reply with a picture"),
    ],
)
def test_what_the_archive_says_is_told_and_passes_when_it_does(answer: Response, words: str) -> None:
    app = Archive()

    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        instance.start()
        await shots(instance, 2)
        app.broken = answer
        await until(lambda: words in instance.trouble)
        app.broken = None
        await until(lambda: not instance.trouble)
        await shots(instance, 2)
        await instance.close()

    with serving(app) as url:
        with_easel(url, work)


def test_an_easel_asks_once_and_leaves_it_to_who_paces_to_ask_again() -> None:
    app = Archive()
    asked: list[int] = []

    def counting(environ: Any, start_response: Any) -> Any:
        asked.append(1)
        app.broken = told(503, {"error": "busy"})
        return app(environ, start_response)

    async def work(easel: Easel) -> None:
        sitting = Sitting(Scene(0), [], 1.0, ANNA, SMALL.look())
        with pytest.raises(Unavailable, match="busy"):
            await easel.draw(sitting)
        assert len(asked) == 1

    with serving(counting) as url:
        with_easel(url, work)


def test_sounds_reach_those_who_listen_until_the_end() -> None:
    async def work(easel: Easel) -> None:
        instance = Instance(ANNA, easel, SMALL)
        sound = Sound(0.5, b"\1\0", 24_000)
        with instance.sounds.subscribe() as heard:
            instance.hear(sound)
            await instance.close()
            assert [each async for each in heard] == [sound]

    with_easel("http://127.0.0.1:9", work)


def test_instances_have_names_and_tokens_of_their_own() -> None:
    async def work(easel: Easel) -> None:
        some = [Instance(ANNA, easel) for _ in range(3)]
        assert len({each.id for each in some} | {each.token for each in some}) == 6
        assert len({each.seed for each in some}) == 3
        assert all(len(each.token) >= 32 for each in some)

    with_easel("http://127.0.0.1:9", work)
