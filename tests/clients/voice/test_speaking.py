"""Where a cancel goes: to the archive beside the voice, or to the voice where there is none."""

import pytest

from clients.loopback import serving
from clients.voice.cancel_server import TtsAndCancel
from clients.voice.tts_server import Tts
from soulsgen.errors import Refused
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.speaking import Speaker


def speaker(url: str, model: str = "tts") -> Speaker:
    return Speaker(TorchServe(Endpoint(url, retries=0)), model)


def test_a_cancel_goes_past_the_workers_that_speak() -> None:
    with serving(app := TtsAndCancel()) as url:
        speaker(url).cancel("u")
    assert (app.taken, app.payloads) == (["u"], [])


def test_where_nothing_is_served_beside_it_the_voice_is_asked() -> None:
    with serving(app := Tts()) as url:
        speaker(url).cancel("u")
    assert app.cancelled == {"u"}
    assert app.payloads == [{"op": "cancel", "id": "u"}] * 2


def test_a_voice_that_is_not_served_is_told() -> None:
    with serving(Tts()) as url, pytest.raises(Refused, match="Model not found"):
        speaker(url, "voice").cancel("u")
