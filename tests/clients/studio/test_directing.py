"""Directing her: what the original's clients send, what comes of it, and what is refused in which words."""

from collections.abc import Iterator
from typing import Any

import pytest

from clients.studio.archived import FILTERS
from clients.studio.opened import House, opened
from soulsgen.motion.emotion import CELS
from waiting import wait_until


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def asked(house: House, name: str, instance_id: str, **fields: Any) -> tuple[int, str]:
    answer = house.post(name, {"instance_id": instance_id, **fields})
    return answer.status_code, answer.text if answer.status_code == 200 else answer.json()["error"]


def test_every_call_of_the_original_is_answered_ok_and_seen_in_the_state(house: House) -> None:
    name = house.load()

    def ok(call: str, **fields: Any) -> dict[str, Any]:
        assert asked(house, call, name, **fields) == (200, "OK")
        return house.state(name)

    assert ok("set_emotion", emotion_name="joy")["emotion"] == "joy"
    assert ok("start_talking")["talking"]
    assert not ok("stop_talking")["talking"]
    assert ok("start_data_eyes")["data_eyes"]
    assert not ok("stop_data_eyes")["data_eyes"]
    held = {"mouth_aaa_index": 1.0, "mouth_delta": 0.5, "blush1": 0.25}
    assert ok("set_overrides", overrides=held)["held"] == {
        "mouth_aaa": 1.0,
        "mouth_delta": 0.5,
        "blush1": 0.25,
    }
    more = ok("modify_overrides", action="set", overrides={"head_x_index": -0.5})["held"]
    assert more == {"mouth_aaa": 1.0, "mouth_delta": 0.5, "blush1": 0.25, "head_x": -0.5}
    less = ok("modify_overrides", action="unset", overrides={"mouth_aaa_index": 0.0, "blush1": 0.0})["held"]
    assert less == {"mouth_delta": 0.5, "head_x": -0.5}
    assert ok("set_overrides")["held"] == {}
    assert not ok("stop")["running"]
    assert ok("start")["running"]
    assert ok("look_at", point=[0.5, 0.3])
    assert ok("look_at", point="camera")
    assert ok("look_at", point=None)


def test_settings_are_those_given_and_defaults_for_the_rest(house: House) -> None:
    name = house.load()
    given = {"target_fps": 10, "format": "PNG", "postprocessor_chain": [["vignetting", {"strength": 0.5}]]}
    assert asked(house, "load_animator_settings", name, animator_settings=given) == (200, "OK")
    settings = house.state(name)["animator_settings"]
    assert given.items() <= settings.items()
    wait_until(lambda: house.archive.newest("filters") == [["vignetting", {"strength": 0.5}]])
    assert asked(house, "load_animator_settings", name, animator_settings={}) == (200, "OK")
    assert house.state(name)["animator_settings"]["target_fps"] == 25.0
    words = asked(house, "load_animator_settings", name, animator_settings={"target_fps": "many"})
    assert words[0] == 400
    assert "target_fps" in words[1]
    assert asked(house, "load_animator_settings", name, animator_settings=[])[0] == 400


def test_emotions_of_ones_own_stand_beside_those_built_in(house: House) -> None:
    name = house.load()
    mine = {"joy": {"pose": {"mouth_smirk": 1.0}, "cels": {}}, "smug": {"pose": {}, "cels": {"blush1": 1}}}
    assert asked(house, "load_emotion_templates", name, emotions=mine) == (200, "OK")
    assert asked(house, "set_emotion", name, emotion_name="smug") == (200, "OK")
    wait_until(lambda: (house.archive.newest("cels") or [{}])[0].get("blush1", 0) > 0.9)
    assert len(house.state(name)["emotions"]) == 30
    status, words = asked(house, "load_emotion_templates", name, emotions={"joy": {"pose": {"ears": 1}}})
    assert (status, words.partition(":")[0]) == (400, "emotions")
    assert asked(house, "load_emotion_templates", name) == (200, "OK")
    state = house.state(name)
    assert "smug" not in state["emotions"]
    assert state["emotion"] == "neutral"


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("set_emotion", {}, '"emotion_name" is required, and is a string'),
        ("set_emotion", {"emotion_name": 3}, '"emotion_name" is required, and is a string'),
        ("set_emotion", {"emotion_name": "hunger"}, "hunger is no emotion"),
        ("set_overrides", {"overrides": [1]}, '"overrides" must be an object, not list'),
        ("set_overrides", {"overrides": {"ears": 1}}, "ears"),
        ("set_overrides", {"overrides": {"mouth_aaa": 2}}, "mouth_aaa is 2"),
        ("set_overrides", {"overrides": {"mouth_aaa": "1"}}, "mouth_aaa is '1'"),
        ("modify_overrides", {"overrides": {}}, '"action" is required, and is a string'),
        ("modify_overrides", {"action": "toggle", "overrides": {}}, "action must be set"),
        ("modify_overrides", {"action": "unset", "overrides": {"ears": 0}}, "ears"),
        ("look_at", {"point": "door"}, '"point" must be [x, y]'),
        ("look_at", {"point": [0.5]}, '"point" must be [x, y]'),
        ("look_at", {"point": [99, 0]}, '"point" lies from -10 to 11'),
    ],
)
def test_what_cannot_be_done_is_said(house: House, name: str, fields: dict[str, Any], words: str) -> None:
    before = house.state(loaded := house.load())
    status, told = asked(house, name, loaded, **fields)
    assert (status, words in told) == (400, True), told
    after = house.state(loaded)
    assert (after["held"], after["emotion"]) == (before["held"], before["emotion"])


def test_editors_are_told_what_there_is(house: House) -> None:
    filters = house.get("get_available_filters").json()
    assert filters == {"filters": FILTERS}
    told = house.get("settings_metadata").json()
    assert told["settings"]["target_fps"]["default"] == 25.0
    assert told["poses"]["head_x"] == [-1.0, 1.0]
    assert told["poses"]["mouth_smirk"] == [0.0, 1.0]
    assert (len(told["poses"]), told["cels"]) == (45, list(CELS))
    characters = house.get("characters").json()["characters"]
    assert characters[0] == {"name": "anna", "cels": ["blush1"], "effects": ["flowers1"]}
    one, other = house.load(), house.load()
    live = house.get("instances").json()
    assert ([each["instance_id"] for each in live["instances"]], live["most"]) == ([one, other], 8)
