"""The survey and the reading after it: what each table is, and every entry of one thing side by side."""

import os
from pathlib import Path

import pytest

from dataset.corpora import WriteTable
from game_containers import Packed, bnd3
from soulscorpus.entries import Entry, Key
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg import write_fmg
from soulscorpus.gamefiles.table import Table, Text
from soulscorpus.reading import read_entries
from soulscorpus.survey import survey

FRENCH = "La mer de Carrow prenait les morts à chaque marée, et rendait du poisson, sans rien demander. "


def test_folders_tell_game_and_language(game: Path, write_table: WriteTable) -> None:
    write_table("DS1/msg/ENGLISH/item/WeaponName.fmg.xml", {1: "Dagger"})
    write_table("DS1/msg/FRENCH/item/WeaponName.fmg.xml", {1: "Dague"})
    write_table("mods/DS3/item/WeaponName.fmg.xml", {1: "Dagger"})
    write_table("talk/TalkMsg.fmg.xml", {1: "Halt!"})
    found = survey(game)
    assert [(table.game, table.language) for table in found.tables] == [
        ("DS1", "en"),
        ("DS1", "fr"),
        ("mods/DS3", "und"),
        ("game", "und"),
    ]
    assert found.names == {
        Key("DS1", "en", "Weapon", 1): "Dagger",
        Key("DS1", "fr", "Weapon", 1): "Dague",
        Key("mods/DS3", "und", "Weapon", 1): "Dagger",
    }


def test_prose_tells_the_language_of_its_table_and_of_the_names_beside_it(
    game: Path, write_table: WriteTable
) -> None:
    write_table("item/WeaponCaption.fmg.xml", dict(enumerate([FRENCH] * 4)))
    write_table("item/WeaponName.fmg.xml", {1: "Ulmenholm"})
    assert {table.name: table.language for table in survey(game).tables} == {
        "WeaponCaption": "fr",
        "WeaponName": "fr",
    }


def test_tables_of_one_kind_are_read_together_thing_by_thing(game: Path, write_table: WriteTable) -> None:
    write_table("WeaponName.fmg.xml", {2: "Axe", 1: "Dagger"})
    write_table("WeaponInfo.fmg.xml", {1: "Cuts."})
    write_table("GoodsName.fmg.xml", {1: "Bell"})
    texts = [(entry.kind, entry.id, entry.role, entry.text) for entry in read_entries(survey(game))]
    assert texts == [
        ("Goods", 1, "name", "Bell"),
        ("Weapon", 1, "name", "Dagger"),
        ("Weapon", 1, "summary", "Cuts."),
        ("Weapon", 2, "name", "Axe"),
    ]


def test_a_games_own_file_is_read_by_its_content_and_a_null_is_spelled(game: Path) -> None:
    table = Table("WeaponName", (Text(1, "Dagger"), Text(2, None)))
    (game / "WeaponName.bin").write_bytes(write_fmg(table))
    (game / "WeaponName.fmg.bak").write_bytes(b"an unpacker's backup")
    (game / "readme.txt").write_text("not game text")
    found = survey(game)
    assert list(found.inputs) == ["WeaponName.bin"]
    assert [entry.text for entry in read_entries(found)] == ["Dagger", "%null%"]


def test_an_entry_names_where_it_stood(game: Path, write_table: WriteTable) -> None:
    write_table("item/WeaponName.fmg.xml", {7: "Dagger"})
    assert list(read_entries(survey(game))) == [
        Entry("game", "und", "WeaponName", "Weapon", 7, "name", "Dagger", "item/WeaponName.fmg.xml")
    ]


def test_a_damaged_file_is_named(game: Path) -> None:
    (game / "WeaponName.fmg").write_bytes(b"nonsense")
    with pytest.raises(CorpusError, match=r"game/WeaponName\.fmg: byte 0x0: named like a game's text"):
        survey(game)


def test_a_container_with_a_container_of_the_same_name_in_it_gives_both_tables(game: Path) -> None:
    def packed(id_: int, text: str) -> Packed:
        return Packed("WeaponCaption.fmg", 0, write_fmg(Table("WeaponCaption", (Text(id_, text),))))

    inner = Packed("t.msgbnd", 1, bnd3([packed(2, "Inner.")]))
    (game / "t.msgbnd").write_bytes(bnd3([packed(1, "Outer."), inner]))
    assert [entry.text for entry in read_entries(survey(game))] == ["Outer.", "Inner."]


def test_a_linked_folder_is_read_once_and_one_that_may_not_be_read_is_named(
    game: Path, write_table: WriteTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_table("real/Talk.fmg.xml", {1: "Halt!"})
    (game / "real" / "round").symlink_to(game)
    (game.parent / "other").symlink_to(game / "real")
    assert len(survey(game.parent / "other").tables) == 1
    works = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("real"):
            raise PermissionError(13, "Permission denied", str(path))
        return works(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(CorpusError, match="real cannot be read: Permission denied"):
        survey(game)


def test_a_name_that_is_no_utf8_is_spelled_out(game: Path) -> None:
    path = game / os.fsdecode(b"g\xff") / os.fsdecode(b"We\xffapon.fmg.xml")
    path.parent.mkdir()
    path.write_text('<fmg><entries><text id="1">Halt!</text></entries></fmg>', "utf-8")
    assert [entry.source for entry in read_entries(survey(game))] == ["g\\udcff/We\\udcffapon.fmg.xml"]
