"""Her voice and her face in front of a real TorchServe with the packed archives of both."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from archive_checkout import Live, client_of, new_checkout, served
from character_checkpoints import write_cast
from clients.avatar.films import onset_s, watched
from soulsgen import archive
from soulsgen.avatar.animator import characters, payload
from soulsgen.avatar.film import FORMS
from soulsgen.errors import SoulsgenError
from soulsgen.motion.events import Say
from soulsgen.motion.lips import CLOSED
from soulsgen.motion.parameters import MOUTHS
from soulsgen.motion.scene import Scene
from soulsgen.studio.booth import Booth
from soulsgen.studio.drawing import Easel
from soulsgen.studio.instance import Instance
from soulsgen.studio.recording import Plan
from soulsgen.studio.settings import STARTING
from soulsgen.studio.shot import Shot
from soulsgen.studio.utterance import NotServed
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker
from waiting import LIMIT_S

pytestmark = pytest.mark.server
TEXT = "Bob may pay. Mama may hop."
FPS = 10
SMALL = replace(STARTING, size=96, format="png", fps=float(FPS))
Pixels = NDArray[np.int64]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    checkout = new_checkout(tmp_path_factory.mktemp("speaking-checkout"), "tts")
    write_cast(checkout.root / "model_store" / "defaults" / "animator")
    for name in ("animator", "tts"):
        archive.pack(archive.read_specs(checkout)[name], checkout, {}, "1.0")
    with served(checkout, "animator", "tts") as running:
        yield running


def performed(live: Live, folder: Path, work: Callable[[Booth], Awaitable[None]], model: str = "tts") -> None:
    here, running = live
    endpoint = Endpoint(running.addresses.inference, key_file=here.key_file, retries=1)

    async def run() -> None:
        easel = Easel(endpoint)
        known = await asyncio.to_thread(characters, client_of(live), "animator")
        instance = Instance(next(one for one in known if one.name == "wick"), easel, SMALL, seed=4)
        booth = Booth(instance, Speaker(TorchServe(endpoint), model), folder)
        try:
            async with asyncio.timeout(LIMIT_S):
                await work(booth)
        finally:
            await booth.close()
            await instance.close()
            easel.close()

    asyncio.run(run())


def pixels(shot: Shot) -> Pixels:
    with Image.open(io.BytesIO(shot.content)) as image:
        return np.asarray(image.convert("RGBA")).astype(np.int64)


async def with_closed_mouth(live: Live, instance: Instance, moment_s: float) -> Pixels:
    """What the archive draws of her at a moment at which her lips are closed."""
    scene = Scene(instance.seed, instance.settings.manner, instance.emotions)
    pictures = scene.pictures(np.array([moment_s]))
    pictures.poses[:, MOUTHS] = 0.0
    request = payload(instance.character, pictures, instance.settings.look())
    content, _ = await asyncio.to_thread(client_of(live).predict_bytes, "animator", request)
    return pixels(Shot(moment_s, content, "image/png", 96, 96, (96, 96)))


def closures(said: Sequence[Say]) -> list[tuple[float, float]]:
    """Every p, b and m that is heard, by the instance's clock."""
    return [
        (each.at_s + one.start_s, each.at_s + one.end_s)
        for each in said
        for one in each.track
        if one.name == CLOSED
    ]


async def watch(instance: Instance, shots: list[Shot], said: dict[float, Say]) -> None:
    shot: Shot | None = None
    while (shot := await instance.shots.after(shot)) is not None:
        shots.append(shot)
        said.update({each.at_s: each for each in instance.timeline.events() if isinstance(each, Say)})


def test_she_speaks_with_her_lips_and_is_recorded(live: Live, tmp_path: Path) -> None:
    async def work(booth: Booth) -> None:
        instance, shots, said = booth.instance, list[Shot](), dict[float, Say]()
        watching = asyncio.create_task(watch(instance, shots, said))
        instance.start()
        # The first takes as long as a worker's first request does.
        await instance.shots.after(None)
        await booth.recorder.start(Plan(FORMS[".mp4"], ".mp4", FPS, "#3060c0"))
        since_s = booth.recorder.state()["recording_since"]
        await booth.voice.speak(Order(TEXT)).answered
        while booth.voice.speaking:
            await asyncio.sleep(0.05)
        kept = await booth.recorder.stop()
        watching.cancel()
        assert booth.voice.fault == ""
        # Sentence by sentence, and each is seen as it is heard.
        assert len(said) == 2
        spans = closures([*said.values()])
        shut = [shot for shot in shots if any(start <= shot.moment_s < end for start, end in spans)]
        assert len(shut) >= 1
        wrong = [
            abs(pixels(shot) - await with_closed_mouth(live, instance, shot.moment_s)).max() for shot in shut
        ]
        assert max(wrong) <= 2
        # That is to say something: others are open.
        spoken = [shot for shot in shots if shot not in shut and shot.moment_s > min(said)]
        open_ones = [
            abs(pixels(shot) - await with_closed_mouth(live, instance, shot.moment_s)).max()
            for shot in spoken
        ]
        assert max(open_ones) > 10
        seen = watched(kept.path)
        assert len(seen.times) == kept.recorded.frames
        first = min(one.start_s for one in said[min(said)].track if one.name != "sil") + min(said)
        assert abs(onset_s(seen.sound, seen.rate_hz) - (first - since_s)) < 1 / FPS

    performed(live, tmp_path, work)


def test_stopping_her_cancels_the_utterance_at_the_archive(live: Live, tmp_path: Path) -> None:
    async def work(booth: Booth) -> None:
        utterance = booth.voice.speak(Order("The bell tolls for those who linger. " * 100))
        await utterance.answered
        stopped = await booth.voice.stop()
        assert (stopped["stopped"], booth.voice.fault) == (1, "")
        assert stopped["silent_at"] < booth.instance.clock.now_s() + 1.0
        # The archive is free for the next.
        await booth.voice.speak(Order("Maybe.")).answered

    performed(live, tmp_path, work)


def test_an_archive_that_is_not_served_is_told_with_what_to_do(live: Live, tmp_path: Path) -> None:
    async def work(booth: Booth) -> None:
        with pytest.raises(NotServed, match=r"^no archive bells is served: `soulsgen create handler bells`"):
            await booth.voice.speak(Order("Maybe.")).answered
        with pytest.raises(SoulsgenError, match="nothing that can be spoken"):
            booth.voice.speak(Order("…"))

    performed(live, tmp_path, work, "bells")
