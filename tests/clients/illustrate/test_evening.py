"""An evening at a table of tones, with the servers, the disk and the run itself failing on the way."""

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from clients.illustrate.studio import Studio, Tones, asr, says, write_talk
from clients.loopback import serving
from soulsgen.agent.served import ServedAgent
from soulsgen.illustrate.artist import Artist
from soulsgen.illustrate.backlog import Backlog
from soulsgen.illustrate.board import Board
from soulsgen.illustrate.feeder import Feeder
from soulsgen.illustrate.gallery import Gallery
from soulsgen.illustrate.illustrator import Illustrator, Rhythm
from soulsgen.illustrate.listener import Listener
from soulsgen.illustrate.progress import Progress
from soulsgen.illustrate.prompts import Prompts
from soulsgen.painting import PaintOrder, ServedPainter
from soulsgen.session.folder import SessionFolder
from soulsgen.session.scribe import Listening, Scribe
from soulsgen.torchserve import Endpoint, TorchServe

PROGRAM = [sys.executable, "-c", "from soulsgen.commands.illustrate import illustrate; illustrate()"]
MINUTE = 60.0


@pytest.fixture
def studio() -> Iterator[tuple[Studio, str]]:
    studio = Studio()
    with serving(studio) as url:
        yield studio, url


class World:
    """The parts of one evening on a clock that runs as fast as they can work.

    `meanwhile` is what the test does to them, told the second of the session.
    """

    def __init__(self, path: Path, url: str, count: int, every_s: float, wait_s: float) -> None:
        self.told: list[str] = []
        self.now = 0.0
        self.meanwhile: Callable[[float], object] = lambda _: None
        self.folder = SessionFolder(path, {}, datetime.fromisoformat("2026-11-21T19:00:00+01:00"))
        board = Board(path, self.told.append)
        client = TorchServe(Endpoint(url, retries=0, timeout_s=5))
        self.backlog = Backlog(path, board)
        progress = Progress(path)
        self.gallery = Gallery(path)
        prompts = Prompts(path, board)
        prompts.create()
        transcript = self.folder.transcript
        scribe = Scribe(client, Listening())
        self.feeder = Feeder(Tones(count, every_s, self.advance), self.backlog, progress, 20.0, board)
        self.listener = Listener(self.backlog, transcript, scribe, "table", progress, board)
        artist = Artist(ServedPainter(client), PaintOrder("", width=64, height=36))
        self.illustrator = Illustrator(
            Rhythm(wait_s), transcript.lines, self.gallery, ServedAgent(client), artist, prompts, board
        )
        self.due = {self.listener.step: 0.0, self._illustrate: 0.0}

    def advance(self, now: float) -> None:
        """Every part's work up to `now`, each step at its own time."""
        self.meanwhile(now)
        while (at := min(self.due.values())) <= now:
            step = next(step for step, due in self.due.items() if due == at)
            self.now = at
            pause = step()
            self.due[step] = at + (1.0 if pause is None else pause)
        self.now = now

    def _illustrate(self) -> float | None:
        starts_s = self.backlog.starts_s()
        settled_s = self.feeder.settled_s
        return self.illustrator.step(settled_s if starts_s is None else min(settled_s, starts_s))

    def play(self) -> None:
        self.feeder.run(lambda _: False)
        self.advance(self.now + 3 * MINUTE)
        while self.illustrator.flush() is not None:
            pass
        self.folder.__exit__()


def lines_of(folder: Path) -> list[int]:
    lines = [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    return [int(line["text"].removeprefix("line ")) for line in lines]


def scenes_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "scenes.jsonl").read_text("utf-8").splitlines()]


def last_words(scene: dict[str, Any]) -> int:
    return int(re.findall(r"line (\d+)", scene["scene"])[-1])


def test_an_evening_loses_no_line_and_no_scene_when_the_servers_are_gone_for_one(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    servers, url = studio
    world = World(tmp_path / "s", url, count=80, every_s=MINUTE, wait_s=7.5 * MINUTE)

    def meanwhile(now: float) -> None:
        servers.down = 10 * MINUTE <= now < 70 * MINUTE

    world.meanwhile = meanwhile
    world.play()
    assert lines_of(tmp_path / "s") == list(range(80))
    scenes = scenes_of(tmp_path / "s")
    assert [scene["due"] for scene in scenes] == [450.0 * n for n in range(1, 11)] + [
        pytest.approx(4743, abs=0.1)
    ]
    assert [last_words(scene) for scene in scenes] == [7, 14, 22, 29, 37, 44, 52, 59, 67, 74, 79]
    assert [scene["image"] for scene in scenes] == [f"scene-{n:06}.png" for n in range(1, 12)]
    assert not list((tmp_path / "s" / "backlog").iterdir())
    troubles = [sentence for sentence in world.told if "talk waits on the disk" in sentence]
    assert len(troubles) == 1
    assert world.told.count("scribe: well again") == 1


def test_a_phrase_the_scribe_refuses_is_set_aside_and_the_next_ones_are_heard(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    servers, url = studio
    world = World(tmp_path / "s", url, count=3, every_s=10, wait_s=600)

    def picky(body: dict[str, Any]) -> Any:
        reply = asr(body)
        return says({"error": "no"}, 400) if b"line 1" in reply.get_data() else reply

    servers.broken["asr"] = picky
    world.play()
    assert lines_of(tmp_path / "s") == [0, 2]
    assert [path.suffix for path in (tmp_path / "s" / "set-aside").iterdir()] == [".flac"]
    assert any("HTTP 400: no; that audio is kept as" in sentence for sentence in world.told)


def test_a_wrong_token_sets_nothing_aside(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    servers, url = studio
    servers.broken["asr"] = lambda _: says({"code": 400, "type": "InvalidKeyException"}, 400)
    world = World(tmp_path / "s", url, count=2, every_s=10, wait_s=600)
    world.play()
    assert not (tmp_path / "s" / "set-aside").exists()
    assert len(list((tmp_path / "s" / "backlog").iterdir())) == 2
    assert "scribe: TorchServe at" in world.told[0]
    assert "the token is missing or wrong" in world.told[0]


def test_pictures_that_are_none_are_told_and_the_scene_goes_without(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    servers, url = studio
    servers.broken["painter"] = lambda _: says({"not": "a picture"})
    world = World(tmp_path / "s", url, count=8, every_s=10, wait_s=60)
    world.play()
    scenes = scenes_of(tmp_path / "s")
    assert [scene["image"] for scene in scenes] == [None, None]
    assert [last_words(scene) for scene in scenes] == [5, 7]
    assert (
        sum("are no PNG, JPEG or WebP" in sentence and "goes without" in sentence for sentence in world.told)
        == 2
    )


def test_where_nothing_new_is_to_be_seen_nothing_is_painted(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    """The agent's archive answers with the scene before then."""
    servers, url = studio
    servers.broken["agent"] = lambda body: says(
        {"scene": body.get("previous") or "A hill.", "at": [], "engine": "extractive"}
    )
    world = World(tmp_path / "s", url, count=18, every_s=10, wait_s=60)
    world.play()
    scenes = [(scene["scene"], scene["image"], scene["seen"]) for scene in scenes_of(tmp_path / "s")]
    assert scenes == [("A hill.", "scene-000001.png", 6), ("", None, 12), ("", None, 18)]
    assert [archive for archive, _ in servers.asked].count("painter") == 1
    assert world.told == ["nothing new was told that can be seen: no picture this time"] * 2


def test_a_painter_that_is_not_loaded_is_waited_for(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    servers, url = studio
    servers.broken["painter"] = lambda _: says({"code": 404, "message": "Model not found: painter"}, 404)
    world = World(tmp_path / "s", url, count=12, every_s=30, wait_s=120)
    world.meanwhile = lambda now: servers.broken.clear() if now > 250 else None
    world.play()
    assert [scene["image"] for scene in scenes_of(tmp_path / "s")] == [f"scene-{n:06}.png" for n in (1, 2, 3)]


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    """The limit of this process stands for the disk's: writes past it fail half done, as on a full disk."""
    _, url = studio
    world = World(tmp_path / "s", url, count=12, every_s=10, wait_s=600)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def meanwhile(now: float) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (700 if 40 < now < 90 else before[0], before[1]))

    world.meanwhile = meanwhile
    try:
        world.play()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert lines_of(tmp_path / "s") == list(range(12))
    assert any("File too large; talk is kept in memory" in sentence for sentence in world.told)
    assert "backlog: well again" in world.told


def test_the_prompt_that_is_edited_holds_from_the_next_scene_on(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    _, url = studio
    world = World(tmp_path / "s", url, count=12, every_s=10, wait_s=60)
    prompt = tmp_path / "s" / "image.txt"
    world.meanwhile = lambda now: prompt.write_text("woodcut of {scene}", "utf-8") if now == 80 else None
    world.play()
    first, second = [scene["prompt"] for scene in scenes_of(tmp_path / "s")]
    assert first.endswith("line 5, digital painting, fantasy art")
    assert second.startswith("woodcut of A hill at line ")
    assert second.endswith("line 11")


def arguments(tmp_path: Path, url: str, *more: str) -> list[str]:
    return [
        *("--wait-minutes", "1", "--host", url, "--no-page", "--image-size", "64x36"),
        *("--data-dir", str(tmp_path / "data"), "--outbox", str(tmp_path / "outbox")),
        *("--ledger", str(tmp_path / "ledger.db"), "--to", "outbox", *more),
    ]


def folder_of(tmp_path: Path) -> Path:
    (folder,) = (tmp_path / "data").iterdir()
    return folder


def test_killed_at_any_moment_and_resumed_it_loses_and_doubles_nothing(
    tmp_path: Path, studio: tuple[Studio, str]
) -> None:
    _, url = studio
    talk = write_talk(tmp_path / "talk.flac", 60, 5)
    chance = random.Random(time.time_ns())
    resume: list[str] = []
    kills = 0
    while True:
        process = subprocess.Popen(
            [*PROGRAM, str(talk), "--speed", "60", *arguments(tmp_path, url, *resume)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _, told = process.communicate(timeout=chance.uniform(1.0, 2.5) if kills < 6 else 90)
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            resume = ["--resume", str(folder_of(tmp_path))] if (tmp_path / "data").exists() else []
    assert process.returncode == 0, told.decode()
    assert kills
    assert lines_of(folder_of(tmp_path)) == list(range(60))
    scenes = scenes_of(folder_of(tmp_path))
    assert [last_words(scene) for scene in scenes] == [11, 23, 35, 47, 59]
    posted = sorted((tmp_path / "outbox").glob("*.json"))
    texts = [json.loads(path.read_text("utf-8")) for path in posted]
    assert sorted(record["text"] for record in texts) == sorted(scene["scene"] for scene in scenes)
    assert all(record["images"][0]["alt"] == record["text"] for record in texts)


def test_told_to_end_it_finishes_what_was_said(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    _, url = studio
    talk = write_talk(tmp_path / "talk.flac", 20, 5)
    process = subprocess.Popen(
        [*PROGRAM, str(talk), "--speed", "10", *arguments(tmp_path, url)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 30
    while not (tmp_path / "data").exists() or not list(tmp_path.glob("data/*/transcript.txt")):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    out, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    heard = lines_of(folder_of(tmp_path))
    assert heard == list(range(len(heard)))
    assert 1 <= len(heard) < 20
    assert last_words(scenes_of(folder_of(tmp_path))[-1]) == heard[-1]
    assert out.splitlines() == [str(path) for path in sorted(folder_of(tmp_path).glob("scene-*.png"))]
    assert "Ending: up to 60 s for what is left; once more ends it now." in told


def test_one_scene_of_a_transcript(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    _, url = studio
    talk = tmp_path / "talk.txt"
    talk.write_text("0h_00m_05s > A gate.\n27h_10m_00s > A tower behind it.\n", "utf-8")
    ended = subprocess.run(
        [*PROGRAM, "--oneshot", str(talk), *arguments(tmp_path, url)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    folder = folder_of(tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"{folder / 'scene-000001.png'}\n"), ended.stderr
    (scene,) = scenes_of(folder)
    assert scene["scene"] == "A hill at A gate., A tower behind it.."
    assert (folder / "transcript.txt").read_text("utf-8") == talk.read_text("utf-8")


def test_two_runs_do_not_write_one_folder(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    _, url = studio
    talk = write_talk(tmp_path / "talk.flac", 2, 5)
    folder = tmp_path / "data" / "held"
    with SessionFolder(folder, {}):
        ended = subprocess.run(
            [*PROGRAM, str(talk), *arguments(tmp_path, url, "--resume", str(folder))],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"Error: {folder} is being written by another run; wait for it\n"
