"""Keys and tokens that came out of a file: they work, or are refused without being shown."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask, Response, jsonify, request

from clients.agent.chat_server import ChatServer
from clients.loopback import serving
from soulsgen.cli import soulsgen
from soulsgen.errors import SoulsgenError
from soulsgen.posting.accounts import Keys, open_channel
from soulsgen.secret import secret
from soulsgen.torchserve import read_key

TOKEN = "supersecret"
BROKEN = ["super\nsecret", "supersecret\0", "super\x1bsecret", "supersécret", "super\u2028secret"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TORCHSERVE_TOKEN", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (f"{TOKEN}\n", TOKEN),
        (f" {TOKEN}\r\n\t", TOKEN),
        ("a b~!", "a b~!"),
        ("\n", None),
        ("", None),
        (None, None),
    ],
)
def test_blanks_around_a_secret_are_no_part_of_it(given: str | None, taken: str | None) -> None:
    assert secret("TORCHSERVE_TOKEN", given) == taken


@pytest.mark.parametrize("broken", BROKEN)
def test_what_no_header_can_hold_is_refused_and_not_repeated(broken: str) -> None:
    with pytest.raises(SoulsgenError) as refused:
        secret("TORCHSERVE_TOKEN", broken)
    assert str(refused.value).startswith("TORCHSERVE_TOKEN holds ")
    assert "secret" not in str(refused.value)


class Archives:
    """A TorchServe whose every model answers a line and a list of voices."""

    def __init__(self) -> None:
        self.shown: list[str | None] = []
        self.app = Flask("archives")
        self.app.add_url_rule("/predictions/<model>", view_func=self.answer, methods=["POST"])

    def answer(self, model: str) -> Response:
        self.shown.append(request.headers.get("Authorization"))
        return jsonify(result="Ash.", voices=[{"name": "en"}])


COMMANDS = [["generate"], ["tts", "voices"], ["post", "--dry-run", "--to", "outbox"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_token_with_a_line_break_behind_it_is_sent_without(command: list[str]) -> None:
    archives = Archives()
    with serving(archives.app) as url:
        result = CliRunner().invoke(
            soulsgen, [*command, "--host", url], env={"TORCHSERVE_TOKEN": f"{TOKEN}\n"}
        )
    assert (result.exit_code, result.exception) == (0, None), result.output
    assert set(archives.shown) == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("broken", ["super\nsecret", "supersécret"])
def test_a_token_that_cannot_be_sent_ends_in_a_sentence_without_it(command: list[str], broken: str) -> None:
    archives = Archives()
    with serving(archives.app) as url:
        result = CliRunner().invoke(soulsgen, [*command, "--host", url], env={"TORCHSERVE_TOKEN": broken})
    assert (result.exit_code, archives.shown) == (1, [])
    assert result.stderr.startswith("Error: TORCHSERVE_TOKEN holds ")
    assert "secret" not in result.output + repr(result.exception)


CHAT = ["chat", "Who?", "--agent", "openai", "--model", "tiny", "--retries", "0"]


def test_the_key_of_an_endpoint_is_held_to_the_same() -> None:
    server = ChatServer("Asha.")
    with serving(server.app) as url:
        ask = [*CHAT, "--base-url", f"{url}/v1"]
        clean = CliRunner().invoke(soulsgen, ask, env={"OPENAI_API_KEY": f"{TOKEN}\n"})
        broken = CliRunner().invoke(soulsgen, ask, env={"OPENAI_API_KEY": "super\nsecret"})
    assert (clean.exit_code, server.keys) == (0, [f"Bearer {TOKEN}"])
    assert (broken.exit_code, broken.stderr.startswith("Error: OPENAI_API_KEY holds ")) == (1, True)
    assert "secret" not in broken.output + repr(broken.exception)


@pytest.mark.parametrize("broken", ["super\nsecret", ""])
def test_a_key_file_is_held_to_the_same(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"inference": {"key": f"{TOKEN}\n"}, "management": {"key": broken}}), "utf-8")
    assert read_key(path) == TOKEN
    with pytest.raises(SoulsgenError, match=r"keys\.json") as refused:
        read_key(path, "management")
    assert "secret" not in str(refused.value)


def test_a_key_file_in_another_encoding_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(json.dumps({"inference": {"key": TOKEN}}).encode("utf-16"))
    with pytest.raises(SoulsgenError, match="is not a TorchServe key file") as refused:
        read_key(path)
    assert "s\\x00e\\x00c" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_the_gateway_and_the_channels_hold_theirs_to_the_same(tmp_path: Path) -> None:
    given = ["gateway", "--port", "0", "--key-file", str(tmp_path / "keys.json"), "--max-bytes", "9"]
    gateway = CliRunner().invoke(soulsgen, given, env={"GATEWAY_TOKEN": "super\nsecret and long"})
    assert gateway.exit_code == 1
    assert gateway.stderr.startswith("Error: --token (GATEWAY_TOKEN) holds ")
    keys = Keys(
        mastodon_url="https://example.org",
        mastodon_token="super\nsecret",
        discord_webhook="https://discord.com/api/webhooks/1/abc",
        discord_bot_token="super\nsecret",
    )
    for name in ("mastodon", "discord"):
        with pytest.raises(SoulsgenError, match=" holds ") as refused:
            open_channel(name, keys)
        assert "secret" not in str(refused.value)
