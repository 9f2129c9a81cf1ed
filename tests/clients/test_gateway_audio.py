"""OpenAI's audio endpoints at the gateway, before a server that speaks the archives' contracts."""

import base64
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clients.loopback import free_port, serving
from clients.voice.tts_server import RATE, VOICES, Tts, sentences, told, wav
from soulsgen.gateway import Door, Gateway, sound
from soulsgen.gateway.multipart import Field, read_form
from soulsgen.gateway.sound import RATE_HZ
from soulsgen.gateway.speech_request import NAMESAKES, archive_voice
from soulsgen.voice.speaking import ServedVoice

TOKEN = "0123456789abcdef"
TEXT = "The bell tolls. Roll 2d6+3."
PCM = b"".join(samples for samples, _ in sentences(TEXT))
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


@pytest.fixture
def behind() -> Tts:
    return Tts()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key_file.json"
    path.write_text('{"inference": {"key": "first"}}', "utf-8")
    return path


@contextmanager
def opened(door: Door, said: list[str] | None = None) -> Iterator[int]:
    gateway = Gateway(("127.0.0.1", 0), door, [].append if said is None else said.append)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield int(gateway.server_address[1])
    finally:
        gateway.close()
        thread.join()


@pytest.fixture
def port(behind: Tts, key_file: Path) -> Iterator[int]:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, max_bytes=50_000, at_once=4)) as number,
    ):
        yield number


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    sent = json.dumps(body).encode() if isinstance(body, dict) else body
    given = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers}
    connection.request(method, path, sent, given)
    return connection.getresponse()


def speak(port: int, **request: Any) -> HTTPResponse:
    return ask(port, "POST", "/v1/audio/speech", {"model": "tts-1", "input": TEXT, **request})


def fault(answer: HTTPResponse) -> tuple[int, dict[str, Any]]:
    error: dict[str, Any] = json.loads(answer.read())["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    return answer.status, error


def heard(content: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Samples at RATE_HZ, -1 to 1."""
    with av.open(io.BytesIO(content)) as container:
        assert container.streams.audio[0].rate == RATE_HZ
        return np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])


def test_what_sillytavern_asks_for_is_an_mp3_of_the_text(port: int, behind: Tts) -> None:
    answer = speak(port, voice="alloy", response_format="mp3", speed=1)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/mpeg")
    samples = heard(answer.read())
    # Half a second between the sentences is a fifth of silence; an encoder adds some at both ends.
    assert len(samples) / RATE_HZ == pytest.approx(len(PCM) / 2 / RATE, abs=0.1)
    loud = [np.abs(samples[int(at * RATE_HZ) :][:1200]).max() > 0.2 for at in (0.15, 0.40, 0.60, 0.80)]
    assert loud == [True, False, True, False]
    tone = np.abs(np.fft.rfft(samples[2400:4800]))
    assert int(tone.argmax()) * 10 == 400
    assert behind.payloads[0] == {"op": "voices"}
    request = behind.payloads[1]
    assert request == {
        "text": TEXT,
        "voice": "en-us",
        "speed": 1.0,
        "stream": True,
        "id": request["id"],
        "sample_rate_hz": RATE_HZ,
    }


def test_wav_is_the_archives_own_file(port: int, behind: Tts) -> None:
    answer = speak(port, voice="en-gb", response_format="wav")
    assert (answer.status, answer.headers["Content-Type"], answer.headers["X-Sample-Rate"]) == (
        200,
        "audio/wav",
        str(RATE),
    )
    assert answer.read() == wav(PCM)
    assert behind.payloads == [{"text": TEXT, "voice": "en-gb", "speed": 1.0, "format": "wav"}]


def test_aac_and_mp3_without_being_told_a_format(port: int) -> None:
    answer = speak(port, response_format="aac")
    assert answer.headers["Content-Type"] == "audio/aac"
    assert len(heard(answer.read())) / RATE_HZ == pytest.approx(len(PCM) / 2 / RATE, abs=0.1)
    assert speak(port).headers["Content-Type"] == "audio/mpeg"


def test_pcm_is_of_24_khz_and_its_first_sentence_comes_before_the_second_is_spoken(
    port: int, behind: Tts
) -> None:
    behind.hold.clear()
    answer = speak(port, voice="de", response_format="pcm", stream=True)
    first = sentences(TEXT)[0][0]
    assert answer.read(len(first)) == first
    behind.hold.set()
    assert first + answer.read() == PCM
    assert answer.headers["Content-Type"] == "audio/pcm;rate=24000;channels=1"


def test_events_hold_the_same_sound(port: int) -> None:
    raw = speak(port, response_format="pcm").read()
    answer = speak(port, response_format="pcm", stream_format="sse")
    assert answer.headers["Content-Type"] == "text/event-stream"
    events = [json.loads(line.removeprefix(b"data: ")) for line in answer.read().split(b"\n\n") if line]
    assert [event["type"] for event in events[-2:]] == ["speech.audio.delta", "speech.audio.done"]
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == raw


def test_a_caller_who_hangs_up_ends_the_utterance(port: int, behind: Tts) -> None:
    behind.hold.clear()
    answer = speak(port, response_format="pcm", input="Ash. " * 900)
    assert answer.read1(100)
    answer.close()
    behind.hold.set()
    end = time.monotonic() + 5
    while not behind.cancelled and time.monotonic() < end:
        time.sleep(0.01)
    assert behind.cancelled == {behind.payloads[0]["id"]}


def test_speech_that_breaks_off_is_no_whole_answer(behind: Tts, key_file: Path) -> None:
    behind.breaks = True
    said: list[str] = []
    body = json.dumps({"input": TEXT, "response_format": "pcm"})
    head = f"POST /v1/audio/speech HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {len(body)}"
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url), said) as port,
        socket.create_connection(("127.0.0.1", port), timeout=10) as connection,
    ):
        connection.sendall(f"{head}\r\n\r\n{body}".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert not answer.endswith(b"0\r\n\r\n")
    assert said == ["a connection broke off: Unavailable"]


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


def test_sliders_beyond_the_archives_speeds_reach_its_ends(port: int, behind: Tts) -> None:
    for speed in (0.25, 4):
        assert speak(port, response_format="wav", speed=speed).status == 200
    assert [payload["speed"] for payload in behind.payloads] == [0.5, 3.0]


def test_openais_voices_are_espeaks_or_dealt_in_turn() -> None:
    espeak = [ServedVoice("en-us"), ServedVoice("en-gb"), ServedVoice("de")]
    assert archive_voice("shimmer", espeak) == "en-us+f3"
    assert archive_voice("fable", espeak) == "en-gb"
    assert archive_voice("de", espeak) == "de"
    assert archive_voice(None, espeak) is None
    two = [ServedVoice("speaker0"), ServedVoice("speaker1")]
    assert {archive_voice(name, two) for name in NAMESAKES} == {"speaker0", "speaker1"}
    assert archive_voice("nova", []) is None


def test_voices_are_listed_and_remembered(port: int, behind: Tts) -> None:
    for _ in range(2):
        answer = ask(port, "GET", "/v1/audio/voices")
        assert answer.status == 200
        listed = [{"id": voice["name"], **voice} for voice in VOICES]
        assert json.loads(answer.read()) == {"voices": listed}
    assert behind.payloads == [{"op": "voices"}]


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


BOUNDARY = "----b0undary"


def form(*fields: tuple[str, bytes | str], file: bytes | None = b"RIFF....") -> bytes:
    """A multipart form as a browser writes it."""
    parts = []
    if file is not None:
        head = 'Content-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav'
        parts.append(head.encode() + b"\r\n\r\n" + file)
    for name, value in fields:
        content = value.encode() if isinstance(value, str) else value
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content)
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


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


def test_a_recording_that_is_too_large_for_torchserve_as_json_is_refused(port: int, behind: Tts) -> None:
    status, error = fault(transcribe(port, form(file=bytes(40_000))))
    assert (status, error["message"]) == (413, "the limit of a recording is 37500 bytes")
    assert behind.payloads == []


def test_an_archive_that_is_not_served_is_a_model_that_is_not_found(port: int) -> None:
    status, error = fault(transcribe(port, form()))
    assert (status, error["code"]) == (404, "model_not_found")
    assert error["message"] == "the archive asr is not served here"


def test_what_the_archive_refuses_about_a_recording_is_passed_on(
    port: int, behind: Tts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "answer", lambda *_: told(400, {"error": "no audio in it"}))
    assert fault(transcribe(port, form()))[1]["message"] == "no audio in it"


def test_a_forms_fields_are_read_to_the_byte() -> None:
    body = form(("a", "1"), ("a", ""), file=b"\r\n\x00--\r\n")
    quoted = f'multipart/form-data; boundary="{BOUNDARY}"'
    assert read_form(quoted, body) == [
        Field("file", b"\r\n\x00--\r\n", "a.wav"),
        Field("a", b"1"),
        Field("a", b""),
    ]
    with pytest.raises(ValueError, match="more than 64 fields"):
        read_form(quoted, form(*[("a", "1")] * 65))
    with pytest.raises(ValueError, match="has no name"):
        read_form(quoted, form().replace(b"name=", b"nam="))
    with pytest.raises(ValueError, match="with a boundary"):
        read_form("application/json", body)


def test_what_a_caller_accepts_reaches_the_archive(port: int) -> None:
    answer = ask(port, "POST", "/predictions/tts", {"text": "Ash."}, Accept="audio/*")
    assert (answer.headers["Content-Type"], answer.headers["X-Sample-Rate"]) == ("audio/wav", str(RATE))
    assert answer.read() == wav(sentences("Ash.")[0][0])
    assert "audio" in json.loads(ask(port, "POST", "/predictions/tts", {"text": "Ash."}).read())
