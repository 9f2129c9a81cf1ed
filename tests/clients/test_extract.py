"""`soulsgen extract` and `soulsgen create fmg`, as a user runs them."""

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from game_containers import Packed, bnd3, dcx
from soulscorpus.gamefiles.fmg import read_fmg, write_fmg
from soulscorpus.gamefiles.fmgxml import write_fmgxml
from soulscorpus.gamefiles.table import Table, Text
from soulsgen.commands.create_fmg import fmg
from soulsgen.commands.extract import extract
from soulsgen.lazy import LazyGroup

WEAPONS = Table("WeaponName", (Text(1000, "Pale Lantern Sword"), Text(1001, None), Text(1001, "Dagger")), 1)
COUNTS = """\
files of game text        1
files without             1
tables                    1
entries                   3
  of them null            1
"""


# The edge that turns errors into words is the group's.
@click.group(cls=LazyGroup, lazy={})
def soulsgen() -> None:
    """A group of the commands under test."""


soulsgen.add_command(extract)
soulsgen.add_command(fmg)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(soulsgen, [str(argument) for argument in arguments])


@pytest.fixture
def engus(tmp_path: Path) -> Path:
    """A game's folder of one language: a container and a file of another kind."""
    folder = tmp_path / "msg" / "engus"
    folder.mkdir(parents=True)
    packed = Packed(r"N:\FRPG\data\Msg\Data_ENGLISH\WeaponName.fmg", 11, write_fmg(WEAPONS))
    (folder / "item.msgbnd.dcx").write_bytes(dcx(bnd3([packed]), "DFLT"))
    (folder / "notes.txt").touch()
    return folder


def test_tables_are_written_and_counts_are_words_on_stderr(engus: Path, tmp_path: Path) -> None:
    out = tmp_path / "text"
    result = run("extract", engus, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{COUNTS}written to {out}\n"
    table = out / "engus" / "item.msgbnd.dcx" / "WeaponName.fmg.xml"
    assert table.read_bytes() == write_fmgxml(WEAPONS)


def test_a_dry_run_says_the_same_and_writes_nothing(engus: Path, tmp_path: Path) -> None:
    out = tmp_path / "text"
    result = run("extract", engus, "-o", out, "--dry-run")
    assert (result.exit_code, result.stderr) == (0, f"{COUNTS}would write to {out}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["msg"]


def test_json_is_the_manifest_on_stdout(engus: Path, tmp_path: Path) -> None:
    result = run("extract", engus, "-o", tmp_path / "text", "--json")
    assert result.stdout == (tmp_path / "text" / "manifest.json").read_text("utf-8")
    assert json.loads(result.stdout)["skipped"] == {
        "engus/notes.txt": {"fault": False, "reason": "engus/notes.txt: holds no text table"}
    }


def test_a_damaged_file_is_exit_1_after_the_others_are_written(engus: Path, tmp_path: Path) -> None:
    (engus / "menu.msgbnd.dcx").write_bytes(b"DCX\0")
    result = run("extract", engus, "-o", tmp_path / "text")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        f"written to {tmp_path / 'text'}\n"
        "Error: 1 file gave nothing:\n"
        "  engus/menu.msgbnd.dcx: byte 0x0: the header would end at byte 0x10 of 0x4; "
        "the file is truncated or damaged\n"
    )
    assert (tmp_path / "text" / "engus" / "item.msgbnd.dcx" / "WeaponName.fmg.xml").exists()


def test_a_file_named_alone_that_is_damaged_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "A.fmg").write_bytes(write_fmg(WEAPONS)[:-1])
    result = run("extract", tmp_path / "A.fmg", "-o", tmp_path / "text")
    size = len(write_fmg(WEAPONS))
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: no text table in {tmp_path / 'A.fmg'}: A.fmg: byte 0x4: the file says it has {size} bytes, "
        f"{size - 1} are here; it is truncated\n",
    )


def test_edits_are_kept_unless_forced(engus: Path, tmp_path: Path) -> None:
    out = tmp_path / "text"
    run("extract", engus, "-o", out)
    edited = out / "engus" / "item.msgbnd.dcx" / "WeaponName.fmg.xml"
    edited.write_text("<fmg><entries/></fmg>")
    result = run("extract", engus, "-o", out)
    name = "engus/item.msgbnd.dcx/WeaponName.fmg.xml"
    sentence = f"Error: {name} in {out} was edited since it was extracted; --force overwrites it\n"
    assert (result.exit_code, result.stderr) == (1, sentence)
    assert run("extract", engus, "-o", out, "--force").exit_code == 0
    assert edited.read_bytes() == write_fmgxml(WEAPONS)


@pytest.mark.parametrize("tables", [5, None, [], {"WeaponName.fmg.xml": "x"}])
def test_a_manifest_that_lists_no_tables_is_no_extraction_of_ours(
    tables: object, engus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "text"
    run("extract", engus, "-o", out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps({**manifest, "tables": tables}), "utf-8")
    result = run("extract", engus, "-o", out, "--force")
    sentence = f"Error: {out} is not empty and holds no manifest.json of an extraction; name another folder\n"
    assert (result.exit_code, result.stderr) == (1, sentence)


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(engus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for out, reason in (
        (tmp_path / "file" / "text", "File exists"),
        (tmp_path / ("n" * 300), "File name too long"),
        (loop, ""),  # Python's versions say it differently
    ):
        result = run("extract", engus, "-o", out)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert result.stderr.startswith(f"Error: cannot write {out}: {reason}")
    assert {path.name for path in tmp_path.iterdir()} == {"file", "loop", "msg"}


# Linux opens this one and then refuses to read it, whoever asks.
@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_that_cannot_be_read_does_not_end_the_others(engus: Path, tmp_path: Path) -> None:
    result = run("extract", engus, "/proc/self/mem", "-o", tmp_path / "text")
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: 1 file gave nothing:\n  mem: cannot be read: Input/output error\n")
    assert (tmp_path / "text" / "engus" / "item.msgbnd.dcx" / "WeaponName.fmg.xml").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'SRC...'"),
        (("x",), "Missing option '-o' / '--out-dir'"),
    ],
)
def test_what_is_missing_is_named(arguments: tuple[str, ...], sentence: str) -> None:
    result = run("extract", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_an_edited_table_becomes_an_fmg_again(tmp_path: Path) -> None:
    source, out = tmp_path / "WeaponName.fmg.xml", tmp_path / "new" / "WeaponName.fmg"
    source.write_bytes(write_fmgxml(WEAPONS))
    result = run("fmg", source, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (f"ids that stand more than once: 1001\n3 entries, version 1, written to {out}\n")
    assert out.read_bytes() == write_fmg(WEAPONS)


def test_another_version_and_byte_order_can_be_asked_for(tmp_path: Path) -> None:
    source, out = tmp_path / "WeaponName.fmg.xml", tmp_path / "WeaponName.fmg"
    source.write_bytes(write_fmgxml(WEAPONS))
    assert run("fmg", source, "-o", out, "--version", "0", "--big-endian").exit_code == 0
    made = read_fmg(out.read_bytes(), "WeaponName.fmg")
    assert (made.version, made.big_endian, made.texts) == (0, True, WEAPONS.texts)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<fmg>", "{source}:1: malformed XML: Premature end of data in tag fmg line 1"),
        (
            '<fmg><entries><text id="3000000000">a</text></entries></fmg>',
            "{source}: WeaponName: id 3000000000 is not in -2147483648 to 2147483647",
        ),
    ],
)
def test_what_cannot_become_an_fmg_is_one_line_and_no_file(
    content: str, sentence: str, tmp_path: Path
) -> None:
    source = tmp_path / "WeaponName.fmg.xml"
    source.write_text(content)
    result = run("fmg", source, "-o", tmp_path / "WeaponName.fmg")
    assert (result.exit_code, result.stderr) == (1, f"Error: {sentence.format(source=source)}\n")
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_an_fmg_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    source, loop = tmp_path / "WeaponName.fmg.xml", tmp_path / "loop"
    source.write_bytes(write_fmgxml(WEAPONS))
    loop.symlink_to(loop)
    for out, reason in (
        (source / "WeaponName.fmg", "File exists"),
        (tmp_path / ("n" * 300), "File name too long"),
        (loop, ""),  # Python's versions say it differently
    ):
        result = run("fmg", source, "-o", out)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert result.stderr.startswith(f"Error: cannot write {out}: {reason}")
    assert {path.name for path in tmp_path.iterdir()} == {"loop", source.name}


def test_an_fmg_never_takes_the_place_of_a_pipe(tmp_path: Path) -> None:
    source, out = tmp_path / "WeaponName.fmg.xml", tmp_path / "pipe"
    source.write_bytes(write_fmgxml(WEAPONS))
    os.mkfifo(out)
    result = run("fmg", source, "-o", out)
    assert (result.exit_code, result.stderr) == (1, f"Error: {out} is no plain file; name another\n")
    assert out.is_fifo()
