"""What requests and configurations may say, and the sentence for what they may not."""

import pytest

from asr.settings import TEMPERATURES, ModelSettings, Request, parse_request
from handlerkit.checks import SettingsError


def test_an_empty_request_has_the_defaults_and_null_is_absent() -> None:
    assert parse_request({}) == parse_request({"language": None, "prompt": None}) == Request()
    assert Request().temperatures == TEMPERATURES == (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def test_a_partial_request_is_decoded_once_unless_it_brings_temperatures() -> None:
    assert parse_request({"partial": True}).temperatures == (0.0,)
    assert parse_request({"partial": True, "temperatures": [0, 0.5]}).temperatures == (0.0, 0.5)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            {"langauge": "en"},
            "request: unknown key 'langauge'; did you mean language? Known: language, task, ",
        ),
        ({"task": "sing"}, "task must be one of transcribe, translate, not 'sing'"),
        ({"format": "docx"}, "format must be one of json, text, srt, vtt, not 'docx'"),
        ({"hotwords": "Asha"}, "hotwords must be a list, not 'Asha'"),
        ({"hotwords": ["Asha", 3]}, "hotwords[1] must be a string, not 3"),
        ({"prompt": "x" * 2001}, "prompt is 2001 characters long; at most 2000 are allowed"),
        ({"temperatures": []}, "temperatures must hold 1 to 10 values, not 0"),
        ({"temperatures": [3]}, "temperatures[0] must be a number from 0 to 2, not 3"),
        ({"temperatures": [float("nan")]}, "temperatures[0] must be a number from 0 to 2, not nan"),
        ({"word_times": 1}, "word_times must be true or false, not 1"),
        ({"partial": True, "format": "srt"}, "partial replies are json; leave format out"),
        ({"previous": "a"}, "previous belongs to partial requests; set partial to true or leave it out"),
    ],
)
def test_what_a_request_may_not_say(body: dict, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_request(body)
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"bakend": "torch"}, "model-config.yaml, asr: unknown key 'bakend'; did you mean backend?"),
        ({"backend": "onnx"}, "asr.backend must be one of auto, torch, ctranslate2, not 'onnx'"),
        ({"windows": 0}, "asr.windows must be a whole number from 1 to 1024, not 0"),
        ({"least_logprob": 1}, "asr.least_logprob must be a number from -1000 to 0, not 1"),
    ],
)
def test_what_a_configuration_may_not_say(table: dict, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ModelSettings.from_mapping(table)
    assert str(refused.value).startswith(says)
