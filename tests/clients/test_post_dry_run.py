"""`soulsgen post --dry-run`: what would go where and for how much, without keys and without a trace."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from clients.loopback import free_port, serving
from clients.replay import Replay, line_pair
from soulsgen.commands.post import post
from soulsgen.posting.accounts import CHANNELS

LINE = "The lantern remembers the hand that lit it."
PRICED = "$0.015 (https://docs.x.com/x-api/getting-started/pricing, 2026-11-21)"
SLOT = "2026-11-21T08:00:00Z"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLOT", "MASTODON_URL", "MASTODON_TOKEN", "TORCHSERVE_ENDPOINT", "TORCHSERVE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, to: tuple[str, ...] = CHANNELS) -> Result:
    channels = [word for name in to for word in ("--to", name)]
    return CliRunner().invoke(post, [*channels, "--dry-run", "--slot", SLOT, *arguments])


def test_it_shows_each_channels_text_length_and_price_and_leaves_no_trace(tmp_path: Path) -> None:
    result = run("--text", LINE)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{name}: {LINE}" for name in CHANNELS]
    assert result.stderr.splitlines() == [
        "bluesky: 43 of 300 graphemes; free",
        "discord: 43 of 2000 characters; free",
        "mastodon: 43 of 500 characters; free",
        "outbox: 43 of 100000 characters; free",
        f"x: 43 of 280 weighted characters; {PRICED}",
        f"Dry run of slot {SLOT}: nothing was posted.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_line_from_the_server_is_shown_as_each_channel_cuts_it() -> None:
    line = f"{LINE} {'Ash falls on the gate. ' * 12}".strip()
    with serving(Replay(line_pair(line))) as torchserve:
        result = run("--host", torchserve, to=("x", "discord"))
    assert result.exit_code == 0
    on_x, on_discord = result.stdout.splitlines()
    assert on_discord == f"discord: {line}"
    assert f"discord: {line}".startswith(f"discord: {on_x.removeprefix('x: ')}")
    assert result.stderr.splitlines()[:2] == [
        f"x: 273 of 280 weighted characters, cut at a sentence's end from 319; {PRICED}",
        "discord: 319 of 2000 characters; free",
    ]


def test_images_are_checked_and_shown_as_they_would_be_sent(tmp_path: Path) -> None:
    Image.new("RGB", (8, 4), "orange").save(tmp_path / "lamp.png")
    image = ["--image", "lamp.png", "--alt", "A lamp."]
    size = (tmp_path / "lamp.png").stat().st_size
    result = run("--text", LINE, *image, to=("bluesky",))
    assert result.stderr.splitlines()[0] == (
        f"bluesky: 43 of 300 graphemes, image/png of 8x4, {size} bytes; free"
    )
    (channel,) = json.loads(run("--text", LINE, *image, "--json", to=("bluesky",)).stdout)["channels"]
    assert channel["images"] == [
        {"media_type": "image/png", "width": 8, "height": 4, "bytes": size, "alt": "A lamp."}
    ]
    many = run("--text", LINE, *image * 5, to=("x", "discord"))
    assert (many.exit_code, many.stderr.splitlines()[0]) == (2, "Error: x: 5 images, X takes 4")


def test_what_a_channel_would_not_take_ends_it_with_2() -> None:
    refused = run("--text", "x" * 300, "--json", to=("x", "discord"))
    assert refused.exit_code == 2
    record = json.loads(refused.stdout)
    assert (record["slot"], record["line"], record["dry_run"]) == (SLOT, "x" * 300, True)
    assert record["channels"] == [
        {
            "channel": "x",
            "unit": "weighted characters",
            "limit": 280,
            "reason": "the text has 300 weighted characters, X takes 280",
        },
        {
            "channel": "discord",
            "unit": "characters",
            "limit": 2000,
            "text": "x" * 300,
            "length": 300,
            "cut": False,
            "cost_usd": "0",
            "images": [],
        },
    ]


def test_a_url_to_x_is_priced_and_needs_leave() -> None:
    refused = run("--text", "See example.org", to=("x",))
    assert (refused.exit_code, "--allow-url" in refused.stderr) == (2, True)
    allowed = run("--text", "See example.org", "--allow-url", to=("x",))
    assert (allowed.exit_code, "; $0.200 (" in allowed.stderr) == (0, True)


def test_without_a_torchserve_there_is_nothing_to_show() -> None:
    result = run("--host", f"http://127.0.0.1:{free_port()}", "--retries", "0")
    assert (result.exit_code, result.stdout) == (75, "")
