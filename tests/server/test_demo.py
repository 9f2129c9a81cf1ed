"""The whole way as `make demo` goes it, on the sample lore. Minutes long: `make test-slow`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from soulsgen import launch, server
from soulsgen.project import Project

ROOT = Path(__file__).parents[2]
ROOMS = ("dataset", "training", "serve-handlers", "config.properties")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Project]:
    """A checkout in which nothing has been built."""
    for name in ROOMS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / name)
    project = Project(tmp_path)
    yield project
    server.stop(server.default_server(project))


def demo(project: Project, port: int) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "TORCHSERVE_TOKEN"}
    return subprocess.run(
        [str(Path(sys.prefix) / "bin" / "soulsgen"), "demo", "--port", str(port)],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_ends_with_a_line_in_the_outbox_and_skips_everything_the_second_time(fresh: Project) -> None:
    port = launch.free_ports(1)[0]
    first = demo(fresh, port)
    assert first.returncode == 0, first.stderr
    assert [line for line in first.stdout.splitlines() if line.startswith("[")] == [
        "[corpus]",
        "[train]",
        "[pack]",
        "[serve]",
        "[write] 8 lines of lore:",
        next(line for line in first.stdout.splitlines() if line.startswith("[post]")),
    ]
    corpus = set((fresh.build / "corpus" / "corpus.raw.txt").read_text("utf-8").splitlines())
    posted = [path.read_text("utf-8").strip() for path in (fresh.root / "outbox").glob("*.txt")]
    assert len(posted) == 1
    assert posted[0] in first.stdout
    assert posted[0] not in corpus

    second = demo(fresh, port)
    assert second.returncode == 0, second.stderr
    skipped = [line for line in second.stdout.splitlines() if line.endswith("up to date")]
    assert skipped == [f"[{step}] up to date" for step in ("corpus", "train", "pack", "serve")]
