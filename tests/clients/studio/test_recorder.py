"""Recordings by HTTP: whole or not at all, in step with the sound, and finished whoever leaves."""

from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from clients.avatar.films import Seen, onset_s, watched
from clients.avatar.studio import CLOSED, LENGTH_S, SPOKEN, TEXT
from clients.studio.opened import House
from clients.studio.theatre import playing
from clients.studio.watching import Viewer
from waiting import LIMIT_S, seldom_unlucky, wait_until

FPS = 25
CLOSURES = [
    (one["start"], one["end"]) for one in SPOKEN["reply"]["lines"][0]["visemes"] if one["viseme"] == "PP"
]


def start(house: House, name: str, **plan: Any) -> requests.Response:
    return house.post("start_recording", {"instance_id": name, **plan})


def stop(house: House, name: str) -> dict[str, Any]:
    answer = house.post("stop_recording", {"instance_id": name})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def fetched(house: House, name: str, path: Path) -> Path:
    answer = house.get("recording", params={"instance_id": name})
    assert answer.status_code == 200, answer.text
    path.write_bytes(answer.content)
    return path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "recordings").iterdir())


def shut_and_open(seen: Seen, began_s: float) -> tuple[list[float], float]:
    """Greys of the pictures in a p, b or m of what is heard from `began_s` on, and the lightest of all."""
    greys = dict(zip(seen.times, seen.pictures.mean(axis=(1, 2, 3)).tolist(), strict=True))
    shut = [
        grey
        for at, grey in greys.items()
        if any(start_s <= at - began_s < end_s for start_s, end_s in CLOSURES)
    ]
    return shut, max(greys.values())


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_voice_and_lips_are_in_step_in_a_recording_to_within_a_picture(form: str, tmp_path: Path) -> None:
    def tried() -> bool:
        with Viewer(house, name) as viewer:
            since_s = start(house, name, format=form).json()["recording_since"]
            house.post("speak", {"instance_id": name, "text": TEXT})
            said_s = viewer.waits_for("caption")[0].header["t"] - since_s
            wait_until(lambda: not viewer.state()["speaking"])
        told = stop(house, name)
        seen = watched(fetched(house, name, tmp_path / f"fetched.{form}"))
        assert len(seen.times) == told["frames"] == round(told["seconds"] * FPS)
        assert seen.times == pytest.approx([k / FPS for k in range(len(seen.times))], abs=1e-3)
        assert told["seconds"] > said_s + LENGTH_S
        spoken_s = said_s + SPOKEN["reply"]["lines"][0]["words"][0]["start"]
        shut, lightest = shut_and_open(seen, said_s)
        # A machine that is busy draws few pictures, which are repeated, and may send sound too late.
        in_step = abs(onset_s(seen.sound, seen.rate_hz) - spoken_s) < 1 / FPS
        return in_step and len(shut) >= 4 and max(shut) < CLOSED + 6 and lightest > CLOSED + 100

    with playing(tmp_path) as house:
        name = house.load()
        assert seldom_unlucky(tried)


def test_a_recording_is_kept_whole_and_is_downloaded_by_its_name(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        assert house.get("recording", params={"instance_id": name}).status_code == 404
        began = start(house, name, format="gif", fps=10, background="#3060c0")
        assert began.status_code == 200, began.text
        again = start(house, name)
        assert (again.status_code, again.json()["error"]) == (
            400,
            "a recording is being made; POST /api/avatar/stop_recording ends it",
        )
        # Nothing of it is to be seen before it is whole.
        assert kept(tmp_path) == []
        told = stop(house, name)
        (path,) = kept(tmp_path)
        assert (path.name, path.stat().st_size) == (told["file"], told["bytes"])
        answer = house.get("recording", params={"file": told["file"]})
        assert answer.content == path.read_bytes()
        assert answer.headers["Content-Type"] == "image/gif"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{told["file"]}"'
        # Stopped twice, it is the same.
        assert stop(house, name) == told
        with Image.open(path) as picture:
            assert picture.size == (512, 512)


@pytest.mark.parametrize("file", ["../../etc/passwd", "avatar-20260101-000000-abcd.mp4", "", "x.mp4"])
def test_nothing_but_recordings_is_downloaded(file: str, tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        (tmp_path / "recordings").mkdir()
        (tmp_path / "recordings" / "x.mp4").write_bytes(b"private")
        answer = house.get("recording", params={"file": file})
        assert (answer.status_code, answer.json()) == (404, {"error": "there is no such recording"})


def test_it_ends_by_itself_after_the_seconds_that_were_asked_for(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        # She rests: no picture comes, and it ends all the same.
        wait_until(lambda: house.state(name)["frame"])
        house.post("stop", {"instance_id": name})
        assert start(house, name, seconds=0.4).status_code == 200
        wait_until(lambda: len(kept(tmp_path)) == 1)
        told = stop(house, name)
        assert (told["frames"], told["ended_because"]) == (10, "it was to be no longer than 0.4 s")
        assert len(watched(kept(tmp_path)[0]).times) == 10


@pytest.mark.parametrize("leaves", ["unload", "end"])
def test_a_recording_is_finished_when_she_or_the_studio_leaves(leaves: str, tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        assert start(house, name).status_code == 200
        house.post("speak", {"instance_id": name, "text": TEXT})
        if leaves == "unload":
            assert house.post("unload", {"instance_id": name}).text == "OK"
            assert len(kept(tmp_path)) == 1
    (path,) = kept(tmp_path)
    assert len(watched(path).times) >= 1


def test_a_recording_that_fails_leaves_nothing_and_she_lives_on(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            assert start(house, name).status_code == 200
            # A picture that is cut off where a disk would have been full.
            house.archive.drawn.update(dict.fromkeys(house.archive.drawn, b"RIFF"))
            wait_until(lambda: viewer.state()["recording_fault"])
            house.archive.drawn.clear()
            answer = house.post("stop_recording", {"instance_id": name})
            assert answer.status_code == 400
            words = "the recording failed and was not kept: a picture of image/webp cannot be read"
            assert answer.json()["error"].startswith(words)
            assert viewer.state()["recording_since"] is None
            viewer.waits_for("frame", len(viewer.of("frame")) + 3)
        assert kept(tmp_path) == []
        assert start(house, name).status_code == 200
        assert stop(house, name)["frames"] >= 1


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"format": "avi"}, "format is 'avi': one of mp4, webm, gif"),
        ({"format": "gif", "fps": 60}, "fps is 60: gif shows at most 50"),
        ({"seconds": 4000}, "seconds is 4000: a number from 0.1 to 3600"),
        ({"background": "/etc/passwd"}, "background is '/etc/passwd': transparent, or a colour"),
        ({"background": "transparent"}, "background is transparent: mp4 has none; webm has"),
        ({"folder": "/tmp"}, "folder: not known; there are background, format, fps, instance_id, seconds"),  # noqa: S108
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(plan: dict[str, Any], words: str, tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        answer = start(house, name, **plan)
        assert answer.status_code == 400
        assert answer.json()["error"].startswith(words)
        assert not (tmp_path / "recordings").exists()


def test_who_was_never_seen_is_not_recorded(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        loaded = house.post("load", {"character": "anna"}).json()["instance_id"]
        answer = start(house, loaded)
        assert answer.status_code == 400
        assert answer.json()["error"] == "there is no picture of her: POST /api/avatar/start lets her move"
        nothing = house.post("stop_recording", {"instance_id": loaded})
        assert nothing.json()["error"] == "nothing has been recorded; POST /api/avatar/start_recording"


def test_a_folder_that_takes_no_recordings_is_named(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("a file")
    with playing(tmp_path) as house:
        name = house.load()
        answer = start(house, name)
        assert answer.json()["error"] == "recordings cannot be kept in recordings: File exists"
        assert requests.get(f"{house.url}/health", timeout=LIMIT_S).text == "OK"
