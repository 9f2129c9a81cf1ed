"""What a request and a model configuration of the painter may say."""

import pytest

from handlerkit.checks import SettingsError
from painter.settings import ModelSettings, Request, parse_request


def test_a_prompt_alone_gets_the_documented_defaults() -> None:
    assert parse_request({"prompt": "a hill"}) == Request("a hill", "", 1792, 1024, None, None, "oil")


def test_every_key_is_taken_and_null_means_default() -> None:
    body = {"prompt": "a hill", "negative": "trees", "width": 64, "height": 2048, "seed": 0, "steps": None}
    assert parse_request({**body, "style": "vivid"}) == Request("a hill", "trees", 64, 2048, 0, None, "vivid")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "prompt must say what to paint"),
        ({"prompt": "  \n"}, "prompt must say what to paint"),
        ({"prompt": 5}, "prompt must be a string, not 5"),
        ({"prompt": "a" * 4001}, "prompt is 4001 characters long; at most 4000 are allowed"),
        ({"prompt": "a\0b"}, "prompt holds a NUL character"),
        ({"prompt": "a", "width": 63}, "width must be a whole number from 64 to 2048, not 63"),
        ({"prompt": "a", "height": 2049}, "height must be a whole number from 64 to 2048, not 2049"),
        ({"prompt": "a", "width": 512.0}, "width must be a whole number from 64 to 2048, not 512.0"),
        ({"prompt": "a", "seed": 2**32}, f"seed must be a whole number from 0 to 4294967295, not {2**32}"),
        ({"prompt": "a", "steps": 0}, "steps must be a whole number from 1 to 200, not 0"),
        (
            {"prompt": "a", "style": "cubist"},
            "style must be one of oil, vivid, natural, watercolour, not 'cubist'",
        ),
        (
            {"promt": "a"},
            "request: unknown key 'promt'; did you mean prompt? "
            "Known: prompt, negative, width, height, seed, steps, style",
        ),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_what_is_allowed(body: dict, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_request(body)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"engine": "dream"}, "painter.engine must be one of auto, procedural, diffusers, not 'dream'"),
        ({"compile": "yes"}, "painter.compile must be true or false, not 'yes'"),
        ({"batch": 0}, "painter.batch must be a whole number from 1 to 64, not 0"),
        (
            {"engin": "auto"},
            "model-config.yaml, painter: unknown key 'engin'; did you mean engine? "
            "Known: engine, pipeline, dtype, compile, offload, steps, guidance, batch, threads",
        ),
    ],
)
def test_a_model_configuration_with_a_fault_is_refused(table: dict, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ModelSettings.from_mapping(table)
    assert str(refused.value) == sentence
