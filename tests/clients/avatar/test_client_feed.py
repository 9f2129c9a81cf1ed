"""The Python client's pictures: what is told of each, a line that breaks, streams that are none."""

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from werkzeug.wrappers import Response

from clients.avatar.line import Line
from clients.loopback import serving
from clients.studio.opened import House
from soulsgen.avatar import client
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from waiting import LIMIT_S, wait_until


def test_frames_tell_what_is_known_of_them(anna: client.Avatar) -> None:
    client.load_animator_settings(
        anna,
        {
            "crop": {"enabled": True, "left": 0.25, "top": 0.0, "right": 0.75, "bottom": 0.5},
            "upscale": 2.0,
            "format": "webp",
            "postprocessor_chain": [],
        },
    )
    feed = client.result_feed(anna)
    frame = next(each for each in feed if each.full_size == (1024, 1024))
    later = next(feed)
    feed.close()
    assert frame.media_type == "image/webp"
    assert frame.crop == (0.25, 0.0, 0.75, 0.5)
    assert (frame.stats["render_ms"], frame.stats["trouble"]) == (3.5, "")
    assert later.time_s > frame.time_s
    with Image.open(io.BytesIO(frame.content)) as picture:
        assert picture.size == (512, 512)
    assert client.frame(anna).time_s >= later.time_s
    wait_until(lambda: client.state(anna)["viewers"] == 0)


def test_a_feed_ends_when_she_is_unloaded(anna: client.Avatar) -> None:
    feed = client.result_feed(anna)
    next(feed)
    client.unload(anna)
    assert len(list(feed)) < 100
    with pytest.raises(Refused, match="HTTP 404: there is no avatar instance"):
        next(client.result_feed(anna, patience_s=LIMIT_S))


def test_a_feed_survives_a_line_that_breaks(house: House, anna: client.Avatar) -> None:
    with Line(house.url).open() as line:
        far = client.Avatar(client.Studio(line.url), anna.id)
        feed = client.result_feed(far, patience_s=LIMIT_S)
        first = next(feed)
        line.broken = True
        line.cut()
        wait_until(lambda: client.state(anna)["viewers"] == 0)
        begun = line.begun
        # Nobody reads meanwhile; what had come before the cut is read first.
        line.broken = False
        assert next(each for each in feed if line.begun > begun).time_s > first.time_s
        feed.close()


def test_a_feed_whose_line_stays_broken_says_so(house: House, anna: client.Avatar) -> None:
    with Line(house.url).open() as line:
        far = client.Avatar(client.Studio(line.url), anna.id)
        for patience_s in (0.0, 0.6):
            feed = client.result_feed(far, patience_s)
            next(feed)
            line.broken = True
            line.cut()
            begun = line.begun
            with pytest.raises(Unavailable, match=rf"studio at {line.url}"):
                list(feed)
            assert (line.begun > begun) == (patience_s > 0)
            line.broken = False


STREAMS = {
    b"--frame\r\nContent-Length: x\r\n\r\n": "is it a studio",
    b"--frame\r\nContent-Length: -1\r\n\r\n": "is it a studio",
    b"--frame\r\nContent-Length: 99999999999\r\n\r\n": "is it a studio",
    b"--frame\r\nContent-Length: 2\r\n\r\nabc\r\n--frame--\r\n": "is it a studio",
    b"--frame\r\n" + 200 * b"A: b\r\n": "is it a studio",
    b"--frame\r\n" + bytes(1 << 17): "is it a studio",
    b"--fr": "broke off",
    b"--frame\r\nContent-Length: 5\r\n\r\nabc": "broke off",
    b"": "broke off",
}


@pytest.mark.parametrize(("content", "words"), STREAMS.items(), ids=range(len(STREAMS)))
def test_a_stream_that_is_none_is_said(content: bytes, words: str) -> None:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        kind = "multipart/x-mixed-replace; boundary=frame"
        return Response(content, content_type=kind)(environ, start_response)

    with serving(answer) as url, pytest.raises(SoulsgenError, match=words):
        list(client.result_feed(client.Avatar(client.Studio(url), "anna")))


def test_a_silent_stream_breaks_off() -> None:
    heard = threading.Event()

    def silence() -> Iterator[bytes]:
        yield b"--frame\r\n"
        heard.wait(LIMIT_S)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        kind = "multipart/x-mixed-replace; boundary=frame"
        return Response(silence(), content_type=kind)(environ, start_response)

    with serving(answer) as url:
        studio = client.Studio(url, timeout_s=0.5)
        with pytest.raises(Unavailable, match="broke off: it fell silent"):
            list(client.result_feed(client.Avatar(studio, "anna")))
        heard.set()
