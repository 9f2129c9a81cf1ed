"""What a request and a configuration may say."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from handlerkit.checks import SettingsError
from tts.reply import JSON, PARTS, SOUND, wanted
from tts.settings import RATES_HZ, CancelRequest, ModelSettings, SpeakRequest, VoicesRequest, parse_request

CONFIG = Path(__file__).parents[3] / "serve-handlers" / "tts" / "model-config.yaml"
SAY = {"text": "The bell tolls."}


def test_what_is_left_out_or_null_has_its_default() -> None:
    request = parse_request({**SAY, "voice": None, "id": "a.b:c_d-1"})
    assert request == SpeakRequest("The bell tolls.", "a.b:c_d-1")
    assert parse_request({**SAY, "op": "speak", "speed": 2, "pitch": -3}) != request


def test_every_request_has_an_id() -> None:
    first, second = parse_request(SAY), parse_request(SAY)
    assert isinstance(first, SpeakRequest)
    assert isinstance(second, SpeakRequest)
    assert len(first.id) == 32
    assert first.id != second.id


def test_the_other_operations_take_no_more_than_they_need() -> None:
    assert parse_request({"op": "voices"}) == VoicesRequest()
    assert parse_request({"op": "cancel", "id": "x"}) == CancelRequest("x")
    with pytest.raises(SettingsError, match="cancel: unknown key 'text'"):
        parse_request({"op": "cancel", "id": "x", **SAY})
    with pytest.raises(SettingsError, match="id must be"):
        parse_request({"op": "cancel"})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "text must be what to say, 1 to 5000 characters"),
        ({"text": " \n"}, "text must be what to say, 1 to 5000 characters"),
        ({"text": "x" * 5001}, "text is 5001 characters long; at most 5000 are allowed"),
        ({"text": ["x"]}, "text must be a string, not ['x']"),
        ({**SAY, "speed": 0.4}, "speed must be a number from 0.5 to 3.0, not 0.4"),
        ({**SAY, "pitch": 13}, "pitch must be a number from -12.0 to 12.0, not 13"),
        ({**SAY, "speed": True}, "speed must be a number from 0.5 to 3.0, not True"),
        ({**SAY, "format": "mp3"}, "format must be one of wav, pcm, flac, ogg, opus, not 'mp3'"),
        ({**SAY, "format": "wav", "stream": True}, "a stream carries pcm: leave format out"),
        ({**SAY, "id": "a b"}, "id must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -"),
        ({**SAY, "op": "sing"}, "op must be one of speak, voices, cancel, not 'sing'"),
        ({**SAY, "sample_rate_hz": 9}, f"sample_rate_hz must be one of {', '.join(map(str, RATES_HZ))}"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_said(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_request(given)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("accept", "way"),
    [
        (None, (JSON, "")),
        ("*/*", (JSON, "")),
        ("audio/*", (SOUND, "")),
        ("text/html, audio/flac;q=0.9, */*", (SOUND, "flac")),
        ("AUDIO/X-WAV", (SOUND, "wav")),
        ("multipart/mixed", (PARTS, "")),
        ("application/json, audio/*", (JSON, "")),
    ],
)
def test_accept_says_in_which_way_a_reply_is_wanted(accept: str | None, way: tuple[str, str]) -> None:
    assert wanted(accept) == way


def test_the_configuration_that_is_shipped_is_the_defaults_and_has_two_workers() -> None:
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    assert ModelSettings.from_mapping(config["tts"]) == ModelSettings()
    assert (config["minWorkers"], config["maxWorkers"]) == (2, 2)
    with pytest.raises(SettingsError, match="unknown key 'voice'"):
        ModelSettings.from_mapping({"voice": "en-us"})
