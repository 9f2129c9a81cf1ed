"""An evening at a table of tones, with the servers, the disk and the run itself failing on the way."""

import resource
import signal
from pathlib import Path
from typing import Any

import pytest

from clients.illustrate.studio import Studio, asr, says
from clients.illustrate.world import MINUTE, World
from clients.illustrate.written import last_words, lines_of, scenes_of
from soulsgen.illustrate.listener import TRIES


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


@pytest.mark.parametrize("words", [[None], [{"start": None, "end": 1, "word": "x"}]])
def test_a_phrase_whose_replies_are_none_is_set_aside_after_three(
    tmp_path: Path, studio: tuple[Studio, str], words: Any
) -> None:
    servers, url = studio
    world = World(tmp_path / "s", url, count=3, every_s=10, wait_s=600)
    odd = 0

    def muddled(body: dict[str, Any]) -> Any:
        nonlocal odd
        reply = asr(body)
        if b"line 1" not in reply.get_data():
            return reply
        odd += 1
        return says({"segments": [{"start": 0, "end": 1, "text": "x", "words": words}]})

    servers.broken["asr"] = muddled
    world.play()
    assert lines_of(tmp_path / "s") == [0, 2]
    assert [path.suffix for path in (tmp_path / "s" / "set-aside").iterdir()] == [".flac"]
    assert odd == TRIES
    assert any("did not reply with segments" in sentence for sentence in world.told)


def test_while_every_reply_is_none_talk_waits(tmp_path: Path, studio: tuple[Studio, str]) -> None:
    """As behind a proxy that answers for a server that is away."""
    servers, url = studio
    servers.broken["asr"] = lambda _: says({"segments": [{"text": "x", "words": [None]}]})
    world = World(tmp_path / "s", url, count=8, every_s=10, wait_s=600)
    world.meanwhile = lambda now: servers.broken.clear() if now > 60 else None
    world.play()
    assert lines_of(tmp_path / "s") == list(range(8))
    assert not (tmp_path / "s" / "set-aside").exists()


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


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, url: str) -> None:
    """The limit of this process stands for the disk's: writes past it fail half done, as on a full disk."""
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


def test_the_prompt_that_is_edited_holds_from_the_next_scene_on(tmp_path: Path, url: str) -> None:
    world = World(tmp_path / "s", url, count=12, every_s=10, wait_s=60)
    prompt = tmp_path / "s" / "image.txt"
    world.meanwhile = lambda now: prompt.write_text("woodcut of {scene}", "utf-8") if now == 80 else None
    world.play()
    first, second = [scene["prompt"] for scene in scenes_of(tmp_path / "s")]
    assert first.endswith("line 5, digital painting, fantasy art")
    assert second.startswith("woodcut of A hill at line ")
    assert second.endswith("line 11")
