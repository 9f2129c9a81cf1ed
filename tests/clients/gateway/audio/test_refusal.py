"""What cannot be had, told in OpenAI's words."""

from pathlib import Path
from typing import Any

import pytest

from clients.gateway.audio.calls import ask, fault, speak
from clients.gateway.opened import TOKEN, opened
from clients.loopback import free_port, serving
from clients.voice.tts_server import Tts
from soulsgen.gateway import Door, sound


@pytest.mark.parametrize(
    ("changes", "param", "words"),
    [
        ({"input": " "}, "input", "input must be the text to speak"),
        ({"input": 7}, "input", "input must be the text to speak"),
        ({"response_format": "midi"}, "response_format", "one of mp3, opus, aac, flac, wav, pcm, ogg"),
        ({"speed": 5}, "speed", "a number from 0.25 to 4"),
        ({"speed": True}, "speed", "a number from 0.25 to 4"),
        ({"voice": 3}, "voice", "GET /v1/audio/voices lists them"),
        ({"stream_format": "sse", "response_format": "wav"}, "stream_format", "sse for pcm, mp3, aac"),
        ({"colour": "red"}, "colour", "unknown: colour; known are model, input"),
        ({"voice": "klingon"}, None, "no voice klingon"),
        ({"voice": "klingon", "response_format": "wav"}, None, "no voice klingon"),
        ({"input": " . "}, None, "text holds nothing to speak"),
    ],
)
def test_what_cannot_be_spoken_is_told_in_openais_words(
    port: int, changes: dict[str, Any], param: str | None, words: str
) -> None:
    status, error = fault(speak(port, **changes))
    assert (status, error["type"], error["param"]) == (400, "invalid_request_error", param)
    assert words in error["message"]


def test_a_body_that_is_no_object_is_refused(port: int) -> None:
    for body in (b"{", b"[]", b"\xff", b""):
        assert fault(ask(port, "POST", "/v1/audio/speech", body))[0] == 400


def test_a_body_far_longer_than_any_text_is_not_parsed(behind: Tts, key_file: Path) -> None:
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url)) as port:
        status, error = fault(speak(port, instructions="a" * (128 << 10)))
    assert (status, error["message"]) == (413, "the limit of a request is 131072 bytes")


def test_a_wrong_token_an_unknown_path_and_a_busy_server_have_openais_body(
    port: int, behind: Tts, key_file: Path
) -> None:
    status, error = fault(ask(port, "POST", "/v1/audio/speech", {}, Authorization="Bearer none"))
    assert (status, error["code"]) == (401, "invalid_api_key")
    assert fault(ask(port, "GET", "/v1/audio/voices", Authorization=""))[0] == 401
    assert fault(ask(port, "POST", "/v1/audio/translations", {}))[0] == 404
    assert behind.payloads == []
    nobody = f"http://127.0.0.1:{free_port()}"
    with opened(Door(TOKEN, key_file, nobody)) as other:
        status, error = fault(speak(other, response_format="wav"))
    assert (status, error["type"]) == (503, "server_error")


def test_pyav_that_is_not_there_is_told(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "available", lambda form: form != "mp3")
    status, error = fault(speak(port))
    assert (status, error["param"]) == (400, "response_format")
    assert "mp3 needs PyAV" in error["message"]
    assert speak(port, response_format="wav").status == 200
