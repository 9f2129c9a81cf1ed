"""A film of what viewers get: which picture is seen when, what is heard, and when it ends by itself."""

import io
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from clients.avatar.films import Seen, onset_s, watched
from clients.studio.filmed import filmed
from clients.studio.tones import tone
from soulsgen.avatar.film import FORMS
from soulsgen.errors import SoulsgenError
from soulsgen.studio.recording import Plan, Recorded, Recording
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.sound import RATE_HZ

MP4 = Plan(FORMS[".mp4"], ".mp4", 20, "#ffffff")
BEGAN_S = 1234.5
SIDE = 32
BARE = "application/octet-stream"
# What an encoder may make of a grey.
NEAR = 6


def shot(at_s: float, grey: int, side: int = SIDE, alpha: int = 255, form: str = "rgba") -> Shot:
    """Seen from `at_s` after the beginning on."""
    picture = Image.new("RGBA", (side, side), (grey, grey, grey, alpha))
    content, media_type = picture.tobytes(), BARE
    if form != "rgba":
        file = io.BytesIO()
        picture.save(file, form)
        content, media_type = file.getvalue(), f"image/{form}"
    return Shot(BEGAN_S + at_s, content, media_type, side, side, (side, side))


def recorded(
    path: Path, plan: Plan, first: Shot, *given: Shot | Sound, end_s: float | None = None
) -> Recorded:
    return filmed(path, plan, BEGAN_S, [first, *given], None if end_s is None else BEGAN_S + end_s)


def greys(path: Path) -> list[int]:
    """Of each picture; those of `shot` are tens."""
    middles = watched(path).pictures[:, SIDE // 2, SIDE // 2].astype(float).mean(axis=1)
    found = (np.rint(middles / 10) * 10).astype(int)
    assert abs(middles - found).max() < NEAR - 1
    return list(found)


def test_a_shot_is_seen_from_the_picture_nearest_to_its_moment_until_the_next(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    # Pictures lie at 0, 0.05, 0.1, …: one is between two of them, two are nearest to one, one stays for long.
    shots = (shot(0.05, 40), shot(0.12, 60), shot(0.16, 80), shot(0.17, 100), shot(0.4, 120))
    made = recorded(film, MP4, shot(0, 20), *shots, end_s=0.5)
    assert made == Recorded(10, 0.5)
    assert greys(film) == [20, 40, 60, 100, 100, 100, 100, 100, 120, 120]
    assert watched(film).times == pytest.approx([k / 20 for k in range(10)], abs=1e-6)


def test_shots_of_twice_the_rate_are_left_out_and_of_half_of_it_repeated(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    recorded(film, MP4, shot(0, 0), *(shot(k / 40, 10 * k) for k in range(1, 20)), end_s=0.5)
    assert greys(film) == [20 * k for k in range(10)]
    recorded(film, MP4, shot(0, 0), *(shot(k / 10, 20 * k) for k in range(1, 5)), end_s=0.5)
    assert greys(film) == [0, 0, 20, 20, 40, 40, 60, 60, 80, 80]


@pytest.mark.parametrize("form", ["webp", "png", "jpeg", "rgba"])
def test_shots_are_what_the_archive_sends(form: str, tmp_path: Path) -> None:
    first = shot(0, 120, form=form) if form != "jpeg" else _jpeg(shot(0, 120))
    recorded(tmp_path / "clip.mp4", MP4, first, end_s=0.1)
    assert greys(tmp_path / "clip.mp4") == [120, 120]


def _jpeg(bare: Shot) -> Shot:
    file = io.BytesIO()
    Image.frombytes("RGBA", (bare.width, bare.height), bare.content).convert("RGB").save(file, "jpeg")
    return replace(bare, content=file.getvalue(), media_type="image/jpeg")


def heard_at(seen: Seen) -> float:
    return onset_s(seen.sound, seen.rate_hz)


@pytest.mark.parametrize("ending", [".mp4", ".webm"])
def test_sound_is_heard_at_its_moment_and_silence_where_there_is_none(ending: str, tmp_path: Path) -> None:
    film = tmp_path / f"clip{ending}"
    pcm = tone(RATE_HZ, 0.4)
    # In pieces, the second of which comes after the picture it belongs to.
    half = len(pcm) // 2
    sounds = Sound(BEGAN_S + 0.3, pcm[:half], RATE_HZ), Sound(BEGAN_S + 0.5, pcm[half:], RATE_HZ)
    plan = replace(MP4, form=FORMS[ending], ending=ending)
    recorded(film, plan, shot(0, 20), sounds[0], shot(0.45, 20), sounds[1], end_s=1.0)
    seen = watched(film)
    assert heard_at(seen) == pytest.approx(0.3, abs=0.01)
    loud = np.flatnonzero(abs(seen.sound) > 0.1 * abs(seen.sound).max()) / seen.rate_hz
    assert loud[-1] == pytest.approx(0.7, abs=0.01)
    assert np.diff(loud).max() < 0.005
    assert len(seen.sound) / seen.rate_hz == pytest.approx(1.0, abs=0.05)


def test_what_was_heard_before_it_began_is_not_in_it(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    recorded(film, MP4, shot(0, 20), Sound(BEGAN_S - 0.2, tone(RATE_HZ, 0.3), RATE_HZ), end_s=0.5)
    seen = watched(film)
    loud = np.flatnonzero(abs(seen.sound) > 0.1 * abs(seen.sound).max()) / seen.rate_hz
    assert loud[-1] == pytest.approx(0.1, abs=0.01)


def test_a_shot_of_another_size_is_fitted_into_the_film_before_its_background(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    wide = Shot(BEGAN_S + 0.1, bytes((200, 200, 200, 255)) * 64 * 32, BARE, 64, 32, (64, 64))
    recorded(film, replace(MP4, background="#0000ff"), shot(0, 100), shot(0.05, 100, 16), wide, end_s=0.15)
    pictures = watched(film).pictures.astype(int)
    assert pictures.shape == (3, SIDE, SIDE, 3)
    assert abs(pictures[1] - 100).max() < NEAR
    assert abs(pictures[2, SIDE // 2] - 200).max() < 2 * NEAR
    assert abs(pictures[2, 2] - (0, 0, 255)).max() < 2 * NEAR


def test_a_webm_is_as_transparent_as_she_is(tmp_path: Path) -> None:
    film = tmp_path / "clip.webm"
    plan = Plan(FORMS[".webm"], ".webm", 20, "transparent")
    recorded(film, plan, shot(0, 100, alpha=0), shot(0.05, 100), end_s=0.1)
    with av.open(str(film)) as container:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        packets = container.demux(container.streams.video[0])
        alphas = [
            int(frame.to_ndarray(format="rgba")[SIDE // 2, SIDE // 2, 3])
            for packet in packets
            for frame in decoder.decode(packet)
        ]
    assert alphas == pytest.approx([0, 255], abs=3)


def test_a_gif_has_the_pictures_alone(tmp_path: Path) -> None:
    film = tmp_path / "clip.gif"
    plan = Plan(FORMS[".gif"], ".gif", 20, "#ffffff")
    recorded(film, plan, shot(0, 20), Sound(BEGAN_S, tone(RATE_HZ, 0.3), RATE_HZ), shot(0.1, 60), end_s=0.2)
    with Image.open(film) as picture:
        seen = []
        for k in range(picture.n_frames):
            picture.seek(k)
            middle = picture.convert("RGB").getpixel((SIDE // 2, SIDE // 2))
            seen.append((middle, picture.info["duration"]))
    lasted = {grey: sum(ms for middle, ms in seen if middle == (grey, grey, grey)) for grey in (20, 60)}
    assert lasted == {20: 100, 60: 100}


def test_it_ends_by_itself_when_it_is_long_or_large_enough_and_is_whole(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    long = recorded(film, replace(MP4, most_s=0.3), shot(0, 20), shot(5.0, 40))
    assert long == Recorded(6, 0.3, "it was to be no longer than 0.3 s")
    assert greys(film) == [20] * 6
    noise = np.random.default_rng(0).integers(0, 256, (2, 256 * 256 * 4), np.uint8)
    noisy = [Shot(BEGAN_S + k / 20, noise[k % 2].tobytes(), BARE, 256, 256, (256, 256)) for k in range(200)]
    large = recorded(film, replace(MP4, most_bytes=1 << 20), noisy[0], *noisy[1:])
    assert large.reason == "it was to be no larger than 1 MB"
    assert 1 << 20 <= film.stat().st_size < 4 << 20
    assert len(watched(film).times) == large.frames < 200


def test_a_shot_that_is_no_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoulsgenError, match=r"^a picture of image/webp cannot be read: "):
        recorded(
            tmp_path / "clip.mp4",
            MP4,
            replace(shot(0, 20), media_type="image/webp"),
            end_s=1,
        )


def test_a_writer_that_does_not_keep_up_loses_shots_and_no_sound(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    with film.open("wb+") as file:
        recording = Recording(file, MP4, BEGAN_S, shot(0, 0))
        # Nothing is written yet.
        taken = [recording.show(shot(k / 20, 200)) for k in range(1, 101)]
        for k in range(50):
            recording.hear(Sound(BEGAN_S + k / 10, tone(RATE_HZ, 0.1), RATE_HZ))
        recording.end(BEGAN_S + 5.0)
        recording.write()
    assert taken == [True] * 64 + [False] * 36
    seen = watched(film)
    assert len(seen.times) == 100
    assert np.diff(np.flatnonzero(abs(seen.sound) > 0.1 * abs(seen.sound).max())).max() / seen.rate_hz < 0.01
