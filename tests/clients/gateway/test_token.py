"""Who is let through the gateway, and with whose key they come to TorchServe."""

import json
from pathlib import Path

import pytest

from clients.gateway.behind import Behind
from clients.gateway.calls import AUTHORIZED, ask
from clients.gateway.opened import TOKEN, write_key
from soulsgen.errors import Refused, SoulsgenError
from soulsgen.gateway import Door
from soulsgen.torchserve import Endpoint, TorchServe


def test_a_caller_with_the_token_reaches_the_model_with_torchserves_key(
    port: int, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", TOKEN)
    client = TorchServe(Endpoint(f"http://127.0.0.1:{port}", retries=0))
    assert client.predict("souls", {"num": 1}) == {"result": "Ash."}
    method, path, body, headers = behind.seen[0]
    assert (method, path, json.loads(body)) == ("POST", "/predictions/souls", {"num": 1})
    assert headers["Authorization"] == "Bearer first"
    assert TOKEN not in str(behind.seen)


def test_a_wrong_token_or_none_is_refused_and_torchserve_hears_nothing(
    port: int, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", f"{TOKEN}0")
    with pytest.raises(Refused, match="HTTP 401: the token is missing or wrong"):
        TorchServe(Endpoint(f"http://127.0.0.1:{port}", retries=0)).predict("souls", {})
    assert ask(port, "POST", "/predictions/souls", b"{}")[0] == 401
    assert ask(port, "GET", "/metrics")[0] == 401
    assert behind.seen == []


def test_the_key_that_a_restarted_torchserve_drew_is_read_anew(
    port: int, behind: Behind, key_file: Path
) -> None:
    behind.key = "second"
    write_key(key_file, "second")
    assert ask(port, "POST", "/predictions/souls", b"{}", AUTHORIZED)[0] == 200


def test_health_needs_no_token_and_metrics_do(port: int, behind: Behind) -> None:
    assert ask(port, "GET", "/ping")[0] == 200
    assert ask(port, "GET", "/metrics", headers=AUTHORIZED)[0] == 200
    assert [path for _, path, *_ in behind.seen] == ["/ping", "/metrics"]


def test_a_short_token_is_no_token(key_file: Path) -> None:
    with pytest.raises(SoulsgenError, match="shorter than 16 characters"):
        Door("secret", key_file)
    assert TOKEN not in repr(Door(TOKEN, key_file))
