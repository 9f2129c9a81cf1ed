"""A game's folders to tables on disk: where each goes, what the manifest says, what is left alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game_containers import Packed, bnd4, dcx
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.create import create_fmg
from soulscorpus.gamefiles.extract import extract
from soulscorpus.gamefiles.fmg import read_fmg, write_fmg
from soulscorpus.gamefiles.fmgxml import read_fmgxml, write_fmgxml
from soulscorpus.gamefiles.report import Without
from soulscorpus.gamefiles.table import Table, Text

WEAPONS = Table("WeaponName", (Text(1000, "Pale Lantern Sword"), Text(1001, None)))
EPEES = Table("WeaponName", (Text(1000, "Épée"),))


def msgbnd(*tables: Table) -> bytes:
    files = [Packed(rf"N:\GR\{table.name}.fmg", at, write_fmg(table)) for at, table in enumerate(tables)]
    return dcx(bnd4(files), "ZSTD")


@pytest.fixture
def msg(tmp_path: Path) -> Path:
    """A game's msg folder with two languages."""
    for language, table in (("engus", WEAPONS), ("frafr", EPEES)):
        folder = tmp_path / "game" / "msg" / language
        folder.mkdir(parents=True)
        (folder / "item.msgbnd.dcx").write_bytes(msgbnd(table))
        (folder / "menu.msgbnd.dcx").write_bytes(msgbnd(table))
    (tmp_path / "game" / "msg" / "notes.txt").write_text("mine")
    return tmp_path / "game" / "msg"


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_games_folder_gives_one_file_a_table_by_language_and_container(msg: Path, tmp_path: Path) -> None:
    out = tmp_path / "text"
    report = extract([msg], out)
    assert files(out) == [
        "engus/item.msgbnd.dcx/WeaponName.fmg.xml",
        "engus/menu.msgbnd.dcx/WeaponName.fmg.xml",
        "frafr/item.msgbnd.dcx/WeaponName.fmg.xml",
        "frafr/menu.msgbnd.dcx/WeaponName.fmg.xml",
        "manifest.json",
    ]
    path = out / "frafr/item.msgbnd.dcx/WeaponName.fmg.xml"
    assert read_fmgxml(path.read_bytes(), path.name) == EPEES
    assert report.skipped == {"notes.txt": Without("notes.txt: holds no text table", fault=False)}


def test_the_manifest_says_what_was_read_and_written(msg: Path, tmp_path: Path) -> None:
    (msg / "engus" / "menu.msgbnd.dcx").unlink()
    extract([msg / "engus"], tmp_path / "text")
    manifest = json.loads((tmp_path / "text" / "manifest.json").read_text("utf-8"))
    item = (msg / "engus" / "item.msgbnd.dcx").read_bytes()
    table = manifest["tables"]["engus/item.msgbnd.dcx/WeaponName.fmg.xml"]
    assert [manifest["inputs"]["engus/item.msgbnd.dcx"]["bytes"], manifest["skipped"]] == [len(item), {}]
    assert {key: value for key, value in table.items() if key != "sha256"} == {
        "source": "engus/item.msgbnd.dcx/WeaponName.fmg",
        "entries": 2,
        "nulls": 1,
        "version": 2,
        "big_endian": False,
        "unicode": True,
        "removed_characters": 0,
    }
    assert str(tmp_path) not in (tmp_path / "text" / "manifest.json").read_text("utf-8")


def test_again_gives_the_same_bytes(msg: Path, tmp_path: Path) -> None:
    extract([msg], tmp_path / "text")
    before = {name: (tmp_path / "text" / name).read_bytes() for name in files(tmp_path / "text")}
    extract([msg], tmp_path / "text")
    assert {name: (tmp_path / "text" / name).read_bytes() for name in files(tmp_path / "text")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["game", "text"]


def test_a_language_is_kept_for_a_folder_and_for_files_named_one_by_one(msg: Path, tmp_path: Path) -> None:
    extract([msg / "engus", msg / "frafr" / "item.msgbnd.dcx", msg / "engus"], tmp_path / "text")
    assert files(tmp_path / "text") == [
        "engus/item.msgbnd.dcx/WeaponName.fmg.xml",
        "engus/menu.msgbnd.dcx/WeaponName.fmg.xml",
        "frafr/item.msgbnd.dcx/WeaponName.fmg.xml",
        "manifest.json",
    ]


def test_what_would_overwrite_is_numbered_and_what_is_the_same_is_not_written_twice(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "WeaponName.fmg").write_bytes(write_fmg(WEAPONS))
    (tmp_path / "a" / "WeaponName.fmg.xml").write_bytes(write_fmgxml(WEAPONS))
    (tmp_path / "b" / "WeaponName.fmg").write_bytes(write_fmg(EPEES))
    report = extract([tmp_path / "a", tmp_path / "b"], tmp_path / "text")
    assert files(tmp_path / "text") == ["2/WeaponName.fmg.xml", "WeaponName.fmg.xml", "manifest.json"]
    same = "WeaponName.fmg.xml: the same as WeaponName.fmg.xml"
    assert report.skipped == {"WeaponName.fmg.xml": Without(same, fault=False)}


def test_a_table_edited_beside_its_fmg_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "WeaponName.fmg").write_bytes(write_fmg(WEAPONS))
    (tmp_path / "a" / "WeaponName.fmg.xml").write_bytes(write_fmgxml(EPEES))
    extract([tmp_path / "a"], tmp_path / "text")
    assert files(tmp_path / "text") == ["WeaponName-2.fmg.xml", "WeaponName.fmg.xml", "manifest.json"]


def test_a_container_named_like_a_table_does_not_stand_in_its_way(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "A.fmg").write_bytes(write_fmg(WEAPONS))
    (tmp_path / "a" / "A.fmg.xml").write_bytes(msgbnd(EPEES))
    extract([tmp_path / "a"], tmp_path / "text")
    assert files(tmp_path / "text") == ["A.fmg.xml", "A.fmg.xml_/WeaponName.fmg.xml", "manifest.json"]


def test_a_name_that_is_no_utf8_is_kept_on_disk_and_spelled_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a\udce9.fmg").write_bytes(write_fmg(EPEES))
    extract([tmp_path / "a\udce9.fmg"], tmp_path / "text")
    assert b"<filename>a_.fmg</filename>" in (tmp_path / "text" / "a\udce9.fmg.xml").read_bytes()
    assert list(json.loads((tmp_path / "text" / "manifest.json").read_text("utf-8"))["tables"]) == [
        "a\udce9.fmg.xml"
    ]


def test_control_characters_are_removed_and_counted(tmp_path: Path) -> None:
    (tmp_path / "A.fmg").write_bytes(write_fmg(Table("A", (Text(1, "a\x01sh\x02"),))))
    report = extract([tmp_path / "A.fmg"], tmp_path / "text")
    assert report.tables["A.fmg.xml"].removed_characters == 2
    assert b">ash<" in (tmp_path / "text" / "A.fmg.xml").read_bytes()


def test_a_damaged_file_stands_among_the_faults_beside_what_was_written(msg: Path, tmp_path: Path) -> None:
    whole = (msg / "engus" / "item.msgbnd.dcx").read_bytes()
    (msg / "engus" / "item.msgbnd.dcx").write_bytes(whole[:-1])
    report = extract([msg], tmp_path / "text")
    assert list(report.faults) == ["engus/item.msgbnd.dcx"]
    assert report.faults["engus/item.msgbnd.dcx"].startswith("engus/item.msgbnd.dcx: byte 0x4c: the ")
    assert len(report.tables) == 3


def test_names_in_a_container_lead_nowhere_outside(tmp_path: Path) -> None:
    names = ("../../../up.fmg", "/etc/abs.fmg", r"C:\d.fmg")
    (tmp_path / "a.bnd").write_bytes(bnd4([Packed(name, 1, write_fmg(WEAPONS)) for name in names]))
    extract([tmp_path / "a.bnd"], tmp_path / "deep" / "text")
    assert files(tmp_path / "deep") == [
        "text/a.bnd/abs.fmg.xml",
        "text/a.bnd/d.fmg.xml",
        "text/a.bnd/up.fmg.xml",
        "text/manifest.json",
    ]


def test_a_dry_run_writes_nothing(msg: Path, tmp_path: Path) -> None:
    assert len(extract([msg], tmp_path / "text", dry_run=True).tables) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["game"]


def test_the_target_may_lie_in_the_source_and_is_not_read(msg: Path) -> None:
    for _ in range(2):
        assert len(extract([msg], msg / "text").tables) == 4


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda out: out.write_text("x"), "{out} is a file; name a folder for the tables"),
        (
            lambda out: (out.mkdir(), (out / "novel.txt").touch()),
            "{out} is not empty and holds no manifest.json of an extraction; name another folder",
        ),
    ],
)
def test_what_is_not_ours_is_left_alone(
    prepare: Callable[[Path], object], sentence: str, msg: Path, tmp_path: Path
) -> None:
    out = tmp_path / "text"
    prepare(out)
    with pytest.raises(CorpusError) as caught:
        extract([msg], out)
    assert str(caught.value) == sentence.format(out=out)


def test_a_stranger_or_an_edit_in_an_earlier_extraction_is_not_lost(msg: Path, tmp_path: Path) -> None:
    out = tmp_path / "text"
    extract([msg], out)
    edited = out / "engus/item.msgbnd.dcx/WeaponName.fmg.xml"
    edited.write_bytes(write_fmgxml(EPEES))
    with pytest.raises(CorpusError, match=r"^engus/item.*xml in .* was edited .*; --force overwrites it$"):
        extract([msg], out)
    extract([msg], out, force=True)
    assert edited.read_bytes() == write_fmgxml(WEAPONS)
    (out / "engus" / "mine.txt").touch()
    with pytest.raises(CorpusError, match=r"also holds engus/mine\.txt; move it away"):
        extract([msg], out, force=True)


def test_sources_without_a_table_are_an_error_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(CorpusError, match=r"^no file in .*/a$"):
        extract([tmp_path / "a"], tmp_path / "text")
    (tmp_path / "a" / "notes.txt").touch()
    (tmp_path / "a" / "x.fmg").touch()
    with pytest.raises(CorpusError, match=r"^no text table in .*/a: x\.fmg: byte 0x0: named like"):
        extract([tmp_path / "a"], tmp_path / "text")
    with pytest.raises(CorpusError, match="none is neither a file nor a folder"):
        extract([tmp_path / "none"], tmp_path / "text")
    assert not (tmp_path / "text").exists()


def test_the_source_is_never_the_target(msg: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        extract([msg], msg.parent)
    assert str(caught.value) == (f"{msg.parent} holds the source {msg}; name another folder for the tables")


def test_an_edited_table_goes_back_into_the_game(msg: Path, tmp_path: Path) -> None:
    extract([msg], tmp_path / "text")
    xml = tmp_path / "text/engus/item.msgbnd.dcx/WeaponName.fmg.xml"
    xml.write_text(xml.read_text("utf-8").replace("Pale", "Dark"), "utf-8")
    made = create_fmg(xml, tmp_path / "WeaponName.fmg")
    texts = (Text(1000, "Dark Lantern Sword"), Text(1001, None))
    assert made == read_fmg((tmp_path / "WeaponName.fmg").read_bytes(), "WeaponName.fmg")
    assert made == Table("WeaponName", texts)


def test_a_table_may_be_written_for_another_game(tmp_path: Path) -> None:
    (tmp_path / "A.fmg.xml").write_bytes(write_fmgxml(WEAPONS))
    create_fmg(tmp_path / "A.fmg.xml", tmp_path / "A.fmg", 0, big_endian=True)
    read = read_fmg((tmp_path / "A.fmg").read_bytes(), "WeaponName.fmg")
    assert read == Table("WeaponName", WEAPONS.texts, 0, big_endian=True)
    with pytest.raises(CorpusError, match="is the source"):
        create_fmg(tmp_path / "A.fmg.xml", tmp_path / "A.fmg.xml")
