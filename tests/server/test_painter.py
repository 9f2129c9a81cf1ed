"""The packed painter archive: alone in a process, and in a real TorchServe."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from soulsgen import archive, launch, readiness, server
from soulsgen.errors import Refused
from soulsgen.painting import PaintOrder, ServedPainter
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe
from wire_pairs import wire_pairs

ROOT = Path(__file__).parents[2]
ALONE = """
import sys, json, hashlib
folder = sys.argv[1]
sys.path.insert(0, folder)
import handler, painter, handlerkit
from ts.context import Context, RequestProcessor
class Metrics:
    def add_counter(self, name, value): pass
    def add_time(self, name, value, unit, metric_type): pass
context = Context("painter", folder, {}, 4, None, "0.12.0", True, Metrics(), {"painter": {}})
context.request_ids = {0: "id"}
context.request_processor = [RequestProcessor({})]
classes = [name for name, value in vars(handler).items()
           if isinstance(value, type) and value.__module__ == "handler"]
made = getattr(handler, classes[0])()
made.initialize(context)
reply = made.handle([{"body": sys.stdin.buffer.read()}], context)[0]
heavy = [name for name in ("transformers", "diffusers", "soulsgen", "scipy") if name in sys.modules]
print(json.dumps({"classes": classes, "from": [painter.__file__, handlerkit.__file__],
                  "head": reply[:4].hex(), "sha": hashlib.sha256(reply).hexdigest(), "heavy": heavy}))
"""
HILL = PaintOrder("a hill", width=128, height=80, seed=7)


@pytest.fixture(scope="module")
def painter_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("painter-checkout")
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    shutil.copytree(
        ROOT / "model_store" / "defaults" / "painter", root / "model_store" / "defaults" / "painter"
    )
    return Project(root)


@pytest.fixture(scope="module")
def painter_packed(painter_checkout: Project) -> Path:
    return archive.pack(archive.read_specs(painter_checkout)["painter"], painter_checkout, {}, "1.0")


@pytest.fixture(scope="module")
def served(painter_checkout: Project, painter_packed: Path) -> Iterator[ServedPainter]:
    here = server.Server(painter_checkout, painter_checkout.build / "server")
    started = server.start(here, ["painter"], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, started, 120, lambda sentence: None)
        endpoint = Endpoint(host=started.addresses.inference, key_file=here.key_file)
        yield ServedPainter(TorchServe(endpoint))
    finally:
        server.stop(here)


def test_the_unpacked_archive_paints_alone_and_the_same_to_the_byte(
    painter_packed: Path, tmp_path: Path
) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    with zipfile.ZipFile(painter_packed) as opened:
        opened.extractall(tmp_path)
    told = []
    for _ in range(2):
        result = subprocess.run(
            [sys.executable, "-c", ALONE, str(tmp_path)],
            cwd=tmp_path,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            input=b'{"prompt": "a hill", "width": 128, "height": 80, "seed": 7}',
            capture_output=True,
            check=True,
        )
        told.append(json.loads(result.stdout.splitlines()[-1]))
    assert told[0] == told[1]
    assert told[0]["classes"] == ["PainterHandler"]
    assert all(path.startswith(str(tmp_path)) for path in told[0]["from"])
    assert (told[0]["head"], told[0]["heavy"]) == ("89504e47", [])


@pytest.mark.server
def test_a_real_server_hands_the_picture_out_as_it_was_painted(served: ServedPainter) -> None:
    first, again = served.paint(HILL), served.paint(HILL)
    assert first == again
    assert first.media_type == "image/png"
    with Image.open(io.BytesIO(first.content)) as image:
        image.load()
        assert (image.size, image.text["prompt"], image.text["seed"]) == ((128, 80), "a hill", "7")


@pytest.mark.server
def test_pictures_and_refusals_of_one_batch_reach_their_own_clients(served: ServedPainter) -> None:
    refusal = next(pair for pair in wire_pairs("painter") if pair.status == 400)
    orders = [HILL, PaintOrder("a hill", width=4096), PaintOrder("a lake", width=96, height=64, seed=1)] * 3

    def attempt(order: PaintOrder) -> bytes | str:
        try:
            return served.paint(order).content
        except Refused as error:
            return str(error)

    with ThreadPoolExecutor(9) as pool:
        answers = list(pool.map(attempt, orders))
    assert len({answer for answer in answers if isinstance(answer, bytes)}) == 2
    assert answers[0] == answers[3] == answers[6] != answers[2]
    for index in (1, 4, 7):
        assert str(answers[index]).endswith(f"HTTP 400: {refusal.reply['error']}")
