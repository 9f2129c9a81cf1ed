"""`twitter post` as a user runs it: real TorchServe wire pairs in, a verifying X out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.loopback import free_port, serving
from clients.replay import Replay, line_pair, recorded
from clients.x_provider import XProvider
from soulsgen.cli import twitter

RECORDED = recorded("souls_default")
LINE: str = RECORDED["reply"]["result"]
ID = "1900000000000000001"
URL = f"https://x.com/i/web/status/{ID}"
VARIABLES = (
    "TWITTER_CONSUMER_KEY",
    "TWITTER_CONSUMER_SECRET",
    "TWITTER_ACCESS_TOKEN",
    "TWITTER_TOKEN_SECRET",
    "TORCHSERVE_ENDPOINT",
    "TORCHSERVE_KEY_FILE",
    "TORCHSERVE_TOKEN",
    "X_API_URL",
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def provider() -> XProvider:
    return XProvider()


@pytest.fixture
def model() -> Replay:
    return Replay(RECORDED)


@pytest.fixture
def servers(provider: XProvider, model: Replay) -> Iterator[dict[str, str]]:
    """The variables that point at both servers, without keys."""
    with serving(provider.flask) as x, serving(model) as torchserve:
        yield {"X_API_URL": x, "TORCHSERVE_ENDPOINT": torchserve}


@pytest.fixture
def env(provider: XProvider, servers: dict[str, str]) -> dict[str, str]:
    return {
        **servers,
        "TWITTER_CONSUMER_KEY": provider.app.key,
        "TWITTER_CONSUMER_SECRET": provider.app.secret,
        "TWITTER_ACCESS_TOKEN": provider.account["oauth_token"],
        "TWITTER_TOKEN_SECRET": provider.account["oauth_token_secret"],
    }


def post(env: dict[str, str], *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(twitter, ["post", *arguments], env=env, input=stdin)


def test_a_generated_line_is_posted_and_its_address_printed(
    provider: XProvider, model: Replay, env: dict[str, str]
) -> None:
    result = post(env)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{ID} {URL}\n", "")
    assert provider.posts == [{"text": LINE, "made_with_ai": True}]
    assert (model.paths, model.payloads) == (["/predictions/souls"], [{}])


def test_the_options_of_old_scripts_still_work(
    provider: XProvider, servers: dict[str, str], env: dict[str, str]
) -> None:
    short = ["-k", provider.app.key, "-s", provider.app.secret, "-t", servers["TORCHSERVE_ENDPOINT"]]
    long = ["--access_token", env["TWITTER_ACCESS_TOKEN"], "--token-secret", env["TWITTER_TOKEN_SECRET"]]
    result = post({"X_API_URL": servers["X_API_URL"]}, *short, *long)
    assert (result.exit_code, result.stdout) == (0, f"{ID} {URL}\n")


def test_the_installed_script_reads_dotenv_and_posts(
    provider: XProvider, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in env.items()), "utf-8")
    script = Path(sys.executable).with_name("twitter")
    done = subprocess.run(
        [script, "post", "--json"], cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {
        "text": LINE,
        "weighted_length": len(LINE),
        "channel": "x",
        "id": ID,
        "url": URL,
    }
    assert provider.posts == [{"text": LINE, "made_with_ai": True}]


@pytest.mark.parametrize(("option", "stdin"), [("Ash — again.", None), ("-", "Ash — again.\n")])
def test_a_given_text_is_posted_without_a_model(
    provider: XProvider, model: Replay, env: dict[str, str], option: str, stdin: str | None
) -> None:
    result = post(env, "--text", option, stdin=stdin)
    assert result.exit_code == 0
    assert (provider.posts, model.paths) == ([{"text": "Ash — again.", "made_with_ai": True}], [])


@pytest.mark.parametrize(
    ("arguments", "stdout"),
    [
        (["--dry-run"], f"{LINE}\n"),
        (["--dry-run", "--json"], json.dumps({"text": LINE, "weighted_length": len(LINE)}) + "\n"),
    ],
)
def test_a_dry_run_needs_no_keys_and_sends_nothing(
    provider: XProvider, servers: dict[str, str], arguments: list[str], stdout: str
) -> None:
    result = post(servers, *arguments)
    assert (result.exit_code, result.stdout) == (0, stdout)
    assert result.stderr == f"Dry run: {len(LINE)} of 280 weighted characters, not posted.\n"
    assert provider.attempts == 0


def test_an_outbox_takes_the_post_in_place_of_x(
    provider: XProvider, servers: dict[str, str], tmp_path: Path
) -> None:
    result = post(servers, "--outbox", str(tmp_path / "outbox"))
    assert result.exit_code == 0
    post_id, url = result.stdout.split()
    assert url == (tmp_path / "outbox" / f"{post_id}.txt").as_uri()
    assert (tmp_path / "outbox" / f"{post_id}.txt").read_text("utf-8") == f"{LINE}\n"
    assert json.loads((tmp_path / "outbox" / f"{post_id}.json").read_text("utf-8"))["channel"] == "x"
    assert provider.attempts == 0


def test_missing_keys_are_named_together(provider: XProvider, model: Replay, servers: dict[str, str]) -> None:
    result = post({**servers, "TWITTER_CONSUMER_SECRET": "here", "TWITTER_ACCESS_TOKEN": " \n"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: X needs -k/--consumer-key (TWITTER_CONSUMER_KEY), -a/--access-token (TWITTER_ACCESS_TOKEN), "
        "-S/--token-secret (TWITTER_TOKEN_SECRET); see `twitter auth`, or try --dry-run\n"
    )
    assert (provider.attempts, model.paths) == (0, [])


def test_a_secret_with_a_line_break_at_its_end_works(env: dict[str, str]) -> None:
    assert (
        post({name: f"{value}\n" if "TWITTER" in name else value for name, value in env.items()}).exit_code
        == 0
    )


def test_a_line_too_long_for_x_is_asked_for_again(provider: XProvider, env: dict[str, str]) -> None:
    model = Replay(line_pair("火" * 141), line_pair("x" * 281), line_pair("The fire fades."))
    with serving(model) as torchserve:
        result = post({**env, "TORCHSERVE_ENDPOINT": torchserve})
    assert result.exit_code == 0
    assert (len(model.payloads), provider.posts[0]["text"]) == (3, "The fire fades.")


def test_a_model_that_never_fits_ends_in_words(provider: XProvider, env: dict[str, str]) -> None:
    model = Replay(line_pair("x" * 300))
    with serving(model) as torchserve:
        result = post({**env, "TORCHSERVE_ENDPOINT": torchserve})
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: souls gave 5 lines and none can be posted; "
        "of the last, the text has 300 weighted characters, X takes 280\n"
    )
    assert (len(model.payloads), provider.attempts) == (5, 0)


def test_the_context_goes_to_the_model_named(provider: XProvider, env: dict[str, str]) -> None:
    model = Replay(line_pair("The bell tolls.", request={"context": "The bell"}))
    with serving(model) as torchserve:
        result = post({**env, "TORCHSERVE_ENDPOINT": torchserve}, "--model", "other", "--context", "The bell")
    assert result.exit_code == 0
    assert (model.paths, provider.posts[0]["text"]) == (["/predictions/other"], "The bell tolls.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--text", "x" * 281], "the text has 281 weighted characters, X takes 280"),
        (["--text", "  "], "the text is blank"),
    ],
)
@pytest.mark.parametrize("where", ["x", "outbox", "dry run"])
def test_a_given_text_that_does_not_fit_goes_nowhere(
    provider: XProvider, env: dict[str, str], tmp_path: Path, arguments: list[str], message: str, where: str
) -> None:
    extra = {"x": [], "outbox": ["--outbox", str(tmp_path / "outbox")], "dry run": ["--dry-run"]}[where]
    result = post(env, *arguments, *extra)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")
    assert (provider.attempts, list(tmp_path.iterdir())) == (0, [])


@pytest.mark.parametrize(
    "arguments", [["--dry-run", "--outbox", "folder"], ["--text", "Ash.", "--context", "The bell"]]
)
def test_options_that_contradict_each_other_are_a_usage_error(
    env: dict[str, str], arguments: list[str]
) -> None:
    result = post(env, *arguments)
    assert result.exit_code == 2
    assert "drop it, or --" in result.stderr


def test_a_duplicate_is_reported_in_the_words_of_x(provider: XProvider, env: dict[str, str]) -> None:
    post(env)
    result = post(env)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: X said no (HTTP 403: You are not allowed to create a Tweet with duplicate content); "
        "this account has posted the same text already\n"
    )
    assert len(provider.posts) == 1


@pytest.mark.parametrize(
    ("fault", "exit_code", "posted"),
    [("rate limit", 75, 0), ("overloaded", 75, 0), ("broken", 69, 0), ("cut", 69, 1), ("permissions", 2, 0)],
)
def test_a_fault_of_x_is_one_line_and_is_sent_once(
    provider: XProvider, env: dict[str, str], fault: str, exit_code: int, posted: int
) -> None:
    provider.fault = fault
    result = post(env)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert result.stderr.startswith("Error: X")
    assert result.stderr.count("\n") == 1
    assert (provider.attempts, len(provider.posts)) == (1, posted)
    assert [secret for secret in provider.secrets() if secret in result.output] == []


@pytest.mark.parametrize(
    "variable",
    ["TWITTER_CONSUMER_KEY", "TWITTER_CONSUMER_SECRET", "TWITTER_ACCESS_TOKEN", "TWITTER_TOKEN_SECRET"],
)
def test_a_tampered_key_is_refused_and_not_shown(
    provider: XProvider, env: dict[str, str], variable: str
) -> None:
    tampered = {**env, variable: env[variable][::-1] + "x"}
    result = post(tampered)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: X said no (HTTP 401: Unauthorized); check the keys")
    assert [name for name in VARIABLES[:4] if tampered[name] in result.output] == []
    assert (len(provider.faults), provider.posts) == (1, [])


def test_a_torchserve_out_of_reach_posts_nothing(provider: XProvider, env: dict[str, str]) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    result = post(env, "-t", nowhere, "--retries", "0")
    assert (result.exit_code, result.stdout, provider.attempts) == (75, "", 0)
    assert result.stderr == f"Error: no answer from TorchServe at {nowhere}: [Errno 111] Connection refused\n"


def test_a_reply_without_a_line_posts_nothing(provider: XProvider, env: dict[str, str]) -> None:
    with serving(Replay({"request": {}, "status": 200, "reply": {"text": "Ash."}})) as torchserve:
        result = post(env, "-t", torchserve)
    assert (result.exit_code, provider.attempts) == (1, 0)
    assert result.stderr == f"Error: souls at {torchserve} replied without a `result` string\n"
