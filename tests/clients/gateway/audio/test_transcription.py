"""Recordings as OpenAI's clients send them."""

import base64
import json
import tracemalloc
from http.client import HTTPResponse

import pytest

from clients.gateway.audio.calls import ask, fault
from clients.gateway.audio.form import BOUNDARY, form
from clients.voice.tts_server import Tts, told
from soulsgen.gateway.recording import Recording
from soulsgen.gateway.refusal import Refusal
from soulsgen.gateway.transcription_request import read_transcription

SEGMENT = {
    "start": 1.02,
    "end": 1.82,
    "text": "Ash & bone.",
    "avg_logprob": -0.1,
    "compression_ratio": 1.0,
    "no_speech_prob": 0.0,
    "temperature": 0.0,
    "words": [
        {"start": 1.02, "end": 1.4, "word": "Ash", "probability": 0.9},
        {"start": 1.4, "end": 1.82, "word": "& bone.", "probability": 0.9},
    ],
}
TRANSCRIPT = {
    "text": "Ash & bone.",
    "language": "en",
    "language_probability": 1.0,
    "duration": 2.0,
    "speech": 0.8,
    "segments": [SEGMENT],
    "dropped": [],
}


def transcribe(port: int, body: bytes) -> HTTPResponse:
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    return ask(port, "POST", "/v1/audio/transcriptions", body, **{"Content-Type": content_type})


def test_a_recording_is_its_text(port: int, behind: Tts) -> None:
    behind.asr = TRANSCRIPT
    recording = bytes(range(256)) + b"\r\n--" + b"\r\n\r\n"
    fields = [("model", "whisper-1"), ("language", "en"), ("prompt", "Voß"), ("temperature", "0")]
    answer = transcribe(port, form(*fields, file=recording))
    assert (answer.status, json.loads(answer.read())) == (200, {"text": "Ash & bone."})
    audio = base64.b64encode(recording).decode()
    assert behind.payloads == [{"audio": audio, "word_times": False, "language": "en", "prompt": "Voß"}]


@pytest.mark.parametrize(
    ("response_format", "content_type", "content"),
    [
        ("text", "text/plain; charset=utf-8", "Ash & bone.\n"),
        (
            "srt",
            "application/x-subrip; charset=utf-8",
            "1\n00:00:01,020 --> 00:00:01,820\nAsh & bone.\n",
        ),
        ("vtt", "text/vtt; charset=utf-8", "WEBVTT\n\n00:00:01.020 --> 00:00:01.820\nAsh &amp; bone.\n"),
    ],
)
def test_a_recording_is_text_or_subtitles(
    port: int, behind: Tts, response_format: str, content_type: str, content: str
) -> None:
    behind.asr = TRANSCRIPT
    answer = transcribe(port, form(("response_format", response_format), ("temperature", "0.4")))
    assert answer.headers["Content-Type"] == content_type
    assert answer.read().decode() == content
    assert behind.payloads[0]["temperatures"] == [0.4]


def test_a_verbose_transcript_has_the_times_that_were_asked_for(port: int, behind: Tts) -> None:
    behind.asr = TRANSCRIPT
    facts = {"task": "transcribe", "language": "en", "duration": 2.0, "text": "Ash & bone."}
    kept = {name: value for name, value in SEGMENT.items() if name != "words"}
    segments = [{"id": 0, "seek": 102, "tokens": [], **kept}]
    words = [{"word": "Ash", "start": 1.02, "end": 1.4}, {"word": "& bone.", "start": 1.4, "end": 1.82}]
    name = "timestamp_granularities[]"
    verbose = ("response_format", "verbose_json")
    for asked, told_ in (
        ([], {"segments": segments}),
        ([(name, "word")], {"words": words}),
        ([(name, "word"), (name, "segment")], {"segments": segments, "words": words}),
    ):
        assert json.loads(transcribe(port, form(verbose, *asked)).read()) == {**facts, **told_}
    assert [payload["word_times"] for payload in behind.payloads] == [False, True, True]


@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        (form(file=None), "file", "file must be one recording"),
        (form(file=b""), "file", "file must be one recording"),
        (form(("response_format", "xml")), "response_format", "one of json, text, srt, vtt, verbose_json"),
        (form(("temperature", "hot")), "temperature", "a number from 0 to 1"),
        (form(("timestamp_granularities[]", "word")), "timestamp_granularities[]", "verbose_json"),
        (form(("timestamp_granularities[]", "day")), "timestamp_granularities[]", "segment or word"),
        (form(("colour", "red")), "colour", "unknown: colour"),
        (form(("prompt", b"\xff")), None, "must be UTF-8"),
        (form()[:-10], None, "cut off"),
        (b"{}", None, "cut off"),
    ],
)
def test_a_form_that_is_wrong_is_told_in_openais_words(
    port: int, behind: Tts, body: bytes, param: str | None, words: str
) -> None:
    status, error = fault(transcribe(port, body))
    assert (status, error["param"]) == (400, param)
    assert words in error["message"]
    assert behind.payloads == []


def test_a_recording_is_never_in_memory_a_second_time() -> None:
    recording = bytes(range(256)) * (16 << 12)
    body = form(("prompt", "Ash"), file=recording)
    tracemalloc.start()
    try:
        request = read_transcription(f"multipart/form-data; boundary={BOUNDARY}", body).recording
        length = sum(len(piece) for piece in request)
        assert tracemalloc.get_traced_memory()[1] < len(recording) / 16
    finally:
        tracemalloc.stop()
    sent = b"".join(request)
    assert length == len(request) == len(sent)
    audio = base64.b64encode(recording).decode()
    assert json.loads(sent) == {"audio": audio, "word_times": False, "prompt": "Ash"}


@pytest.mark.parametrize("count", [1, 2, 3, (48 << 10) - 1, 48 << 10, (48 << 10) + 1])
def test_its_length_is_known_before_it_is_sent(count: int) -> None:
    request = Recording(memoryview(bytes(count)), {"word_times": True})
    sent = b"".join(request)
    assert len(request) == len(sent)
    assert base64.b64decode(json.loads(sent)["audio"]) == bytes(count)


def test_a_recording_that_is_too_large_for_torchserve_as_json_is_refused(port: int, behind: Tts) -> None:
    status, error = fault(transcribe(port, form(file=bytes(40_000))))
    assert (status, error["message"]) == (413, "the limit of a recording is 37500 bytes")
    assert behind.payloads == []


def test_a_text_beside_it_is_no_second_recording() -> None:
    body = form(("prompt", "a" * 65_537))
    with pytest.raises(Refusal, match="prompt is longer than 65536 bytes"):
        read_transcription(f"multipart/form-data; boundary={BOUNDARY}", body)


def test_an_archive_that_is_not_served_is_a_model_that_is_not_found(port: int) -> None:
    status, error = fault(transcribe(port, form()))
    assert (status, error["code"]) == (404, "model_not_found")
    assert error["message"] == "the archive asr is not served here"


def test_what_the_archive_refuses_about_a_recording_is_passed_on(
    port: int, behind: Tts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "answer", lambda *_: told(400, {"error": "no audio in it"}))
    assert fault(transcribe(port, form()))[1]["message"] == "no audio in it"
