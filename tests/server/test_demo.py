"""The whole way as `make demo` goes it, on the sample lore. Minutes long: `make test-slow`."""

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from archive_checkout import copy_rooms, first_of_three
from installed import soulsgen
from soulsgen import server
from soulsgen.project import Project

ROOMS = ("dataset", "training", "serve-handlers", "config.properties", "model_store/defaults")
STEPS = ("corpus", "train", "pack", "pack-voice", "pack-face", "serve")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Project]:
    """A checkout in which nothing has been built."""
    project = copy_rooms(tmp_path, *ROOMS)
    yield project
    server.stop(server.default_server(project))


def test_the_demo_ends_with_a_line_in_the_outbox_and_skips_everything_the_second_time(fresh: Project) -> None:
    port = str(first_of_three())
    first = soulsgen(fresh, "demo", "--port", port)
    assert first.returncode == 0, first.stderr
    assert [line for line in first.stdout.splitlines() if line.startswith("[")] == [
        "[corpus]",
        "[train]",
        "[pack]",
        "[pack-voice]",
        "[pack-face]",
        "[serve]",
        "[write] 8 lines of lore:",
        next(line for line in first.stdout.splitlines() if line.startswith("[post]")),
        "[film] demo/avatar.mp4",
    ]
    corpus = set((fresh.build / "corpus" / "corpus.raw.txt").read_text("utf-8").splitlines())
    posted = [path.read_text("utf-8").strip() for path in (fresh.root / "outbox").glob("*.txt")]
    assert len(posted) == 1
    assert posted[0] in first.stdout
    assert posted[0] not in corpus
    with av.open(str(fresh.root / "demo" / "avatar.mp4")) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
        assert film.duration > av.time_base

    second = soulsgen(fresh, "demo", "--port", port)
    assert second.returncode == 0, second.stderr
    skipped = [line for line in second.stdout.splitlines() if line.endswith("up to date")]
    assert skipped == [f"[{step}] up to date" for step in STEPS]
