"""Bluesky against the official server, `@atproto/dev-env` of npm: large, and not installed by the project."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from clients.channels.gate import Fault, Gate
from clients.loopback import serving
from soulsgen.channels.bluesky import Bluesky, record_key
from soulsgen.channels.image import read_image
from soulsgen.channels.post import Post, Unconfirmed
from soulsgen.errors import Refused
from waiting import LIMIT_S

pytestmark = pytest.mark.slow
PASSWORD = "ember-ash-lantern"
HOW = (
    "in a folder of its own, with Node 20: npm install @atproto/dev-env@0.3.215 && "
    "npm rebuild better-sqlite3 --ignore-scripts=false; "
    "then ATPROTO_DEV_ENV=that/folder pytest -m slow -k pds"
)


@pytest.fixture(scope="module")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    node, folder = shutil.which("node"), os.environ.get("ATPROTO_DEV_ENV")
    if node is None:
        pytest.skip(f"no Node on this machine; {HOW}")
    if folder is None or not (Path(folder) / "node_modules" / "@atproto" / "dev-env").is_dir():
        pytest.skip(f"ATPROTO_DEV_ENV names no folder with @atproto/dev-env; {HOW}")
    script = Path(folder) / "soulsgen-pds.mjs"
    shutil.copy(Path(__file__).with_name("pds.mjs"), script)
    with subprocess.Popen(
        [node, script],
        cwd=folder,
        env={**os.environ, "PDS_PASSWORD": PASSWORD, "LOG_ENABLED": "false"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin
        assert running.stdout
        found = next((line.split()[1] for line in running.stdout if line.startswith("READY")), None)
        assert found, "the server ended before it was ready"
        yield found
        running.stdin.close()
    script.unlink()


def records(pds: str) -> list[dict[str, object]]:
    query = {"repo": "lore.test", "collection": "app.bsky.feed.post", "limit": "100"}
    answer = requests.get(f"{pds}/xrpc/com.atproto.repo.listRecords", params=query, timeout=LIMIT_S)
    found: list[dict[str, object]] = answer.json()["records"]
    return found


def test_the_official_server_takes_a_post_once_and_shows_it(pds: str, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 4), "orange").save(tmp_path / "lamp.png")
    image = read_image(tmp_path / "lamp.png", "A lamp.")
    now = datetime.now(UTC)
    ash = Post("火 see https://example.org/a.", images=(image,), key="a", when=now)
    channel = Bluesky("lore.test", PASSWORD, pds)
    assert channel.find(ash, now) is None
    receipt = channel.send(ash)
    assert channel.find(ash, now) == receipt
    (record,) = records(pds)
    assert record["uri"] == receipt.id
    assert str(receipt.id).endswith(record_key(ash))
    # The server's own word for a second record of the key is a fault of its own.
    with pytest.raises(Unconfirmed):
        channel.send(replace(ash, text="Another line."))
    assert len(records(pds)) == 1
    assert channel.find(ash, now) == receipt


def test_a_cut_after_the_effect_is_found_on_the_official_server(pds: str) -> None:
    gate = Gate(pds)
    now = datetime.now(UTC)
    ember = Post("Embers.", key="b", when=now)
    with serving(gate) as url:
        channel = Bluesky("lore.test", PASSWORD, url)
        gate.faults.append(Fault("createRecord", "cut", after=True))
        with pytest.raises(Unconfirmed):
            channel.send(ember)
        assert channel.find(ember, now)


def test_a_wrong_app_password_is_refused(pds: str) -> None:
    with pytest.raises(Refused, match="HTTP 401: Invalid identifier or password"):
        Bluesky("lore.test", "wrong", pds).send(Post("Ash."))
