"""Whom the page lets in, and with what."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from clients.page.evening import paint
from soulsgen.errors import SoulsgenError
from soulsgen.page import door
from soulsgen.page.door import COOKIE
from soulsgen.page.server import Page, Place
from waiting import LIMIT_S

KEY = "the table's own key"


def test_a_site_whose_name_points_here_gets_nothing(page: Page) -> None:
    port = page.url.rsplit(":", 1)[1].strip("/")
    assert (
        requests.get(page.url, headers={"Host": f"evil.example:{port}"}, timeout=LIMIT_S).status_code == 421
    )
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "[::1]"):
        assert requests.get(page.url, headers={"Host": host}, timeout=LIMIT_S).status_code == 200, host


def test_with_a_key_nothing_of_the_session_is_shown_without_it(folder: Path) -> None:
    paint(folder, 1)
    with Page(folder, Place(port=0, key=KEY), lambda _: None) as page:
        for path in (
            "",
            "events",
            "lines?before=0",
            "image/scene-000001.png",
            "static/page.js",
            f"events?key={KEY}",
        ):
            answer = requests.get(page.url + path, timeout=LIMIT_S)
            assert answer.status_code == 401, path
            assert "Bells" not in answer.text
        wrong = requests.get(page.url, params={"key": "another key"}, timeout=LIMIT_S)
        assert wrong.status_code == 401
        browser = requests.Session()
        let_in = browser.get(page.url, params={"key": KEY}, allow_redirects=False, timeout=LIMIT_S)
        assert (let_in.status_code, let_in.headers["Location"]) == (303, "/")
        cookie = let_in.headers["Set-Cookie"]
        assert KEY not in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert browser.get(f"{page.url}image/scene-000001.png", timeout=LIMIT_S).status_code == 200


def test_a_cookie_is_of_one_start_and_one_that_is_no_text_is_none(folder: Path) -> None:
    browser = requests.Session()
    with Page(folder, Place(port=0, key=KEY), lambda _: None) as page:
        assert browser.get(page.url, params={"key": KEY}, timeout=LIMIT_S).status_code == 200
        port = int(page.url.rsplit(":", 1)[1].strip("/"))
        request = f"GET /lines HTTP/1.1\r\nHost: a\r\nCookie: {COOKIE}=\xff\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S) as connection:
            connection.sendall(request.encode("latin-1"))
            assert connection.makefile("rb").readline() == b"HTTP/1.1 401 Unauthorized\r\n"
    with Page(folder, Place(port=0, key=KEY), lambda _: None) as page:
        assert browser.get(page.url, timeout=LIMIT_S).status_code == 401


def test_wrong_keys_wait_for_one_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, most = [0], [0]
    sleep = asyncio.sleep

    async def counted(seconds: float) -> None:
        asked[0] += seconds == door.WRONG_KEY_S
        most[0] = max(most[0], asked[0])
        await sleep(0.05)
        asked[0] -= seconds == door.WRONG_KEY_S

    monkeypatch.setattr(asyncio, "sleep", counted)
    with Page(folder, Place(port=0, key=KEY), lambda _: None) as page, ThreadPoolExecutor(4) as guessers:

        def guess(number: int) -> int:
            return requests.get(page.url, params={"key": f"guess {number}"}, timeout=LIMIT_S).status_code

        assert list(guessers.map(guess, range(8))) == [401] * 8
    assert most == [1]


def test_a_short_key_is_refused(folder: Path) -> None:
    with pytest.raises(SoulsgenError, match="shorter than 8 characters"):
        Page(folder, Place(key="short"), lambda _: None)
