"""The page's server: what it tells, to whom, and what it keeps to itself."""

import asyncio
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from soulsgen.errors import SoulsgenError
from soulsgen.page import door
from soulsgen.page.door import COOKIE
from soulsgen.page.server import Page, Place
from waiting import LIMIT_S, wait_until

KEY = "the table's own key"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evening"
    folder.mkdir()
    (folder / "session.json").write_text(
        '{"started": "2026-11-21T19:00:00+01:00", "settings": {"title": "Bells"}}'
    )
    return folder


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    with Page(folder, Place(port=0), lambda _: None, beat_s=0.2) as page:
        yield page


def say(folder: Path, number: int, text: str = "", **more: Any) -> None:
    line = {
        "at": float(number),
        "to": number + 1.0,
        "speaker": "Maren",
        "text": text or f"line {number}",
        **more,
    }
    with (folder / "transcript.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def paint(folder: Path, number: int, image: str | None = None) -> None:
    name = image or f"scene-{number:06}.png"
    if image is None:
        Image.new("RGB", (700, 400), "navy").save(folder / name)
    with (folder / "scenes.jsonl").open("a") as file:
        file.write(
            json.dumps({"at": number, "scene": f"scene {number}", "image": name, "prompt": "p"}) + "\n"
        )


class Viewer:
    """One connection to the events."""

    def __init__(self, url: str, **headers: str) -> None:
        self.answer = requests.get(f"{url}events", headers=headers, stream=True, timeout=LIMIT_S)
        self._lines = self.answer.iter_lines(decode_unicode=True, chunk_size=1)
        self.mark = ""

    def event(self) -> tuple[str, Any]:
        found: dict[str, str] = {}
        for line in self._lines:
            if not line:
                if "event" in found:
                    break
                continue
            name, _, value = line.partition(": ")
            found[name] = value
        self.mark = found.get("id", self.mark)
        return found["event"], json.loads(found["data"])

    def news(self) -> dict[str, Any]:
        while True:
            kind, data = self.event()
            if kind == "news":
                return dict(data)

    def close(self) -> None:
        self.answer.close()


def test_a_late_viewer_gets_everything_at_once_and_then_what_is_new(folder: Path, page: Page) -> None:
    say(folder, 1)
    paint(folder, 1)
    with closing(Viewer(page.url)) as viewer:
        news = viewer.news()
        while not news["scenes"]:
            news = viewer.news()
        say(folder, 2, words=[{"word": "secret"}])
        later = viewer.news()
    assert later["fresh"] is False
    assert later["first"] == 1
    assert later["lines"] == [{"at": 2.0, "speaker": "Maren", "text": "line 2"}]
    assert later["scenes"] == []
    assert later["session"] == {"title": "Bells", "started": "2026-11-21T19:00:00+01:00"}


def test_who_comes_back_gets_what_was_missed_also_after_a_restart(folder: Path) -> None:
    say(folder, 1)
    place = Place(port=0)
    with Page(folder, place, lambda _: None) as page, closing(Viewer(page.url)) as viewer:
        assert [line["text"] for line in viewer.news()["lines"]] == ["line 1"]
        mark = viewer.mark
    say(folder, 2)
    paint(folder, 3)
    back = {"Last-Event-ID": mark}
    with Page(folder, place, lambda _: None) as page, closing(Viewer(page.url, **back)) as viewer:
        news = viewer.news()
    assert (news["fresh"], [line["text"] for line in news["lines"]]) == (False, ["line 2"])
    assert [scene["image"] for scene in news["scenes"]] == ["scene-000003.png"]


@pytest.mark.parametrize("mark", ["", "nonsense", f"{'0' * 16}.1.1", "x.9999999999.1"])
def test_a_mark_of_another_session_is_answered_with_everything(folder: Path, page: Page, mark: str) -> None:
    say(folder, 1)
    with closing(Viewer(page.url, **{"Last-Event-ID": mark})) as viewer:
        assert viewer.news()["fresh"] is True


def test_a_transcript_that_was_replaced_is_told_anew(folder: Path, page: Page) -> None:
    say(folder, 1)
    say(folder, 2)
    with closing(Viewer(page.url)) as viewer:
        while len(viewer.news()["lines"]) < 2:
            pass
        other = folder / "new"
        other.write_text('{"at": 5, "text": "mended"}\n')
        other.replace(folder / "transcript.jsonl")
        news = viewer.news()
    assert (news["fresh"], news["lines"]) == (True, [{"at": 5.0, "speaker": None, "text": "mended"}])


def test_half_a_line_is_not_told_before_it_is_whole_and_a_damaged_one_never(folder: Path) -> None:
    told: list[str] = []
    path = folder / "transcript.jsonl"
    path.write_text('not json\n{"at": 1, "text": "wh')
    with Page(folder, Place(port=0), told.append) as page, closing(Viewer(page.url)) as viewer:
        assert viewer.news()["lines"] == []
        with path.open("a") as file:
            file.write('ole"}\n')
        assert [line["text"] for line in viewer.news()["lines"]] == ["whole"]
    assert told == [f"{path}:1: not a JSON object; left out"]


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


def test_a_scene_that_names_another_file_is_not_shown(folder: Path, page: Page) -> None:
    paint(folder, 1, "../../etc/passwd")
    paint(folder, 2, "https://example.org/x.png")
    paint(folder, 3)
    with closing(Viewer(page.url)) as viewer:
        news = viewer.news()
        while not news["scenes"]:
            news = viewer.news()
    assert [scene["image"] for scene in news["scenes"]] == ["scene-000003.png"]


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


def test_a_fault_while_it_is_watched_is_told_once_and_what_came_meanwhile_is_shown(folder: Path) -> None:
    told: list[str] = []
    with Page(folder, Place(port=0), told.append, beat_s=0.2) as page, closing(Viewer(page.url)) as viewer:
        viewer.news()
        (folder / "scenes.jsonl").mkdir()
        wait_until(lambda: told)
        say(folder, 1)
        assert [line["text"] for line in viewer.news()["lines"]] == ["line 1"]
        (folder / "scenes.jsonl").rmdir()
        paint(folder, 1)
        assert [scene["image"] for scene in viewer.news()["scenes"]] == ["scene-000001.png"]
    assert len(told) == 1
    assert told[0].startswith("the page stands still: IsADirectoryError: ")
    assert told[0].endswith("scenes.jsonl'")


def test_times_and_nesting_beyond_all_measure_do_not_stop_the_lines_after_them(folder: Path) -> None:
    path = folder / "transcript.jsonl"
    times = ("9" * 400, "-" + "9" * 400, "1e999", "NaN")
    lines = [f'{{"at": {at}, "text": "{at[:4]}"}}' for at in times]
    path.write_text("\n".join([*lines, "[" * 100_000, '{"at": 2.25, "text": "told"}', ""]))
    told: list[str] = []
    with Page(folder, Place(port=0), told.append) as page, closing(Viewer(page.url)) as viewer:
        assert [line["at"] for line in viewer.news()["lines"]] == [0.0, 0.0, 0.0, 0.0, 2.2]
    assert told == [f"{path}:5: not a JSON object; left out"]


def test_the_network_is_warned_of(folder: Path) -> None:
    with Page(folder, Place("0.0.0.0", 0), lambda _: None) as page:  # noqa: S104
        assert "Anybody in the network can read it" in page.invitation()
    with Page(folder, Place(port=0), lambda _: None) as page:
        assert page.invitation() == f"Page at {page.url}"


def test_a_viewer_hears_a_beat_while_nothing_happens(page: Page) -> None:
    with closing(Viewer(page.url)) as viewer:
        viewer.news()
        assert viewer.event() == ("beat", {})
