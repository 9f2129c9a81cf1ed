"""The packed animator archive: alone in a process, and in a real TorchServe."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from archive_alone import ask_alone
from archive_checkout import Live, client_of, new_checkout, served
from character_checkpoints import write_cast
from handlers.animator.frame_replies import pixels_of, type_of, unframed
from soulsgen import archive
from soulsgen.errors import Refused
from soulsgen.project import Project
from soulsgen.torchserve import TorchServe, read_key
from waiting import LIMIT_S
from wire_pairs import wire_pairs

REST = [0.0] * 45
# Turned to either side, and between.
TURNS = [[*REST[:40], turn, *REST[41:]] for turn in (-1.0, 0.0, 1.0)]
SMALL = {"size": 64, "format": "png"}


@pytest.fixture(scope="module")
def animator_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    checkout = new_checkout(tmp_path_factory.mktemp("animator-checkout"))
    write_cast(checkout.root / "model_store" / "defaults" / "animator")
    return checkout


@pytest.fixture(scope="module")
def animator_packed(animator_checkout: Project) -> Path:
    return archive.pack(archive.read_specs(animator_checkout)["animator"], animator_checkout, {}, "1.0")


@pytest.fixture(scope="module")
def live(animator_checkout: Project, animator_packed: Path) -> Iterator[Live]:
    with served(animator_checkout, "animator") as live:
        yield live


@pytest.fixture
def client(live: Live) -> TorchServe:
    return client_of(live)


def test_the_unpacked_archive_draws_alone_and_the_same_to_the_byte(
    animator_packed: Path, tmp_path: Path
) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    row = {"body": json.dumps({"poses": TURNS, **SMALL}).encode()}
    unwanted = ("transformers", "diffusers", "soulsgen", "soulstrain", "scipy", "skia")
    first, again = (ask_alone(animator_packed, tmp_path / name, row, unwanted) for name in ("one", "two"))
    assert first == again
    assert (first.handlers, first.strays, first.unwanted) == (["AnimatorHandler"], [], [])
    frames = list(unframed(first.reply))
    assert [pixels_of(frame).shape for frame in frames] == [(64, 64, 4)] * 3


@pytest.mark.server
@pytest.mark.parametrize("pair", [pair for pair in wire_pairs("animator") if pair.status == 200])
def test_a_real_server_hands_frames_out_with_their_headers(live: Live, pair: Any) -> None:
    here, running = live
    answer = requests.post(
        f"{running.addresses.inference}/predictions/animator",
        json=pair.request,
        headers={"Authorization": f"Bearer {read_key(here.key_file)}"},
        timeout=LIMIT_S,
    )
    assert answer.status_code == pair.status
    if "type" not in pair.reply:
        assert answer.json() == pair.reply
        return
    assert answer.headers["Content-Type"] == pair.reply["type"]
    assert pair.reply["headers"].items() <= dict(answer.headers).items()
    many = pair.reply["type"] == "application/x-frames"
    files = list(unframed(answer.content)) if many else [answer.content]
    assert [type_of(file) for file in files] == pair.reply.get("frames", [pair.reply["type"]])


@pytest.mark.server
def test_many_sessions_at_once_get_their_own_frames_and_refusals(client: TorchServe) -> None:
    asked: list[dict[str, Any]] = [
        {"poses": [TURNS[0]], **SMALL},
        {"poses": [TURNS[2]], "character": "wisp", **SMALL},
        {"poses": TURNS, **SMALL},
        {"poses": [REST[:44]], **SMALL},
        {"pose": {}, "character": "nobody", **SMALL},
    ]
    alone = [attempt(client, each) for each in asked]
    assert alone[3].endswith(b"HTTP 400: poses[0] must hold 45 numbers, not 44")
    assert alone[4].endswith(b"not 'nobody': wick, wisp")
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(lambda each: attempt(client, each), asked * 4)) == alone * 4


def attempt(client: TorchServe, request: dict[str, Any]) -> bytes:
    try:
        return client.predict_bytes("animator", request)[0]
    except Refused as error:
        return str(error).encode()
