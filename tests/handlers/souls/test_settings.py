"""What a request and a model configuration may say."""

import pytest

from handlerkit.checks import SettingsError
from souls.settings import ModelSettings, Request, Sampling, parse_request


def test_an_empty_body_is_one_line_with_the_documented_defaults() -> None:
    assert parse_request({}) == Request(
        context="",
        num=1,
        sampling=Sampling(max_tokens=64, top_p=0.85, temperature=1.0, top_k=50, repetition_penalty=1.0),
        seed=None,
        start="random-word",
        allow_copies=False,
    )


def test_every_key_is_taken_and_null_means_default() -> None:
    body = {"context": "The king", "num": 3, "seed": 7, "allow_copies": True, "start": None}
    sampling = {"max_tokens": 5, "top_p": 1, "temperature": 0, "top_k": 40, "repetition_penalty": 1.2}
    request = parse_request({**body, **sampling})
    assert request == Request("The king", 3, Sampling(5, 1.0, 0.0, 40, 1.2), 7, "random-word", True)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"num": 0}, "num must be a whole number from 1 to 64, not 0"),
        ({"num": True}, "num must be a whole number from 1 to 64, not True"),
        ({"num": 2.0}, "num must be a whole number from 1 to 64, not 2.0"),
        ({"top_p": 0}, "top_p must be a number from 0.01 to 1.0, not 0"),
        ({"top_p": float("nan")}, "top_p must be a number from 0.01 to 1.0, not nan"),
        ({"temperature": "hot"}, "temperature must be a number from 0.0 to 5.0, not 'hot'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, not -1"),
        ({"context": 5}, "context must be a string, not 5"),
        ({"allow_copies": 1}, "allow_copies must be true or false, not 1"),
        ({"start": ["letter"]}, "start must be one of random-word, letter, none, not ['letter']"),
        (
            {"context": "A", "start": "letter"},
            "start says how a line without context begins; give context or start, not both",
        ),
        (
            {"max_token": 5},
            "request: unknown key 'max_token'; did you mean max_tokens? Known: context, num, seed, start, "
            "allow_copies, max_tokens, top_p, temperature, top_k, repetition_penalty",
        ),
        ({"num": "9" * 99}, f"num must be a whole number from 1 to 64, not '{'9' * 39}… (str)"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_what_is_allowed(body: dict, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_request(body)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            {"bakend": "torch"},
            "model-config.yaml, souls: unknown key 'bakend'; did you mean backend? "
            "Known: backend, compute_type, threads, attempts, seconds, known_words",
        ),
        ({"backend": "onnx"}, "souls.backend must be one of auto, torch, ctranslate2, not 'onnx'"),
        ({"known_words": "yes"}, "souls.known_words must be true or false, not 'yes'"),
        ({"threads": 0}, "souls.threads must be a whole number from 1 to 1024, not 0"),
    ],
)
def test_a_model_configuration_with_a_fault_is_refused(table: dict, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ModelSettings.from_mapping(table)
    assert str(refused.value) == sentence
