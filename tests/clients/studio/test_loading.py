"""Who is live: characters by name and by picture, uploads, and the end of an instance."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
import requests
from PIL import Image
from werkzeug.wrappers import Response

from clients.loopback import free_port
from clients.studio.archived import ANNA, Archive, figure, png
from clients.studio.opened import opened
from clients.studio.parts import parts
from soulsgen.errors import SoulsgenError
from soulsgen.studio.portrait import read_portrait
from soulsgen.studio.uploads import NETWORKS, Uploads, uploads_of
from waiting import LIMIT_S, wait_until


def error(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_picture_of_the_archives_is_that_character_and_its_cels_are_the_archives() -> None:
    with opened() as house:
        told = house.upload(file=png(ANNA), blush1=png(ANNA), json=b"{}").json()
        assert told["character"] == "anna"
        assert UUID(told["instance_id"]).version == 4
        state = house.state(told["instance_id"])
        assert (state["running"], state["cels"], state["token"]) == (False, ["blush1"], told["token"])


def test_a_character_may_be_named_in_a_form_and_in_json() -> None:
    with opened() as house:
        form = requests.post(
            f"{house.url}/api/avatar/load", files={"character": (None, "bare")}, timeout=LIMIT_S
        )
        assert form.json()["character"] == "bare"
        assert house.post("load", {"character": "bare"}).json()["character"] == "bare"
        assert error(house.post("load", {"character": "../bare"})) == (
            400,
            "there is no character '../bare'; there are anna, bare",
        )


def test_who_is_reloaded_goes_on_as_somebody_else() -> None:
    with opened() as house:
        name = house.load()
        answer = house.upload("reload", file=png(ANNA), json=f'{{"instance_id": "{name}"}}'.encode())
        assert answer.text == "OK"
        assert house.post("reload", {"instance_id": name, "character": "bare"}).text == "OK"
        wait_until(lambda: house.archive.newest("character") == "bare")
        assert house.state(name)["character"] == "bare"
        assert error(house.post("reload", {"instance_id": str(uuid4()), "character": "bare"}))[0] == 404
        assert error(house.upload("reload", file=png(ANNA))) == (400, '"instance_id" is required')


def test_unloading_ends_her_streams_and_may_be_repeated() -> None:
    with opened() as house:
        name = house.load()
        stream = parts(f"{house.url}/api/avatar/result_feed?instance_id={name}")
        next(stream)
        for _ in range(2):
            assert house.post("unload", {"instance_id": name}).text == "OK"
        assert len(list(stream)) < 100
        assert error(house.post("start", {"instance_id": name}))[0] == 404
        assert error(house.post("unload", {}))[0] == 400


def test_there_are_no_more_instances_than_there_may_be() -> None:
    with opened(most_instances=2) as house:
        names = [house.load(), house.load()]
        assert error(house.post("load", {"character": "anna"})) == (
            429,
            "there are 2 instances already (--most-instances); unload one",
        )
        house.post("unload", {"instance_id": names[0]})
        assert house.post("load", {"character": "anna"}).status_code == 200


def test_a_picture_of_nobody_is_refused_in_words() -> None:
    with opened() as house:
        status, words = error(house.upload(file=png(figure(10))))
        assert status == 400
        assert "none of the archive's characters (anna, bare); any picture needs THA3" in words


def encoded(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file: no PNG or WebP"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file: no PNG or WebP"),
        (png(ANNA)[:2000], "file: no PNG or WebP"),
        (encoded(ANNA.convert("RGB"), "JPEG"), "file: no PNG or WebP"),
        (png(ANNA.convert("RGB")), "file: it has no transparency"),
        (png(Image.new("RGBA", (2100, 2100))), "file: 2100x2100 pixels; at most 4194304 in all"),
    ],
    ids=["empty", "no image", "cut off", "jpeg", "opaque", "giant"],
)
def test_a_picture_that_is_none_is_refused(content: bytes, words: str) -> None:
    with opened() as house:
        status, told = error(house.upload(file=content))
        assert (status, told[: len(words)]) == (400, words)
        assert "<_io" not in told
        assert house.get("instances").json()["instances"] == []


def test_a_picture_of_another_size_is_brought_to_a_characters() -> None:
    wide = np.zeros((300, 600, 4), np.uint8)
    wide[:, 300:] = (200, 100, 50, 255)
    portrait = read_portrait(png(Image.fromarray(wide)))
    pixels = np.frombuffer(portrait.pixels, np.uint8).reshape(512, 512, 4)
    assert not pixels[:128].any()
    assert not pixels[384:].any()
    assert pixels[256, 400].tolist() == [200, 100, 50, 255]
    assert pixels[256, 100, 3] == 0


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    folder = tmp_path / "tha3"
    folder.mkdir()
    for network in NETWORKS:
        (folder / f"{network}.pt").write_bytes(network.encode())
    return folder


class Looking(Archive):
    """An archive whose characters are those of a folder besides."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def draw(self, payload: dict[str, Any]) -> Response:
        there = [each for each in sorted(self.folder.glob("[!.]*")) if (each / "character.png").is_file()]
        self.characters[2:] = [
            {
                "name": each.name,
                "cels": [one.stem for one in each.glob("cels/*.png")],
                "effects": [one.stem for one in each.glob("effects/*.png")],
            }
            for each in there
        ]
        return super().draw(payload)


def test_any_picture_becomes_a_character_where_there_are_weights(weights: Path, tmp_path: Path) -> None:
    cast = tmp_path / "cast"
    cast.mkdir()
    with opened(archive=Looking(cast), uploads=uploads_of(weights, cast)) as house:
        new = {"file": png(figure(10)), "blush1": png(figure(20)), "fx_heart1": png(figure(30))}
        told = house.upload(**new).json()
        assert told["character"].startswith("upload-")
        folder = cast / told["character"]
        assert sorted(str(each.relative_to(folder)) for each in folder.rglob("*.*")) == sorted(
            ["character.png", "cels/blush1.png", "effects/heart1.png", *(f"{each}.pt" for each in NETWORKS)]
        )
        assert (folder / "editor.pt").read_bytes() == b"editor"
        state = house.state(told["instance_id"])
        assert (state["cels"], state["effects"]) == (["blush1"], ["heart1"])
        assert house.upload(**new).json()["character"] == told["character"]
        assert house.upload(file=png(figure(10))).json()["character"] != told["character"]
        assert len(list(cast.iterdir())) == 2
        assert error(house.upload(file=png(figure(10)), **{"../x": png(figure(20))}))[0] == 400
        assert house.upload(file=png(ANNA)).json()["character"] == "anna"


def test_an_archive_that_does_not_look_there_is_named(weights: Path, tmp_path: Path) -> None:
    cast = tmp_path / "cast"
    cast.mkdir()
    with opened(uploads=uploads_of(weights, cast)) as house:
        status, words = error(house.upload(file=png(figure(10))))
        assert status == 400
        assert words.startswith(f"the archive does not see {cast}/upload-")


def test_of_many_uploads_the_oldest_leaves_that_is_not_live(weights: Path, tmp_path: Path) -> None:
    cast = tmp_path / "cast"
    cast.mkdir()
    uploads = Uploads(cast, tuple(weights.iterdir()))
    small = read_portrait(png(figure(1, 16)))
    for number in range(34):
        uploads.write(f"upload-{number:02}", small, {}, live={"upload-00"})
    assert sorted(each.name for each in cast.iterdir()) == [
        "upload-00",
        *(f"upload-{number:02}" for number in range(3, 34)),
    ]


def test_weights_and_folder_go_together_and_are_whole(weights: Path, tmp_path: Path) -> None:
    assert uploads_of(None, None) is None
    with pytest.raises(SoulsgenError, match="go together"):
        uploads_of(weights, None)
    (weights / "editor.pt").unlink()
    with pytest.raises(SoulsgenError, match=r"tha3: no editor\.pt; THA3 has five files"):
        uploads_of(weights, tmp_path)


def test_an_archive_that_is_gone_is_said_and_its_return_is_noticed() -> None:
    port = free_port()
    with opened(host=f"http://127.0.0.1:{port}") as house:
        status, words = error(house.post("load", {"character": "anna"}))
        assert (status, words.startswith("no answer from TorchServe")) == (503, True)
        assert error(house.get("get_available_filters"))[0] == 503
        wait_until(lambda: house.said)
        assert house.said[0].endswith("; she comes alive when it is there")


def test_who_is_welcomed_moves_from_the_start() -> None:
    with opened(welcome="bare") as house:
        wait_until(lambda: house.said)
        (live,) = house.get("instances").json()["instances"]
        address = f"{house.url}/api/avatar/result_feed?instance_id={live['instance_id']}"
        assert house.said == [f"bare at {address}"]
        assert next(parts(address)).headers["content-type"] == "image/webp"


def test_who_is_welcomed_where_the_house_is_full_is_said_to_stay_out() -> None:
    with opened(welcome="bare", most_instances=0) as house:
        wait_until(lambda: house.said)
        full = "there are 0 instances already (--most-instances); unload one"
        assert house.said == [f"bare stays out: {full}"]
