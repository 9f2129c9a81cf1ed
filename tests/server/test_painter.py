"""The packed painter archive: alone in a process, and in a real TorchServe."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from archive_alone import ask_alone
from archive_checkout import client_of, new_checkout, served
from soulsgen import archive
from soulsgen.errors import Refused
from soulsgen.painting import PaintOrder, ServedPainter
from soulsgen.project import Project
from wire_pairs import wire_pairs

HILL = PaintOrder("a hill", width=128, height=80, seed=7)


@pytest.fixture(scope="module")
def painter_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_checkout(tmp_path_factory.mktemp("painter-checkout"), "painter")


@pytest.fixture(scope="module")
def painter_packed(painter_checkout: Project) -> Path:
    return archive.pack(archive.read_specs(painter_checkout)["painter"], painter_checkout, {}, "1.0")


@pytest.fixture(scope="module")
def painter(painter_checkout: Project, painter_packed: Path) -> Iterator[ServedPainter]:
    with served(painter_checkout, "painter") as live:
        yield ServedPainter(client_of(live))


def test_the_unpacked_archive_paints_alone_and_the_same_to_the_byte(
    painter_packed: Path, tmp_path: Path
) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    row = {"body": b'{"prompt": "a hill", "width": 128, "height": 80, "seed": 7}'}
    unwanted = ("transformers", "diffusers", "soulsgen", "scipy")
    first, again = (ask_alone(painter_packed, tmp_path / name, row, unwanted) for name in ("one", "two"))
    assert first == again
    assert (first.handlers, first.strays, first.unwanted) == (["PainterHandler"], [], [])
    assert first.reply.startswith(b"\x89PNG")


@pytest.mark.server
def test_a_real_server_hands_the_picture_out_as_it_was_painted(painter: ServedPainter) -> None:
    first, again = painter.paint(HILL), painter.paint(HILL)
    assert first == again
    assert first.media_type == "image/png"
    with Image.open(io.BytesIO(first.content)) as image:
        image.load()
        assert (image.size, image.text["prompt"], image.text["seed"]) == ((128, 80), "a hill", "7")


@pytest.mark.server
def test_pictures_and_refusals_of_one_batch_reach_their_own_clients(painter: ServedPainter) -> None:
    refusal = next(pair for pair in wire_pairs("painter") if pair.status == 400)
    orders = [HILL, PaintOrder("a hill", width=4096), PaintOrder("a lake", width=96, height=64, seed=1)] * 3

    def attempt(order: PaintOrder) -> bytes | str:
        try:
            return painter.paint(order).content
        except Refused as error:
            return str(error)

    with ThreadPoolExecutor(9) as pool:
        answers = list(pool.map(attempt, orders))
    assert len({answer for answer in answers if isinstance(answer, bytes)}) == 2
    assert answers[0] == answers[3] == answers[6] != answers[2]
    for index in (1, 4, 7):
        assert str(answers[index]).endswith(f"HTTP 400: {refusal.reply['error']}")
