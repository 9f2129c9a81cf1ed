"""docs/studio.md: every endpoint with its fields and replies as they are, and nothing that is not there."""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from clients.avatar.studio import TEXT
from clients.studio.endpoints import endpoints
from clients.studio.opened import House
from clients.studio.parts import parts
from clients.studio.theatre import playing
from clients.studio.watching import Viewer
from waiting import LIMIT_S, wait_until

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| `(GET|POST) (/\S*)` \| (.*) \| (.*) \|$", re.MULTILINE)
NAME = re.compile(r"`([a-z_]+)`")
ANNA = "wick", "anna"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("studio_page", ROOT / "docs" / "studio.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = script()
PAGE: str = DOCS.PAGE.read_text("utf-8")
ROWS = {(method, path): (takes, replies) for method, path, takes, replies in ROW.findall(PAGE)}


def section(heading: str) -> str:
    found = re.search(rf"^#+ {heading}\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def first_cells(heading: str) -> set[str]:
    rows = re.findall(r"^\| (`.*?) \|", section(heading), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with playing(tmp_path) as house:
        yield house


def test_the_tables_are_up_to_date() -> None:
    assert DOCS.page(PAGE) == PAGE, "run `make docs`"


def test_every_endpoint_is_on_the_page_and_none_that_is_absent() -> None:
    assert len(ROWS) == len(ROW.findall(PAGE))
    assert ROWS.keys() == endpoints()


def test_replies_are_what_the_page_says(house: House) -> None:
    told: dict[str, dict[str, Any]] = {"load": house.post("load", {"character": "anna"}).json()}
    her = {"instance_id": told["load"]["instance_id"]}
    house.post("start", her)
    wait_until(lambda: house.state(her["instance_id"])["frame"])
    for name in ("instances", "characters", "voices", "get_available_filters", "settings_metadata"):
        told[name] = house.get(name).json()
    for name, more in (
        ("start_recording", {"format": "gif"}),
        ("speak", {"text": TEXT}),
        ("stop_speaking", {}),
        ("stop_recording", {}),
    ):
        told[name] = house.post(name, her | more).json()
    for name in ("emotion_templates", "performance", "state"):
        told[name] = house.get(name, params=her).json()
    state = told.pop("state")
    assert state.keys() == first_cells("How she is")
    (one,) = told["instances"]["instances"]
    assert state.keys() - one.keys() == {"held", "emotions", "cels", "effects", "animator_settings"}
    written = {
        path.removeprefix("/api/avatar/"): set(NAME.findall(replies.partition(", as `")[0]))
        for (_, path), (_, replies) in ROWS.items()
        if path.startswith("/api/avatar/") and re.match("`[a-z]", replies)
    }
    assert {name: set(table) for name, table in told.items()} == written


@pytest.mark.parametrize("name", ["speak", "start_recording", "export", "stop_speaking", "stop_recording"])
def test_fields_are_those_that_are_taken(house: House, name: str) -> None:
    answer = house.post(name, {"instance_id": house.load(), "tempo": 3})
    refused, _, known = answer.json()["error"].partition(": not known; there are ")
    assert (answer.status_code, refused) == (400, "tempo")
    takes, _ = ROWS["POST", f"/api/avatar/{name}"]
    fields = set(NAME.findall(takes)) - {"transparent"}
    assert fields == {each.strip() for each in known.split(",")} - {"instance_id"}


def test_the_streams_are_what_the_page_says(house: House) -> None:
    her = house.load()
    stream = parts(f"{house.url}/api/avatar/result_feed?instance_id={her}")
    part = next(stream)
    stream.close()
    assert part.headers.keys() == {name.lower() for name in first_cells("The feed")}
    for name in ("X-Crop", "X-Server-Stats"):
        row = re.search(rf"^\| `{name}` \| (.*) \|$", section("The feed"), re.MULTILINE)
        assert row
        assert json.loads(part.headers[name.lower()]).keys() == set(NAME.findall(row[1]))
    with Viewer(house, her) as viewer:
        house.post("speak", {"instance_id": her, "text": TEXT})
        kinds = {kind: viewer.waits_for(kind)[0].header for kind in ("clock", "caption", "frame", "sound")}
        status = viewer.of("status")[0].header
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section("The WebSocket"), re.MULTILINE)
    assert {kind for kind, _ in rows} == {*kinds, "status"}
    for kind, has in rows:
        if kind != "status":
            assert kinds[kind].keys() == {"kind", *re.findall(r"`(\w+)`", has)}, kind
    performance = house.get("performance", params={"instance_id": her}).json()
    assert status.keys() == {"kind", *performance.keys()}


def test_the_python_on_the_page_runs(house: House) -> None:
    code = block("python").replace("http://127.0.0.1:8091", house.url).replace(*ANNA)
    code = code.replace("Somebody left the lantern burning.", TEXT)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+\.\d+ image/webp \d+ \n", done.stdout)
    assert house.get("instances").json()["instances"] == []
