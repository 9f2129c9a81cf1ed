"""The evening as `soulsgen session demo` plays it, on the default models. Minutes long: `make test-slow`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_checkout import copy_rooms, first_of_three
from installed import soulsgen
from soulsgen import server
from soulsgen.page.browser import find_browser
from soulsgen.project import Project

ROOMS = ("dataset", "serve-handlers", "model_store/defaults", "config.properties")
STEPS = ("speech", "pack-asr", "pack-agent", "pack-painter", "serve", "illustrate", "transcribe", "recap")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Project]:
    """A checkout in which nothing has been built."""
    project = copy_rooms(tmp_path, *ROOMS)
    yield project
    server.stop(server.default_server(project))


def demo(project: Project, port: int) -> str:
    ended = soulsgen(project, "session", "demo", "--port", str(port))
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def steps(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("[")]


def test_it_ends_with_a_transcript_scenes_a_recap_and_posts_and_plays_again(fresh: Project) -> None:
    port = first_of_three()
    first = demo(fresh, port)
    assert steps(first) == ["[corpus]", *(f"[{step}]" for step in STEPS)]
    made = fresh.build / "session-demo"
    (evening,) = (made / "evenings").iterdir()
    scenes = [json.loads(line) for line in (evening / "scenes.jsonl").read_text("utf-8").splitlines()]
    assert [scene["image"] for scene in scenes] == [f"scene-{number:06}.png" for number in (1, 2, 3, 4)]
    assert len({(evening / scene["image"]).read_bytes() for scene in scenes}) == 4
    assert len({scene["scene"] for scene in scenes}) == 4
    posts = [json.loads(path.read_text("utf-8")) for path in (made / "outbox").glob("*.json")]
    assert {post["images"][0]["alt"] for post in posts} == {scene["scene"] for scene in scenes}
    speakers = re.findall(
        r"^`[\d:]+` \*\*(\w+):\*\*", (evening / "told" / "transcript.md").read_text("utf-8"), re.M
    )
    assert set(speakers) == {"GM", "Harrow", "Fennel", "Bram"}
    assert (evening / "told" / "recap.html").is_file()
    assert (made / "page.png").is_file() is (find_browser() is not None)
    rates = [float(rate) for rate in re.findall(r", ([\d.]+) % of the words wrong", first)]
    assert len(rates) == 2
    # Synthetic voices and new sentences, which is what the default model is for.
    assert max(rates) < 25

    second = demo(fresh, port)
    skipped = [f"[{step}] up to date" for step in STEPS[:5]]
    assert steps(second) == [*skipped, *(f"[{step}]" for step in STEPS[5:])]
    assert len(list((made / "evenings").iterdir())) == 2
