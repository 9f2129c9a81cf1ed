"""The Python client against a studio: every endpoint, and its faults."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image
from werkzeug.wrappers import Response

from clients.avatar.studio import TEXT
from clients.loopback import free_port, serving
from clients.studio.archived import ANNA, FILTERS, figure, png
from clients.studio.endpoints import endpoints
from clients.studio.opened import House, opened
from clients.studio.theatre import playing
from soulsgen.avatar import client
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.page.hosting import Place
from waiting import LIMIT_S, wait_until

KEY = "the-tests-own-key"
# What a Python program has no use for: the page, sound beside pictures, another program's ways.
OTHERS = {"/", "/api/avatar/socket"}
TAVERN = "/api/talkinghead/"


def test_there_is_a_function_for_each_endpoint() -> None:
    names = {path.rsplit("/", 1)[1] for _, path in endpoints() if path not in OTHERS and TAVERN not in path}
    assert names - set(client.__all__) == set()
    files = {"load_emotion_templates_from_file", "load_animator_settings_from_file"}
    assert {name for name in client.__all__ if name[0].islower()} - names == files


def test_it_needs_no_extra() -> None:
    absent = ["aiohttp", "av", "numpy", "PIL", "torch"]
    code = f"import sys\nfor name in {absent}: sys.modules[name] = None\nfrom soulsgen.avatar import client"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_character_comes_by_name_or_picture_and_goes(studio: client.Studio, tmp_path: Path) -> None:
    client.health(studio)
    assert client.modules(studio) == ["avatar", "talkinghead"]
    assert client.characters(studio) == [
        {"name": "anna", "cels": ["blush1"], "effects": ["flowers1"]},
        {"name": "bare", "cels": [], "effects": []},
    ]
    path = tmp_path / "anna.png"
    path.write_bytes(png(ANNA))
    bare = client.load(studio, "bare")
    by_file = client.load(studio, picture=path, layers={"blush1": png(ANNA)})
    by_bytes = client.load(studio, picture=png(ANNA))
    assert [each.character for each in (bare, by_file, by_bytes)] == ["bare", "anna", "anna"]
    assert client.instances(studio) == [bare, by_file, by_bytes]
    client.reload(by_file, "bare")
    client.reload(bare, picture=str(path))
    assert [each.character for each in client.instances(studio)] == ["anna", "bare", "anna"]
    for _ in range(2):
        client.unload(by_file)
    assert client.instances(studio) == [
        client.Avatar(studio, bare.id, bare.token, "anna"),
        by_bytes,
    ]


def test_she_is_directed(house: House, anna: client.Avatar) -> None:
    state = client.state(anna)
    assert (state["character"], state["running"], state["talking"]) == ("anna", True, False)
    client.set_emotion(anna, "joy")
    client.start_talking(anna)
    client.start_data_eyes(anna)
    client.set_overrides(anna, {"mouth_aaa_index": 1.0, "blush1": 0.5})
    client.modify_overrides(anna, "set", {"head_x_index": 0.25})
    client.modify_overrides(anna, "unset", {"blush1": 0.0})
    client.look_at(anna, (0.25, 0.75))
    client.look_at(anna, "camera")
    client.look_at(anna)
    state = client.state(anna)
    assert (state["emotion"], state["talking"], state["data_eyes"]) == ("joy", True, True)
    assert state["held"] == {"mouth_aaa": 1.0, "head_x": 0.25}
    wait_until(lambda: (poses := house.archive.newest("poses")) and poses[0][26] == 1.0)
    client.stop_talking(anna)
    client.stop_data_eyes(anna)
    client.stop(anna)
    state = client.state(anna)
    assert (state["running"], state["talking"], state["data_eyes"]) == (False, False, False)


def test_emotions_and_settings_come_from_files_and_tables(anna: client.Avatar, tmp_path: Path) -> None:
    emotions, settings = tmp_path / "emotions.json", tmp_path / "settings.json"
    emotions.write_text(json.dumps({"smug": {"pose": {"mouth_smirk": 1.0}, "cels": {"blush1": 0.5}}}))
    settings.write_text(json.dumps({"target_fps": 12, "postprocessor_chain": [["bloom", {}]]}))
    client.load_emotion_templates_from_file(anna, emotions)
    client.load_animator_settings_from_file(anna, settings)
    state = client.state(anna)
    assert "smug" in state["emotions"]
    assert state["animator_settings"]["target_fps"] == 12
    assert state["animator_settings"]["postprocessor_chain"] == [["bloom", {}]]
    assert client.emotion_templates(anna)["smug"]["cels"] == {"blush1": 0.5}
    client.load_emotion_templates(anna)
    client.load_animator_settings(anna)
    state = client.state(anna)
    assert "smug" not in state["emotions"]
    assert state["animator_settings"]["target_fps"] == 25
    told = client.settings_metadata(anna.studio)
    assert told["settings"].keys() == state["animator_settings"].keys()
    assert client.get_available_filters(anna.studio) == FILTERS


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "No such file"), ("{", "Expecting property name"), ("[]", "it must hold a JSON object")],
)
def test_a_file_that_is_none_is_named(
    anna: client.Avatar, tmp_path: Path, content: str | None, words: str
) -> None:
    path = tmp_path / "smug.json"
    if content is not None:
        path.write_text(content)
    for load in (client.load_emotion_templates_from_file, client.load_animator_settings_from_file):
        with pytest.raises(SoulsgenError, match=words) as fault:
            load(anna, path)
        assert str(fault.value).startswith(f"{path}: ")


def test_faults_are_told_by_their_kind(studio: client.Studio, anna: client.Avatar) -> None:
    with pytest.raises(Refused, match="HTTP 400: hunger is no emotion"):
        client.set_emotion(anna, "hunger")
    with pytest.raises(Refused, match="HTTP 400: settings: no speed"):
        client.load_animator_settings(anna, {"speed": 1})
    with pytest.raises(Refused, match="none of the archive's characters"):
        client.load(studio, picture=png(figure(10)))
    with pytest.raises(Refused, match="HTTP 404: there is no avatar instance 'nobody'"):
        client.start(client.Avatar(studio, "nobody"))
    with pytest.raises(SoulsgenError, match="a number that is sent to the studio is none"):
        client.set_overrides(anna, {"head_x": float("nan")})
    with pytest.raises(Unavailable, match="HTTP 503: there is no picture of her yet"):
        client.frame(client.load(studio, "bare"))


def test_a_full_studio_may_have_room_later() -> None:
    with opened(most_instances=1) as house:
        studio = client.Studio(house.url)
        client.load(studio, "anna")
        with pytest.raises(Unavailable, match="HTTP 429: there are 1 instances already"):
            client.load(studio, "anna")


def test_a_studio_that_is_not_there_is_unavailable() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable, match=f"no answer from the studio at {url}: .*Connection refused"):
        client.health(client.Studio(url))
    with pytest.raises(SoulsgenError, match=r"localhost:8091 is not a URL such as http://127\.0\.0\.1:8091"):
        client.health(client.Studio("localhost:8091"))


@pytest.mark.parametrize("content", ["<html>", "[]", "{}", '{"instances": [{}]}'])
def test_what_is_no_studio_is_asked_about(content: str) -> None:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        return Response(content)(environ, start_response)

    with serving(answer) as url:
        studio = client.Studio(url)
        anna = client.Avatar(studio, "anna")
        calls = (
            lambda: client.start(anna),
            lambda: client.load(studio, "anna"),
            lambda: client.instances(studio),
            lambda: client.frame(anna),
            lambda: next(client.result_feed(anna, patience_s=LIMIT_S)),
        )
        for call in calls:
            with pytest.raises(SoulsgenError, match=f"{url} replied to .*: is it a studio?"):
                call()


def test_the_key_is_the_arguments_or_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(Place(port=0, key=KEY)) as house:
        monkeypatch.delenv("AVATAR_KEY", raising=False)
        with pytest.raises(Refused, match="HTTP 401: the key is missing or wrong"):
            client.load(client.Studio(house.url), "anna")
        anna = client.load(client.Studio(house.url, KEY), "anna")
        monkeypatch.setenv("AVATAR_KEY", f"{KEY}\n")
        client.start(client.Avatar(client.Studio(house.url), anna.id))
        monkeypatch.delenv("AVATAR_KEY")
        viewer = client.Avatar(client.Studio(house.url), anna.id, anna.token)
        feed = client.result_feed(viewer)
        assert next(feed).media_type == "image/webp"
        feed.close()
        assert client.frame(viewer).content
        with pytest.raises(Refused, match="HTTP 401"):
            client.stop(viewer)
        assert KEY not in repr(anna)
        assert anna.token not in repr(anna)


def test_a_key_that_no_header_holds_is_refused_unseen() -> None:
    with pytest.raises(SoulsgenError, match="AVATAR_KEY") as fault:
        client.Studio(key="sec\nret")
    assert "sec" not in str(fault.value).replace("secret", "")


def test_she_speaks_and_is_filmed(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        studio = client.Studio(house.url, timeout_s=LIMIT_S)
        anna = client.load(studio, "anna")
        client.start(anna)
        next(client.result_feed(anna))
        assert client.start_recording(anna, "mp4", fps=20, background="#203040")["recording_since"] >= 0
        told = client.speak(anna, TEXT, emotion="joy")
        assert set(told) == {"utterance", "waiting"}
        wait_until(lambda: client.performance(anna)["saying"] is None)
        client.speak(anna, TEXT)
        assert client.stop_speaking(anna)["stopped"] <= 1
        kept = client.stop_recording(anna)
        path = client.recording(anna, tmp_path / "films" / "anna.mp4")
        assert path.read_bytes() == (tmp_path / "recordings" / kept["file"]).read_bytes()
        with av.open(str(path)) as film:
            assert {stream.type for stream in film.streams} == {"audio", "video"}
        again = client.recording(anna, tmp_path / "again.mp4", kept["file"])
        assert again.stat().st_size == kept["bytes"]
        with pytest.raises(Refused, match="HTTP 404: there is no such recording"):
            client.recording(anna, tmp_path / "none.mp4", "../secret")
        assert not (tmp_path / "none.mp4").exists()
        with pytest.raises(Refused, match="nothing that can be spoken"):
            client.speak(anna, "…")


def test_voices_are_those_of_the_archive(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        first, *_ = client.voices(client.Studio(house.url))
        assert first.keys() == {"name", "language", "description"}


def test_her_emotions_become_pictures(anna: client.Avatar, tmp_path: Path) -> None:
    with Image.open(io.BytesIO(client.still(anna, "joy", 128))) as picture:
        assert picture.size == (128, 128)
    with Image.open(io.BytesIO(client.still(anna, "joy", 128, face=True))) as picture:
        assert picture.size == (48, 48)
    path = client.export(anna, tmp_path / "some.zip", ["joy", "anger"], size=64, format="webp")
    with zipfile.ZipFile(path) as pictures:
        assert pictures.namelist() == ["joy.webp", "anger.webp"]
        assert pictures.testzip() is None
    with zipfile.ZipFile(client.export(anna, tmp_path / "all.zip", size=64)) as pictures:
        assert len(pictures.namelist()) == 28
    with pytest.raises(Refused, match="hunger is no emotion"):
        client.export(anna, tmp_path / "none.zip", ["hunger"])
    assert not (tmp_path / "none.zip").exists()
