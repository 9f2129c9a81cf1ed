"""What a film is like: transparent, silent, before a colour or a picture, cut."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from clients.avatar.films import TOTAL_S, run, watched
from clients.avatar.studio import CLOSED, TEXT, Studio
from clients.loopback import serving
from soulsgen.avatar.backdrop import read_backdrop


def test_a_transparent_film_is_one_and_its_picture_is_what_the_archive_drew(tmp_path: Path) -> None:
    film = tmp_path / "clip.webm"
    with serving(Studio()) as url:
        assert run(url, "-", "-o", film, "--background", "transparent", stdin=TEXT).exit_code == 0
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        decoded = (frame for packet in container.demux(stream) for frame in decoder.decode(packet))
        pixels = next(decoded).to_ndarray(format="rgba")
    assert (pixels[32, 8, 3], pixels[32, 56, 3]) == (0, 255)
    assert abs(int(pixels[32, 56, 0]) - CLOSED) < 4


def test_a_gif_is_silent_says_so_and_lasts_as_long(tmp_path: Path) -> None:
    film = tmp_path / "clip.gif"
    with serving(Studio()) as url:
        result = run(url, "-", "-o", film, "--fps", "30", "--background", "#3060c0")
    assert f"{film} has no sound: an .mp4 or .webm would\n" in result.stderr
    with Image.open(film) as picture:
        frames = [(picture.seek(k), picture.info["duration"])[1] for k in range(picture.n_frames)]
        assert sum(frames) == pytest.approx(1000 * TOTAL_S, abs=1000 / 30 + 10)
        assert picture.convert("RGB").getpixel((8, 32)) == (0x30, 0x60, 0xC0)


def test_her_background_is_a_colour_or_a_picture_cut_to_fill_the_frame(tmp_path: Path) -> None:
    behind = tmp_path / "behind.png"
    Image.fromarray(np.full((40, 200, 3), (20, 160, 90), np.uint8)).save(behind)
    for background, colour in (("#3060c0", (0x30, 0x60, 0xC0)), (behind, (20, 160, 90))):
        film = tmp_path / "clip.mp4"
        with serving(Studio()) as url:
            assert run(url, "-", "-o", film, "--background", background, "--force").exit_code == 0
        left = watched(film).pictures[10, 16:48, 8:24].reshape(-1, 3).mean(axis=0)
        assert abs(left - colour).max() < 4


def test_edges_mix_in_linear_light() -> None:
    frame = np.full((1, 3, 4), 255, np.uint8)
    frame[0, :, 3] = (0, 128, 255)
    assert read_backdrop("#000000", 3, 1).laid(frame)[0].tolist() == [[0] * 3, [188] * 3, [255] * 3]


def test_a_crop_keeps_even_sides(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    with serving(Studio()) as url:
        assert run(url, "-", "-o", film, "--size", "130", "--crop", "0.1,0,0.9,0.5").exit_code == 0
    assert watched(film).pictures.shape[1:3] == (64, 104)
