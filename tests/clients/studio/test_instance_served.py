"""One character, live, in front of a real TorchServe with the packed animator archive."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PIL import Image

from archive_checkout import Live, client_of, new_checkout, served
from character_checkpoints import write_cast
from soulsgen import archive
from soulsgen.avatar.animator import characters, payload
from soulsgen.motion.events import Event
from soulsgen.motion.lips import Viseme
from soulsgen.motion.scene import Scene
from soulsgen.studio.drawing import Easel
from soulsgen.studio.instance import Instance
from soulsgen.studio.settings import STARTING
from soulsgen.studio.shot import Shot
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

pytestmark = pytest.mark.server
SMALL = replace(STARTING, size=96, format="png", fps=10.0)
Pixels = NDArray[np.int64]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    checkout = new_checkout(tmp_path_factory.mktemp("studio-checkout"))
    write_cast(checkout.root / "model_store" / "defaults" / "animator")
    archive.pack(archive.read_specs(checkout)["animator"], checkout, {}, "1.0")
    with served(checkout, "animator") as running:
        yield running


def directed(live: Live, work: Callable[[Instance], Awaitable[None]]) -> None:
    here, running = live

    async def run() -> None:
        easel = Easel(Endpoint(running.addresses.inference, key_file=here.key_file))
        known = await asyncio.to_thread(characters, client_of(live), "animator")
        instance = Instance(next(one for one in known if one.name == "wick"), easel, SMALL, seed=4)
        try:
            async with asyncio.timeout(LIMIT_S):
                await work(instance)
        finally:
            await instance.close()
            easel.close()

    asyncio.run(run())


def pixels(file: bytes) -> Pixels:
    with Image.open(io.BytesIO(file)) as image:
        return np.asarray(image.convert("RGBA")).astype(np.int64)


async def pictured(live: Live, instance: Instance, moment_s: float, events: list[Event]) -> Pixels:
    """What the archive draws of the scene at a moment."""
    scene = Scene(instance.seed, instance.settings.manner, instance.emotions)
    pictures = scene.pictures(np.array([moment_s]), events)
    request = payload(instance.character, pictures, instance.settings.look())
    return pixels((await asyncio.to_thread(client_of(live).predict_bytes, "animator", request))[0])


async def seen(instance: Instance, count: int) -> list[Shot]:
    shown: list[Shot] = []
    newest = instance.shots.last
    while len(shown) < count:
        newest = await instance.shots.after(newest)
        assert newest
        # Nothing of the future.
        assert newest.moment_s <= instance.clock.now_s()
        shown.append(newest)
    return shown


def test_a_picture_shows_what_she_does_at_the_moment_it_tells(live: Live) -> None:
    async def work(instance: Instance) -> None:
        instance.timeline.feel("love", 0.5)
        instance.timeline.say(1.0, [Viseme(0.0, 1.5, "aa"), Viseme(1.5, 60.0, "O")])
        events = instance.timeline.events()
        instance.start()
        shown = await seen(instance, 30)
        instance.stop()
        told = [await pictured(live, instance, shot.moment_s, events) for shot in shown]
        for shot, expected in zip(shown, told, strict=True):
            assert abs(pixels(shot.content) - expected).max() <= 2
        # That is to say something: another moment looks otherwise.
        assert abs(told[0] - told[-1]).max() > 20
        assert instance.shots.last is shown[-1]

    directed(live, work)


def test_a_killed_worker_leaves_the_last_picture_and_comes_back_by_itself(live: Live) -> None:
    here, running = live

    async def work(instance: Instance) -> None:
        instance.start()
        await seen(instance, 5)
        management = here.client(running, "management")
        worker = management.call("GET", "/models/animator")[0]["workers"][0]["pid"]
        psutil.Process(worker).kill()
        while not instance.trouble:
            await asyncio.sleep(0.01)
        assert "the last picture stays" in instance.trouble
        assert instance.shots.last
        killed_s = instance.clock.now_s()
        shown = await seen(instance, 10)
        assert shown[-1].moment_s > killed_s
        assert "stays" not in instance.trouble
        expected = await pictured(live, instance, shown[-1].moment_s, instance.timeline.events())
        assert abs(pixels(shown[-1].content) - expected).max() <= 2

    directed(live, work)
