"""Speech as OpenAI's clients ask for it."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clients.gateway.audio.calls import PCM, TEXT, ask, speak
from clients.gateway.calls import head, raw
from clients.gateway.opened import TOKEN, opened
from clients.loopback import serving
from clients.voice.tts_server import RATE, Tts, sentences, wav
from soulsgen.gateway import Door
from soulsgen.gateway.sound import RATE_HZ
from waiting import wait_until


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
    assert wait_until(lambda: behind.cancelled) == {behind.payloads[0]["id"]}


def test_speech_that_breaks_off_is_no_whole_answer(behind: Tts, key_file: Path) -> None:
    behind.breaks = True
    said: list[str] = []
    body = json.dumps({"input": TEXT, "response_format": "pcm"})
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url), said.append) as port:
        answer = raw(port, head("/v1/audio/speech", len(body)) + body.encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert not answer.endswith(b"0\r\n\r\n")
    assert said == ["a connection broke off: Unavailable"]


def test_sliders_beyond_the_archives_speeds_reach_its_ends(port: int, behind: Tts) -> None:
    for speed in (0.25, 4):
        assert speak(port, response_format="wav", speed=speed).status == 200
    assert [payload["speed"] for payload in behind.payloads] == [0.5, 3.0]


def test_what_a_caller_accepts_reaches_the_archive(port: int) -> None:
    answer = ask(port, "POST", "/predictions/tts", {"text": "Ash."}, Accept="audio/*")
    assert (answer.headers["Content-Type"], answer.headers["X-Sample-Rate"]) == ("audio/wav", str(RATE))
    assert answer.read() == wav(sentences("Ash.")[0][0])
    assert "audio" in json.loads(ask(port, "POST", "/predictions/tts", {"text": "Ash."}).read())
