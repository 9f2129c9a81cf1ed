"""The page's server: how it starts, what it serves, and what it keeps to itself."""

import socket
from contextlib import closing
from pathlib import Path

import pytest
import requests

from clients.page.evening import paint, say
from clients.page.viewer import Viewer
from soulsgen.errors import SoulsgenError
from soulsgen.page.server import Page, Place
from waiting import LIMIT_S


def test_earlier_lines_come_in_pages(folder: Path, page: Page) -> None:
    for number in range(450):
        say(folder, number)
    with closing(Viewer(page.url)) as viewer:
        news = viewer.news()
        while news["first"] + len(news["lines"]) < 450:
            news = viewer.news()
    earlier = requests.get(f"{page.url}lines?before=250", timeout=LIMIT_S).json()
    assert (earlier["first"], len(earlier["lines"]), earlier["lines"][-1]["text"]) == (50, 200, "line 249")
    assert requests.get(f"{page.url}lines?before=-1", timeout=LIMIT_S).status_code == 400


def test_images_of_the_session_are_served_and_no_other_file(folder: Path, page: Page) -> None:
    paint(folder, 1)
    (folder / "scene-000002.png").symlink_to("/etc/passwd")
    (folder / "scene-000003.png").write_text("not a picture")
    image = requests.get(f"{page.url}image/scene-000001.png", timeout=LIMIT_S)
    assert (image.status_code, image.headers["Content-Type"]) == (200, "image/png")
    thumb = requests.get(f"{page.url}thumb/scene-000001.png", timeout=LIMIT_S)
    assert (thumb.content[:3], thumb.headers["Content-Type"]) == (b"\xff\xd8\xff", "image/jpeg")
    for name in (
        "scene-000002.png",
        "scene-000003.png",
        "scene-000009.png",
        "session.json",
        "transcript.jsonl",
        "..%2Fsecret.png",
        "scene-000001.png%00",
        ".session.lock",
    ):
        assert requests.get(f"{page.url}image/{name}", timeout=LIMIT_S).status_code == 404, name


def test_every_answer_carries_the_policy(page: Page) -> None:
    for path in ("", "static/page.js", "lines?before=0", "nowhere"):
        headers = requests.get(page.url + path, timeout=LIMIT_S).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers


def test_nothing_can_be_written(page: Page) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert requests.request(method, page.url, timeout=LIMIT_S).status_code == 405


def test_a_taken_port_is_said(folder: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(SoulsgenError, match=f"cannot listen on 127.0.0.1:{port}"):
            Page(folder, Place(port=port), lambda _: None).__enter__()


def test_a_folder_that_cannot_be_read_ends_the_start_with_its_name(folder: Path) -> None:
    (folder / "transcript.jsonl").mkdir()
    with pytest.raises(SoulsgenError, match=r"^the page cannot be served: .*/transcript\.jsonl: Is a dir"):
        Page(folder, Place(port=0), lambda _: None).__enter__()


def test_the_network_is_warned_of(folder: Path) -> None:
    with Page(folder, Place("0.0.0.0", 0), lambda _: None) as page:  # noqa: S104
        assert "Anybody in the network can read it" in page.invitation()
    with Page(folder, Place(port=0), lambda _: None) as page:
        assert page.invitation() == f"Page at {page.url}"
