"""What SillyTavern's page sends to its talking head, in its order."""

import requests

from clients.studio.archived import ANNA, figure, png
from clients.studio.opened import House, opened
from clients.studio.parts import parts
from waiting import LIMIT_S, wait_until

PAGE = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-site"}


def get(house: House, name: str, **headers: str) -> requests.Response:
    return requests.get(f"{house.url}/api/talkinghead/{name}", headers=PAGE | headers, timeout=LIMIT_S)


def post(house: House, name: str, table: object) -> requests.Response:
    return requests.post(f"{house.url}/api/talkinghead/{name}", json=table, headers=PAGE, timeout=LIMIT_S)


def load(house: House, content: bytes) -> requests.Response:
    files = {"file": ("talkinghead.png", content, "image/png")}
    return requests.post(f"{house.url}/api/talkinghead/load", files=files, headers=PAGE, timeout=LIMIT_S)


def test_a_character_is_loaded_feels_talks_and_rests() -> None:
    with opened() as house:
        modules = requests.get(f"{house.url}/api/modules", headers=PAGE, timeout=LIMIT_S)
        assert "talkinghead" in modules.json()["modules"]
        assert get(house, "result_feed").status_code == 404
        assert get(house, "start_talking").status_code == 404
        assert load(house, png(ANNA)).text == "OK"
        assert post(house, "load_emotion_templates", {}).text == "OK"
        settings = {"postprocessor_chain": [], "target_fps": 20}
        assert post(house, "load_animator_settings", settings).text == "OK"
        assert post(house, "set_emotion", {"emotion_name": "joy"}).text == "OK"
        assert get(house, "start_talking").text == "OK"
        (live,) = house.get("instances").json()["instances"]
        assert (live["character"], live["emotion"], live["talking"]) == ("anna", "joy", True)
        stream = parts(f"{house.url}/api/talkinghead/result_feed")
        assert any(part.headers["content-type"] == "image/png" for part in stream)
        assert get(house, "stop_talking").text == "OK"
        assert get(house, "unload").text == "OK"
        assert not house.state(live["instance_id"])["running"]
        assert load(house, png(ANNA)).text == "OK"
        (again,) = house.get("instances").json()["instances"]
        assert (again["instance_id"], again["running"]) == (live["instance_id"], True)


def test_what_is_refused_is_no_200_and_changes_nothing() -> None:
    with opened() as house:
        assert load(house, png(figure(10))).status_code == 400
        load(house, png(ANNA))
        assert post(house, "set_emotion", {"emotion_name": "hunger"}).status_code == 400
        assert post(house, "load_emotion_templates", {"joy": 3}).status_code == 400
        assert post(house, "load_animator_settings", {"target_fps": -1}).status_code == 400


def test_a_page_that_merely_shows_an_address_does_not_direct_her() -> None:
    with opened() as house:
        load(house, png(ANNA))
        for mode in ("no-cors", "navigate"):
            assert get(house, "start_talking", **{"Sec-Fetch-Mode": mode}).status_code == 403
        (live,) = house.get("instances").json()["instances"]
        assert not live["talking"]
        curl = requests.get(f"{house.url}/api/talkinghead/start_talking", timeout=LIMIT_S)
        assert curl.text == "OK"


def test_who_was_unloaded_elsewhere_is_loaded_anew() -> None:
    with opened() as house:
        load(house, png(ANNA))
        (live,) = house.get("instances").json()["instances"]
        house.post("unload", {"instance_id": live["instance_id"]})
        wait_until(lambda: get(house, "start_talking").status_code == 404)
        load(house, png(ANNA))
        assert get(house, "start_talking").text == "OK"
