"""Frames that the animator dresses: filters, and what enlarges them, with TorchServe's own context around."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animator.filters.chain import metadata
from anime4k_shaders import Writer, write_shaders
from handlerkit.checks import SettingsError
from handlers.animator.archive_worker import REST, Served, bare, handle, started
from handlers.animator.frame_replies import unframed


def test_filters_are_told_as_an_editor_needs_them(served: Served) -> None:
    (told,) = handle(served, {"op": "filters"})
    assert json.loads(told.content) == {"filters": json.loads(json.dumps(metadata()))}


def test_filters_show_and_move_with_time_and_seed(still: Served) -> None:
    rest = {"pose": {}, "size": 128, "format": "rgba"}
    noisy = {**rest, "filters": [["noise", {}]]}
    plain, first, again, later, other = handle(
        still, rest, noisy, noisy, {**noisy, "time": 3.0}, {**noisy, "seed": 1}
    )
    assert first.content == again.content
    assert len({reply.content for reply in (plain, first, later, other)}) == 4
    poses = {"poses": [REST, REST], "size": 128, "format": "rgba", "filters": [["noise", {}]]}
    (both,) = handle(still, {**poses, "times": [0.0, 3.0]})
    assert list(unframed(both.content)) == [first.content, later.content]


def test_an_upscaled_frame_is_the_frame_made_larger(still: Served) -> None:
    look = {"pose": {}, "format": "rgba", "crop": [0.25, 0.25, 0.75, 0.75]}
    plain, large = handle(still, look, {**look, "upscale": 2, "upscale_quality": "bicubic"})
    assert large.headers["X-Size"] == "512 512"
    expected = Image.fromarray(bare(plain)).resize((512, 512), Image.Resampling.BICUBIC)
    assert np.array_equal(bare(large), np.asarray(expected))


def test_networks_enlarge_where_there_are_shaders(unpacked: Path, tmp_path: Path) -> None:
    write_shaders(tmp_path / "shaders")
    served = started(unpacked, anime4k=str(tmp_path / "shaders"))
    look = {"pose": {}, "format": "rgba", "crop": [0.3, 0.3, 0.4, 0.4], "upscale": 2}
    replies = handle(served, *({**look, "upscale_quality": each} for each in ("lanczos", "low", "high")))
    assert [reply.status for reply in replies] == [200] * 3
    assert {reply.headers["X-Size"] for reply in replies} == {"102 102"}
    assert len({reply.content for reply in replies}) == 3


def test_networks_that_cannot_be_had_cost_their_own_rows(
    served: Served, unpacked: Path, tmp_path: Path
) -> None:
    asked = {"pose": {}, "size": 512, "upscale": 2, "upscale_quality": "low", "upscale_preset": "A"}
    rest = {"pose": {}, "size": 64}
    good, bad = handle(served, rest, asked)
    assert (good.status, bad.status) == (200, 400)
    assert bad.error.startswith("upscale_quality low needs the shaders of Anime4K, and this server has none")
    write_shaders(tmp_path / "shaders")
    broken = tmp_path / "shaders" / "Anime4K_Upscale_CNN_x2_S.glsl"
    whole = broken.read_text("utf-8")
    broken.write_text(whole.replace("go_0(0.0, 1.0)", "go_9(0.0, 1.0)", 1), "utf-8")
    (number,) = (at for at, line in enumerate(broken.read_text("utf-8").splitlines(), 1) if "go_9" in line)
    with_shaders = started(unpacked, anime4k=str(tmp_path / "shaders"))
    good, bad = handle(with_shaders, rest, asked)
    assert (good.status, bad.status) == (200, 500)
    assert bad.error == f"Anime4K_Upscale_CNN_x2_S.glsl:{number}: go_9 is not defined"
    # Put right, it is read at once.
    broken.write_text(whole, "utf-8")
    assert [reply.status for reply in handle(with_shaders, rest, asked)] == [200, 200]
    with pytest.raises(SettingsError, match=r"^animator\.anime4k must be a folder, which .*nowhere is not$"):
        started(unpacked, anime4k=str(tmp_path / "nowhere"))


def test_a_network_whose_pictures_are_no_numbers_costs_its_own_row(
    unpacked: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_shaders(tmp_path)
    writer = Writer(0, enlarges=True)
    read = ["MAIN"]
    for number in range(20):
        writer.convolution(f"conv_{number}", read, scale=2000)
        read = [f"conv_{number}"]
    writer.shuffle(read)
    (tmp_path / "Anime4K_Upscale_Denoise_CNN_x2_S.glsl").write_text(writer.text, "utf-8")
    served = started(unpacked, anime4k=str(tmp_path))
    small = {"pose": {}, "crop": [0.4, 0.4, 0.5, 0.5], "upscale": 2, "upscale_quality": "low"}
    rest = {"pose": {}, "size": 64}
    good, bad, again, well = handle(
        served, rest, small, {**rest, "filters": [["noise", {}]]}, {**small, "upscale_preset": "A"}
    )
    assert [reply.status for reply in (good, bad, again, well)] == [200, 500, 200, 200]
    assert bad.error == "drawing wick failed; the worker's log says why"
    assert "Traceback" in caplog.text
