"""Ten minutes of her, on a clock that skips all waiting: voice and lips are as near as at the first word."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from clients.avatar.films import Seen, watched
from clients.avatar.studio import CLOSED, LENGTH_S, SPOKEN, TEXT, closed_frames, greys
from clients.loopback import serving
from clients.studio.filmed import filmed
from clients.studio.skipping import skipping
from clients.studio.theatre import Theatre
from soulsgen.avatar.animator import Character
from soulsgen.avatar.film import FORMS
from soulsgen.studio.clock import Clock
from soulsgen.studio.drawing import Easel, Sitting
from soulsgen.studio.instance import Instance
from soulsgen.studio.recording import Plan
from soulsgen.studio.settings import STARTING
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.sound import RATE_HZ, Strip, length_s
from soulsgen.studio.speaking import AHEAD_S, Caption, Voice
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker

FPS = 10
SIDE = 16
VISEMES = SPOKEN["reply"]["lines"][0]["visemes"]
T = TypeVar("T")


class Plain(Easel):
    """Draws here and now: the clock of the test waits for no other machine."""

    async def draw(self, sitting: Sitting) -> Shot:
        (grey,) = greys(sitting.payload()["poses"]).tolist()
        pixels = bytes((grey, grey, grey, 255)) * SIDE * SIDE
        stats = {"render_ms": 1.0, "encode_ms": 1.0}
        bare = "application/octet-stream"
        return Shot(sitting.moment_s, pixels, bare, SIDE, SIDE, (SIDE, SIDE), stats=stats)


@dataclass
class Evening:
    """What viewers got. ahead_s: how long before it was heard each sound was there."""

    shots: list[Shot] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
    ahead_s: list[float] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)


async def listen(items: AsyncIterator[T], kept: Callable[[T], object]) -> None:
    async for item in items:
        kept(item)


async def look(instance: Instance, kept: list[Shot]) -> None:
    shot: Shot | None = None
    while (shot := await instance.shots.after(shot)) is not None:
        kept.append(shot)


def evening(lasts_s: float) -> Evening:
    """Somebody who says the same over and over, with pauses that lie on no grid."""
    seen = Evening()

    async def live(clock: Clock) -> None:
        endpoint = Endpoint(url, retries=0)
        settings = replace(STARTING, fps=float(FPS))
        instance = Instance(Character("anna", frozenset(), frozenset()), Plain(endpoint), settings, clock, 1)
        voice = Voice(instance, Speaker(TorchServe(endpoint)))
        async with asyncio.TaskGroup() as viewers:
            viewers.create_task(look(instance, seen.shots))
            viewers.create_task(listen(instance.sounds.subscribe(), seen.sounds.append))
            viewers.create_task(listen(voice.captions.subscribe(), seen.captions.append))
            viewers.create_task(
                listen(instance.sounds.subscribe(), lambda one: seen.ahead_s.append(one.at_s - clock.now_s()))
            )
            instance.start()
            end_s = clock.now_s() + lasts_s
            while clock.now_s() < end_s:
                with suppress(TimeoutError):
                    await voice.speak(Order(TEXT)).answered
                while voice.speaking:
                    await asyncio.sleep(0.1)
                await asyncio.sleep(3.217)
            await voice.close()
            await instance.close()

    with serving(Theatre()) as url:
        skipping(live)
    return seen


def begun(sounds: list[Sound]) -> list[float]:
    """Where sound begins behind silence."""
    ends = [float("-inf"), *(one.at_s + length_s(one.pcm) for one in sounds)]
    return [one.at_s for one, end_s in zip(sounds, ends, strict=False) if one.at_s > end_s + 0.01]


def offset(seen: NDArray[np.float64], said_s: float) -> int:
    """By how many pictures the mouth is behind what is heard from `said_s` on."""
    heard = [{**one, "start": one["start"] + said_s, "end": one["end"] + said_s} for one in VISEMES]
    shut = np.array(closed_frames(heard, len(seen), FPS))
    assert len(shut) >= 1
    return min(range(-3, 4), key=lambda late: (seen[shut + late].mean().round(), abs(late)))


def lag_s(seen: Seen, given: NDArray[np.float64], around_s: float) -> float:
    """By how much the film's sound is later than what was given, about a moment."""
    begin = round((around_s - 0.3) * RATE_HZ)
    end = begin + round((LENGTH_S + 0.6) * RATE_HZ)
    here = seen.sound[begin:end]
    size = 2 * len(here)
    alike = np.fft.irfft(np.fft.rfft(here, size) * np.conj(np.fft.rfft(given[begin:end], size)), size)
    best = int(alike.argmax())
    return (best - size if best > size // 2 else best) / RATE_HZ


@pytest.mark.parametrize("lasts_s", [60.0, pytest.param(600.0, marks=pytest.mark.slow)])
def test_voice_and_lips_are_in_step_from_the_first_word_to_the_last(lasts_s: float, tmp_path: Path) -> None:
    seen, film = evening(lasts_s), tmp_path / "clip.mp4"
    began_s = seen.shots[0].moment_s
    end_s = seen.captions[-1].at_s + LENGTH_S + 1.0
    given = sorted([*seen.shots, *seen.sounds], key=lambda one: _comes_s(one))
    made = filmed(film, Plan(FORMS[".mp4"], ".mp4", FPS, "#ffffff", most_s=1200), began_s, given, end_s)
    decoded = watched(film)
    pictures = decoded.greys()
    assert len(decoded.times) == made.frames > 0.9 * lasts_s * FPS
    strip = Strip(began_s)
    for sound in seen.sounds:
        strip.lay(sound)
    heard = np.frombuffer(strip.until(len(decoded.sound)), "<i2").astype(np.float64)
    said = [at_s - began_s for at_s in begun(seen.sounds)]
    assert said == pytest.approx([caption.at_s - began_s for caption in seen.captions])
    assert len(said) > lasts_s / 12
    assert said[-1] > 0.9 * lasts_s
    assert 0.2 < min(seen.ahead_s) <= max(seen.ahead_s) < AHEAD_S + 1e-6
    # None is heard or seen elsewhere than the first was.
    assert [abs(lag_s(decoded, heard, at_s)) < 0.005 for at_s in said[:3] + said[-3:]] == [True] * 6
    assert [offset(pictures, at_s) for at_s in said[:3] + said[-3:]] == [0] * 6
    assert pictures.max() > CLOSED + 100
    # Each picture is that of its moment.
    shown = {round((shot.moment_s - began_s) * FPS): shot.content[0] for shot in seen.shots}
    wrong = [abs(grey - shown[k]) for k, grey in enumerate(pictures) if k in shown]
    assert max(wrong) < 6


def _comes_s(one: Shot | Sound) -> float:
    """When viewers got it: sound before it is heard."""
    return one.moment_s if isinstance(one, Shot) else one.at_s - 0.25
