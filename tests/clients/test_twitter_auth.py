"""`twitter auth` as a user runs it: the installed script waits while the account's owner answers X's page."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from clients.loopback import free_port, serving
from clients.x_provider import XProvider
from waiting import LIMIT_S

TWITTER = Path(sys.executable).with_name("twitter")
REFUSED = (
    "Error: X said no (HTTP 401: Error processing your OAuth request: Invalid oauth_verifier parameter); "
    "the PIN is wrong or used up, or access was denied: run `twitter auth` again"
)


@pytest.fixture
def provider() -> XProvider:
    return XProvider()


@pytest.fixture
def env(provider: XProvider) -> Iterator[dict[str, str]]:
    with serving(provider.flask) as url:
        yield {
            "PATH": os.environ["PATH"],
            "X_API_URL": url,
            "TWITTER_CONSUMER_KEY": provider.app.key,
            "TWITTER_CONSUMER_SECRET": provider.app.secret,
        }


def authorize(
    env: dict[str, str], folder: Path, owner: Callable[[str], str], first: str = ""
) -> tuple[int, str, str]:
    """Status, stdout and stderr of `twitter auth`; `owner` turns the page's address into what is typed."""
    with subprocess.Popen(
        [TWITTER, "auth"],
        cwd=folder,
        env=env,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(first)
        running.stdin.flush()
        seen = ""
        for line in running.stderr:
            seen += line
            if line.startswith("http"):
                running.stdin.write(owner(line.strip()))
                break
        running.stdin.close()
        # Not communicate(): it would miss what the loop has read ahead.
        seen += running.stderr.read()
        stdout = running.stdout.read()
        return running.wait(), stdout, seen


def says_yes(page: str) -> str:
    assert "Authorize app" in requests.get(page, timeout=LIMIT_S).text
    answer = requests.post(page, data={"answer": "yes"}, timeout=LIMIT_S)
    pin = re.search(r"<code>(\d{7})</code>", answer.text)
    assert pin
    return f"{pin[1]}\n"


def says_no(page: str) -> str:
    requests.post(page, data={"answer": "no"}, timeout=LIMIT_S)
    return "1234567\n"


def mistypes(page: str) -> str:
    return f"{(int(says_yes(page)) + 1) % 10**7:07}\n"


def test_the_pin_flow_gives_tokens_that_can_post(
    provider: XProvider, env: dict[str, str], tmp_path: Path
) -> None:
    old = set(provider.tokens)
    status, stdout, stderr = authorize(env, tmp_path, says_yes)
    (token,) = set(provider.tokens) - old
    secret = provider.tokens[token]["oauth_token_secret"]
    assert (status, stdout) == (0, f"TWITTER_ACCESS_TOKEN={token}\nTWITTER_TOKEN_SECRET={secret}\n")
    page = rf"{re.escape(env['X_API_URL'])}/oauth/authorize\?oauth_token=\w+"
    assert re.fullmatch(
        rf"Open this page as the account that will post, and allow the app:\n{page}\nPIN: ", stderr
    )

    (tmp_path / ".env").write_text(stdout, "utf-8")
    posted = subprocess.run(
        [TWITTER, "post", "--text", "Ash."], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert (posted.returncode, posted.stderr) == (0, "")
    assert provider.posts == [{"text": "Ash.", "made_with_ai": True}]


def test_absent_keys_are_asked_for_and_stdout_stays_clean(
    provider: XProvider, env: dict[str, str], tmp_path: Path
) -> None:
    asked = {name: value for name, value in env.items() if "CONSUMER" not in name}
    typed = f"{provider.app.key}\n{provider.app.secret}\n"
    status, stdout, stderr = authorize(asked, tmp_path, says_yes, first=typed)
    assert status == 0
    assert re.fullmatch(r"TWITTER_ACCESS_TOKEN=\w+\nTWITTER_TOKEN_SECRET=\w+\n", stdout)
    assert "Consumer key: " in stderr
    assert "Consumer secret: " in stderr
    assert provider.app.secret not in stderr


@pytest.mark.parametrize("owner", [mistypes, says_no])
def test_a_wrong_pin_or_a_no_ends_in_words_without_tokens(
    env: dict[str, str], tmp_path: Path, owner: Callable[[str], str]
) -> None:
    status, stdout, stderr = authorize(env, tmp_path, owner)
    assert (status, stdout) == (2, "")
    assert stderr.split("PIN: ")[1] == f"{REFUSED}\n"


def test_a_wrong_app_secret_ends_before_the_page(
    provider: XProvider, env: dict[str, str], tmp_path: Path
) -> None:
    status, stdout, stderr = authorize({**env, "TWITTER_CONSUMER_SECRET": "wrong"}, tmp_path, says_yes)
    assert (status, stdout, provider.requests) == (2, "", {})
    assert stderr == (
        "Error: X said no (HTTP 401: Could not authenticate you); check the keys and this machine's clock; "
        "`twitter auth` gives a new access token\n"
    )


def test_an_x_out_of_reach_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    status, stdout, stderr = authorize({**env, "X_API_URL": nowhere}, tmp_path, says_yes)
    assert (status, stdout) == (75, "")
    assert stderr == (
        f"Error: could not reach X at {nowhere}/oauth/request_token: [Errno 111] Connection refused; "
        "nothing was sent\n"
    )
