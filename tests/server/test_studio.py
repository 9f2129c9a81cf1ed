"""The studio before a real TorchServe: she is loaded, streams, is directed, and what is asked is seen."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from numpy.typing import NDArray
from PIL import Image

from archive_checkout import Live, new_checkout, served
from character_checkpoints import BLUSH, write_cast, write_portrait
from clients.studio.archived import figure, png
from clients.studio.parts import Part, parts
from soulsgen import archive
from soulsgen.page.hosting import Place
from soulsgen.project import Project
from soulsgen.studio.server import Plan, Studio
from soulsgen.studio.uploads import uploads_of
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

CAST = Path("model_store/defaults/animator")
# Quick to draw on any machine; as it is drawn, without the filters that the defaults have.
SMALL = {"size": 256, "target_fps": 10, "format": "PNG", "postprocessor_chain": []}


@pytest.fixture(scope="module")
def animator_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Its archive looks for characters in a folder beside it, into which others may be put."""
    checkout = new_checkout(tmp_path_factory.mktemp("studio-checkout"))
    write_cast(checkout.root / CAST)
    config = checkout.root / "serve-handlers" / "animator" / "model-config.yaml"
    told, count = re.subn(
        r'characters: ""', f'characters: "{checkout.root / CAST}"', config.read_text("utf-8")
    )
    assert count == 1
    config.write_text(told, "utf-8")
    archive.pack(archive.read_specs(checkout)["animator"], checkout, {}, "1.0")
    return checkout


@pytest.fixture(scope="module")
def live(animator_checkout: Project) -> Iterator[Live]:
    with served(animator_checkout, "animator") as live:
        yield live


@pytest.fixture
def studio(live: Live, animator_checkout: Project, tmp_path: Path) -> Iterator[Studio]:
    here, running = live
    write_portrait(tmp_path / "tha3")
    plan = Plan(
        Endpoint(running.addresses.inference, here.key_file),
        uploads=uploads_of(tmp_path / "tha3", animator_checkout.root / CAST),
        recordings=tmp_path,
    )
    with Studio(plan, Place(port=0), print) as studio:
        yield studio


def post(studio: Studio, name: str, **fields: Any) -> None:
    answer = requests.post(f"{studio.url}api/avatar/{name}", json=fields, timeout=LIMIT_S)
    assert (answer.status_code, answer.text) == (200, "OK")


def until(stream: Iterator[Part], seen: Callable[[NDArray[np.int16]], bool]) -> Part:
    """The first picture [256, 256, 4] that shows it."""
    return next(part for part in stream if seen(pixels(part)))


def pixels(part: Part) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(part.content)) as image:
        return np.asarray(image.convert("RGBA")).astype(np.int16)


@pytest.mark.server
def test_she_is_loaded_by_her_picture_and_streams_what_is_asked_of_her(
    animator_checkout: Project, studio: Studio
) -> None:
    picture = (animator_checkout.root / CAST / "wick" / "character.png").read_bytes()
    files = {"file": ("wick.png", picture, "application/octet-stream")}
    loaded = requests.post(f"{studio.url}api/avatar/load", files=files, timeout=LIMIT_S).json()
    assert loaded["character"] == "wick"
    her = {"instance_id": loaded["instance_id"]}
    still = {name: [] if name.endswith("s") else 0.0 for name in ("sway_morphs", "sway_micro_strength")}
    post(studio, "load_animator_settings", **her, animator_settings=SMALL | still)
    post(studio, "start", **her)
    stream = parts(f"{studio.url}api/avatar/result_feed", params=her)
    first = next(stream)
    assert first.headers["content-type"] == "image/png"
    assert first.headers["x-full-size"] == "256 256"
    assert json.loads(first.headers["x-server-stats"])["trouble"] == ""
    plain = pixels(first)

    left, top, right, bottom = (edge // 2 for edge in BLUSH)
    cheek = (slice(top + 2, bottom - 2), slice(left + 2, right - 2))
    post(studio, "set_overrides", **her, overrides={"blush1": 1.0})
    until(stream, lambda seen: bool((seen[cheek] - plain[cheek])[..., 0].mean() > 30))
    post(studio, "set_overrides", **her)
    until(stream, lambda seen: bool(abs(seen[cheek] - plain[cheek]).mean() < 10))
    blushing = {"flustered": {"pose": {}, "cels": {"blush2": 1.0}}}
    post(studio, "load_emotion_templates", **her, emotions=blushing)
    post(studio, "set_emotion", **her, emotion_name="flustered")
    until(stream, lambda seen: bool((seen[cheek] - plain[cheek])[..., 0].mean() > 30))
    post(studio, "set_emotion", **her, emotion_name="neutral")

    crop = {"enabled": True, "left": 0.25, "top": 0.0, "right": 0.75, "bottom": 0.5}
    post(
        studio,
        "load_animator_settings",
        **her,
        animator_settings=SMALL | still | {"crop": crop, "upscale": 2.0},
    )
    cut = next(part for part in stream if part.headers["x-full-size"] == "512 512")
    assert json.loads(cut.headers["x-crop"]) == crop
    assert pixels(cut).shape == (256, 256, 4)
    post(studio, "unload", **her)
    list(stream)


@pytest.mark.server
def test_filters_are_the_archives_and_each_can_be_used(studio: Studio) -> None:
    told = requests.get(f"{studio.url}api/avatar/get_available_filters", timeout=LIMIT_S).json()["filters"]
    names = [name for name, _ in told]
    assert {"bloom", "scanlines", "digital_glitches"} <= set(names)
    assert all({"defaults", "ranges"} <= about.keys() for _, about in told)
    loaded = requests.post(f"{studio.url}api/avatar/load", json={"character": "wisp"}, timeout=LIMIT_S).json()
    her = {"instance_id": loaded["instance_id"]}
    chain = [["vignetting", {}], ["scanlines", {}]]
    post(studio, "load_animator_settings", **her, animator_settings=SMALL | {"postprocessor_chain": chain})
    post(studio, "start", **her)
    for part in parts(f"{studio.url}api/avatar/result_feed", params=her):
        assert json.loads(part.headers["x-server-stats"])["trouble"] == ""
        break


@pytest.mark.server
def test_any_picture_is_drawn_where_there_are_weights(studio: Studio) -> None:
    files = {"file": ("anybody.png", png(figure(60, 300))), "blush1": ("blush1.png", png(figure(200)))}
    loaded = requests.post(f"{studio.url}api/avatar/load", files=files, timeout=LIMIT_S).json()
    assert loaded["character"].startswith("upload-")
    her = {"instance_id": loaded["instance_id"]}
    post(studio, "load_animator_settings", **her, animator_settings=SMALL | {"target_fps": 1})
    post(studio, "start", **her)
    for part in parts(f"{studio.url}api/avatar/result_feed", params=her):
        assert pixels(part).shape[2] == 4
        break
