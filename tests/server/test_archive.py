"""The packed archive holds all it needs, and nothing that changes from build to build."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from archive_alone import ask_alone
from soulsgen import archive
from soulsgen.errors import SoulsgenError
from soulsgen.project import MARK, Project


def test_the_same_inputs_pack_to_the_same_bytes(checkout: Project, packed: Path) -> None:
    before = hashlib.sha256(packed.read_bytes()).hexdigest()
    again = archive.pack(archive.read_specs(checkout)["souls"], checkout, {}, "1.0")
    assert again == packed
    assert hashlib.sha256(again.read_bytes()).hexdigest() == before


def test_the_archive_holds_fingerprints_and_no_sentence_of_the_corpus(packed: Path) -> None:
    with zipfile.ZipFile(packed) as opened:
        names = opened.namelist()
        assert "weights/copies.u64" in names
        assert all(b"The king sleeps." not in opened.read(name) for name in names)
        assert [name for name in names if name.endswith(".pyc")] == []


def test_the_unpacked_archive_answers_alone(packed: Path, tmp_path: Path) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    told = ask_alone(packed, tmp_path, {}, ("transformers", "soulsgen", "soulscorpus"))
    assert (told.handlers, told.strays, told.unwanted) == (["SoulsHandler"], [], [])
    assert json.loads(told.reply)["result"] == "The lantern remembers the hand that lit it."


def test_a_missing_input_is_named_before_anything_is_packed(checkout: Project) -> None:
    spec = archive.read_specs(checkout)["souls"]
    with pytest.raises(SoulsgenError, match=r"souls cannot be packed; not found: --weights .*nowhere$"):
        archive.pack(spec, checkout, {"weights": "nowhere"}, "1.0")


def test_a_step_that_fails_names_its_log_and_keeps_the_older_archive(
    checkout: Project, packed: Path, tmp_path: Path
) -> None:
    before = packed.read_bytes()
    spec = archive.read_specs(checkout)["souls"]
    with pytest.raises(SoulsgenError, match=r"souls.pack failed: .*config.json.* \(log: .*souls.pack.log\)"):
        archive.pack(spec, checkout, {"weights": str(tmp_path)}, "1.0")
    assert packed.read_bytes() == before


def test_all_faults_of_archives_toml_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / MARK
    path.parent.mkdir()
    path.write_text('[souls]\nhandler = "h"\nhandeler = "x"\n', "utf-8")
    with pytest.raises(SoulsgenError) as refused:
        archive.read_specs(Project(tmp_path))
    assert str(refused.value) == (
        f"{path}: [souls] lacks config, inputs, packages, prepare\n{path}: [souls] has unknown handeler"
    )
