"""`illustrate` killed at its writes, as a process, and its files cut where a power cut may cut them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from clients.illustrate.studio import png, write_talk
from clients.illustrate.written import begun, lines_of, scenes_of
from soulsgen.channels.outbox import Outbox
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.gallery import Gallery, Painted
from soulsgen.illustrate.poster import Poster
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from soulsgen.posting.writer import Writer
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S

TESTS = Path(__file__).parents[2]
PROGRAM = """
import sys
from clients.killing import Steps
from soulsgen.commands.illustrate import illustrate
Steps(int(sys.argv.pop(1))).install(("fsync", "link", "replace", "unlink"))
illustrate()
"""
TONES = 24


def run(tmp_path: Path, url: str, kill_at: int) -> "subprocess.CompletedProcess[str]":
    """One life of the evening; goes on where the one before ended."""
    words = [
        *(str(tmp_path / "talk.flac"), "--speed", "0", "--wait-minutes", "0.5", "--no-page", "--host", url),
        *("--image-size", "64x36", "--data-dir", str(tmp_path / "data"), "--to", "outbox"),
        *("--outbox", str(tmp_path / "outbox"), "--ledger", str(tmp_path / "ledger.db")),
        *(word for folder in begun(tmp_path / "data") for word in ("--resume", str(folder))),
    ]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(kill_at), *words],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )


@pytest.mark.timeout(900)
def test_killed_at_any_of_its_writes_it_loses_and_doubles_nothing(tmp_path: Path, url: str) -> None:
    write_talk(tmp_path / "talk.flac", TONES, 5)
    seed = time.time_ns()
    chance = random.Random(seed)
    lives = 0
    while (ended := run(tmp_path, url, chance.randint(1, 90) if lives < 12 else 0)).returncode:
        assert ended.returncode == -signal.SIGKILL, (seed, ended.stderr)
        lives += 1
    assert lives >= 4, seed
    (folder,) = (tmp_path / "data").iterdir()
    assert lines_of(folder) == list(range(TONES)), seed
    scenes = scenes_of(folder)
    assert [scene["seen"] for scene in scenes] == [6, 12, 18, 24], seed
    assert all((folder / scene["image"]).is_file() for scene in scenes)
    posts = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "outbox").glob("*.json")]
    assert sorted(post["text"] for post in posts) == sorted(scene["scene"] for scene in scenes), seed
    # Nor is anything left lying about: neither talk that is told nor halves of files.
    assert not list((folder / "backlog").iterdir()), seed
    hidden = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    assert hidden == [".session.lock"], seed


def painted(number: int) -> Painted:
    return Painted(number * 60.0, f"A tower, {number}.", f"scene-{number:06}.png", "p", number, number, 0.0)


def test_scenes_that_were_cut_at_any_byte_are_each_painted_once(tmp_path: Path) -> None:
    whole = [painted(number) for number in (1, 2, 3)]
    content = "".join(f"{json.dumps(asdict(each))}\n" for each in whole).encode()
    for length in range(len(content) + 1):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / "scenes.jsonl").write_bytes(content[:length])
        gallery = Gallery(folder)
        assert gallery.scenes == whole[: content[:length].count(b"\n")]
        for each in whole[len(gallery.scenes) :]:
            assert gallery.next_image() == each.image
            gallery.add(each, png(8, 8, each.seed))
        assert (folder / "scenes.jsonl").read_bytes() == content


def test_posts_whose_record_was_cut_at_any_byte_go_out_once(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    for number in (1, 2):
        gallery.add(painted(number), png(8, 8, number))

    def post() -> bytes:
        poster = Poster(
            gallery,
            [Outbox(tmp_path / "outbox")],
            lambda: Ledger(parse_place(str(tmp_path / "ledger.db"))),
            Writer(Endpoint(), ""),
            "evening",
            Board(tmp_path, lambda _: None),
        )
        while poster.step() is not None:
            pass
        return (tmp_path / "posts.jsonl").read_bytes()

    content = post()
    assert content.count(b"\n") == 2
    for length in range(0, len(content), 7):
        (tmp_path / "posts.jsonl").write_bytes(content[:length])
        assert post() == content
    assert len(list((tmp_path / "outbox").glob("*.json"))) == 2
