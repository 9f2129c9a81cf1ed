"""What may be asked for and configured, and what is said of the rest."""

from typing import Any

import pytest

from agent.settings import (
    ChatRequest,
    Line,
    Message,
    ModelSettings,
    RecapRequest,
    Sampling,
    SceneRequest,
    parse_request,
)
from handlerkit.checks import SettingsError

HI = {"role": "user", "content": "Hi."}


def test_requests_are_read_with_their_defaults() -> None:
    assert parse_request(
        {"op": "recap", "lines": [{"at": 1, "text": "Hm."}], "sentences": None}
    ) == RecapRequest((Line(1.0, "Hm."),), 10)
    assert parse_request({"op": "scene", "lines": [], "previous": "A hall."}) == SceneRequest((), "A hall.")
    assert parse_request(
        {"op": "chat", "messages": [{"role": "user", "content": "Who?"}], "temperature": 1, "seed": 3}
    ) == ChatRequest((Message("user", "Who?"),), 3, sampling=Sampling(temperature=1.0, seed=3))
    stream = {"stream": True, "stop": ["\n"], "deadline_s": 5}
    assert parse_request({"op": "chat", "messages": [{"role": "user", "content": "Who?"}], **stream}) == (
        ChatRequest((Message("user", "Who?"),), 3, True, Sampling(stop=("\n",), deadline_s=5.0))
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "op must be one of recap, scene, chat, not None"),
        ({"op": "sing"}, "op must be one of recap, scene, chat, not 'sing'"),
        ({"op": "recap"}, "lines is missing"),
        ({"op": "recap", "lines": [], "sentence": 3}, "unknown key 'sentence'; did you mean sentences?"),
        ({"op": "recap", "lines": [{"text": "x"}]}, "lines[0] must hold at (seconds) and text"),
        ({"op": "recap", "lines": [{"at": "1", "text": "x"}]}, "lines[0].at must be a number from 0 to"),
        ({"op": "recap", "lines": [{"at": 1, "text": "x", "who": "y"}]}, "lines[0]: unknown key 'who'"),
        ({"op": "recap", "lines": ["x"]}, "lines[0] must be an object with at, speaker, text"),
        (
            {"op": "recap", "lines": [], "sentences": 0},
            "sentences must be a whole number from 1 to 100, not 0",
        ),
        ({"op": "scene", "lines": "x"}, "lines must be a list, not 'x'"),
        (
            {"op": "recap", "lines": [{"at": 1, "text": "x" * 2000}] * 301},
            "lines have 602000 characters in all; at most 600000 are allowed",
        ),
        ({"op": "chat", "messages": []}, "messages must hold 1 to 200 values, not 0"),
        ({"op": "chat", "messages": [{"role": "user"}]}, "messages[0].content must be a string, not None"),
        (
            {"op": "chat", "messages": [{"role": "assistant", "content": "x"}]},
            "the last of messages must have the role user",
        ),
        ({"op": "chat", "messages": [HI], "stream": 1}, "stream must be true or false, not 1"),
        ({"op": "chat", "messages": [HI], "stop": ["x", ""]}, "stop[1] is empty"),
        ({"op": "chat", "messages": [HI], "deadline_s": 0}, "deadline_s must be a number from 0.1 to 86400"),
        ({"op": "scene", "lines": [], "stream": True}, "unknown key 'stream'. Known: lines, previous"),
        ({"op": "recap", "lines": [{"at": 1, "text": "x" * 2001}]}, "lines[0].text is 2001 characters long"),
    ],
)
def test_what_is_wrong_is_said(body: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_request(body)
    assert sentence in str(refused.value)


def test_the_configuration_is_checked() -> None:
    assert ModelSettings.from_mapping({"engine": "causal", "rows": 2}) == ModelSettings("causal", rows=2)
    with pytest.raises(SettingsError, match=r"unknown key 'engin'; did you mean engine\?"):
        ModelSettings.from_mapping({"engin": "auto"})
    with pytest.raises(SettingsError, match=r"agent\.rows must be a whole number from 1 to 1024, not 0"):
        ModelSettings.from_mapping({"rows": 0})
