"""Archives that serve another one: packed with it, served with it."""

import shutil
from pathlib import Path

import pytest

from soulsgen import archive
from soulsgen.container import prepare
from soulsgen.errors import SoulsgenError
from soulsgen.launch import Addresses
from soulsgen.project import MARK, Project
from soulsgen.server import Server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "model_store").mkdir()
    return Project(tmp_path)


def pack_empty(project: Project, *names: str) -> None:
    for name in names:
        (project.model_store / f"{name}.mar").write_bytes(b"")


def test_a_packed_canceller_is_served_with_the_voice_it_serves(project: Project) -> None:
    assert archive.with_companions(["tts", "souls"], project) == ["tts", "souls"]
    pack_empty(project, "tts", "tts-cancel", "souls")
    assert archive.with_companions(["tts", "souls"], project) == ["tts", "souls", "tts-cancel"]
    assert archive.with_companions(["souls"], project) == ["souls"]
    # All archives of the store, as `soulsgen serve` takes them when none is named.
    assert archive.with_companions(["souls", "tts", "tts-cancel"], project) == ["souls", "tts", "tts-cancel"]


def test_a_container_serves_it_too(project: Project) -> None:
    shutil.copyfile(ROOT / "config.properties", project.config)
    pack_empty(project, "tts", "tts-cancel")
    launch = prepare(Server(project, project.build / "server"), ["tts"], Addresses(), None)
    assert launch.command[-2:] == ["tts=tts.mar", "tts-cancel=tts-cancel.mar"]
    shutil.rmtree(launch.environment["TMPDIR"])


def test_the_voices_canceller_is_packed_with_it_and_needs_no_input() -> None:
    specs = archive.read_specs(Project(ROOT))
    assert specs["tts"].beside == ["tts-cancel"]
    assert (specs["tts-cancel"].prepare, specs["tts-cancel"].inputs) == ("", {})


def test_an_archive_beside_that_is_not_in_the_table_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / MARK
    path.parent.mkdir()
    path.write_text(
        '[tts]\nhandler = "h"\npackages = []\nconfig = "c"\nprepare = ""\ninputs = {}\nbeside = ["ear"]\n',
        "utf-8",
    )
    with pytest.raises(SoulsgenError, match=r"\[tts\] has beside it, and there is no ear"):
        archive.read_specs(Project(tmp_path))
