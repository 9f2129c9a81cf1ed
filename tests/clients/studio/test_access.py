"""Whom the studio lets look, whom it lets direct, and which sites."""

from typing import Any

import pytest
import requests

from clients.studio.archived import ANNA, png
from clients.studio.opened import House, opened
from clients.studio.parts import parts
from soulsgen.errors import SoulsgenError
from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio
from waiting import LIMIT_S

KEY = "whoever runs her"
BEARER = {"Authorization": f"Bearer {KEY}"}
LOCKED = Place(port=0, key=KEY)


def loaded(house: House, headers: dict[str, str]) -> dict[str, Any]:
    answer = house.post("load", {"character": "anna"}, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_with_a_key_nothing_is_told_or_done_without_it() -> None:
    with opened(LOCKED) as house:
        named = {"instance_id": loaded(house, BEARER)["instance_id"]}
        for method, path in (
            ("GET", "/api/avatar/instances"),
            ("GET", f"/api/avatar/state?instance_id={named['instance_id']}"),
            ("GET", f"/api/avatar/result_feed?instance_id={named['instance_id']}"),
            ("GET", "/api/avatar/frame"),
            ("GET", "/api/talkinghead/start_talking"),
            ("POST", "/api/avatar/start"),
            ("POST", "/api/avatar/load"),
            ("GET", "/nowhere"),
        ):
            for headers in ({}, {"Authorization": KEY}, {"Authorization": "Bearer "}, {"Cookie": "a=\xff"}):
                answer = requests.request(
                    method, house.url + path, json=named, headers=headers, timeout=LIMIT_S
                )
                assert answer.status_code == 401, (path, headers)
                assert answer.json() == {
                    "error": "the key is missing or wrong: send it as Authorization: Bearer KEY"
                }
        assert house.post("start", named, headers=BEARER).text == "OK"
        assert house.get("instances", headers=BEARER).status_code == 200
        assert requests.get(f"{house.url}/health", timeout=LIMIT_S).text == "OK"


def test_a_wrong_key_is_none() -> None:
    with opened(LOCKED) as house:
        for given in ("Bearer wrong", f"Bearer {KEY}x", f"Basic {KEY}", f"Bearer {KEY} {KEY}"):
            assert house.get("instances", headers={"Authorization": given}).status_code == 401
        assert house.get("instances", headers={"Authorization": f"bearer {KEY}"}).status_code == 200


def test_a_browser_gets_a_cookie_for_the_key_in_the_address() -> None:
    with opened(LOCKED) as house, requests.Session() as browser:
        asks = browser.get(f"{house.url}/", timeout=LIMIT_S)
        assert (asks.status_code, asks.headers["Content-Type"]) == (401, "text/html; charset=utf-8")
        assert browser.get(f"{house.url}/static/key.css", timeout=LIMIT_S).status_code == 200
        answer = browser.get(f"{house.url}/?key={KEY}", timeout=LIMIT_S, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert KEY not in answer.headers["Set-Cookie"]
        assert browser.get(f"{house.url}/api/avatar/instances", timeout=LIMIT_S).status_code == 200


def test_a_token_lets_its_holder_look_at_one_and_do_nothing() -> None:
    with opened(LOCKED) as house:
        anna, other = loaded(house, BEARER), loaded(house, BEARER)
        for each in (anna, other):
            house.post("start", {"instance_id": each["instance_id"]}, headers=BEARER)
        looking = {"instance_id": anna["instance_id"], "token": anna["token"]}
        address = f"{house.url}/api/avatar/result_feed"
        assert next(parts(address, params=looking)).headers["content-type"] == "image/webp"
        assert house.get("frame", params=looking).status_code == 200
        for refused in (
            {**looking, "token": ""},
            {**looking, "token": anna["token"][:-1]},
            {**looking, "token": "\udcff"},
            {**looking, "instance_id": other["instance_id"]},
            {**looking, "instance_id": "nobody"},
            {"token": anna["token"]},
        ):
            params = {name: value.encode("utf-8", "surrogateescape") for name, value in refused.items()}
            assert house.get("frame", params=params).status_code == 401, refused
        for name in ("state", "instances", "recording"):
            assert house.get(name, params=looking).status_code == 401
        for name in ("start", "stop", "unload", "speak"):
            answer = house.post(name, {"instance_id": anna["instance_id"]}, params=looking)
            assert answer.status_code == 401


def test_a_site_whose_name_points_here_gets_nothing() -> None:
    with opened() as house:
        for host, status in (("evil.example", 421), ("localhost", 200), ("[::1]", 200)):
            headers = {"Host": f"{host}:{house.port}"}
            assert house.get("instances", headers=headers).status_code == status, host


TAVERN, EVIL = "http://localhost:8000", "http://evil.example"


@pytest.mark.parametrize(
    ("place", "origin", "status", "allowed"),
    [
        (Place(port=0), TAVERN, 200, TAVERN),
        (Place(port=0), "http://tavern.lan", 200, "http://tavern.lan"),
        (Place(port=0), EVIL, 403, None),
        (Place(port=0), "null", 403, None),
        (LOCKED, EVIL, 200, EVIL),
    ],
)
def test_sites_of_this_machine_may_call_and_others_with_the_key(
    place: Place, origin: str, status: int, allowed: str | None
) -> None:
    with opened(place, origins=("http://tavern.lan",)) as house:
        headers = {"Origin": origin, **(BEARER if place.key else {})}
        answer = house.post("load", {"character": "anna"}, headers=headers)
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (status, allowed)
        # A form needs no leave of the browser's to be sent.
        files = {"file": ("file", png(ANNA))}
        form = requests.post(f"{house.url}/api/avatar/load", files=files, headers=headers, timeout=LIMIT_S)
        assert form.status_code == status
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-tunnel"}
        before = requests.options(
            f"{house.url}/api/avatar/start", headers={"Origin": origin, **asked}, timeout=LIMIT_S
        )
        assert before.status_code == (204 if allowed else 403)
        if allowed:
            assert before.headers["Access-Control-Allow-Origin"] == origin
            assert before.headers["Access-Control-Allow-Headers"] == "x-tunnel"
            assert "Access-Control-Allow-Credentials" not in before.headers


def test_a_cookie_counts_for_our_own_page_alone() -> None:
    with opened(LOCKED) as house, requests.Session() as browser:
        browser.get(f"{house.url}/?key={KEY}", timeout=LIMIT_S)
        for origin, status in ((TAVERN, 403), (EVIL, 403), (house.url, 200)):
            answer = browser.post(
                f"{house.url}/api/avatar/load",
                json={"character": "anna"},
                headers={"Origin": origin},
                timeout=LIMIT_S,
            )
            assert answer.status_code == status, origin


def test_pictures_may_be_shown_elsewhere_and_nothing_else_may() -> None:
    with opened() as house:
        name = house.load()
        for path, policy in (
            (f"frame?instance_id={name}", "cross-origin"),
            (f"state?instance_id={name}", "same-origin"),
        ):
            headers = house.get(path).headers
            assert headers["Cross-Origin-Resource-Policy"] == policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "Server" not in headers


def test_a_short_key_is_refused_and_an_open_door_is_told_of() -> None:
    with pytest.raises(SoulsgenError, match="shorter than 8 characters"):
        Studio(Plan(), Place(key="short"), print)
    with opened(Place("0.0.0.0", 0)) as house:  # noqa: S104
        assert "Anybody in the network can direct her" in house.studio.invitation()
    with opened() as house:
        assert house.studio.invitation() == f"Studio at {house.url}/"
