"""Where the text comes from: files, folders, and what is wrong with them."""

import json
import os
from pathlib import Path
from threading import Thread

import pytest

from game_containers import Packed, bnd3, dcx
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg import write_fmg
from soulscorpus.gamefiles.fmgxml import write_fmgxml
from soulscorpus.gamefiles.table import Table, Text
from soulscorpus.manifest import VERSION
from soulscorpus.report.drops import Drops
from soulscorpus.report.source import Source, read_lines, read_source

MANIFEST = {
    "kind": "soulscorpus",
    "version": VERSION,
    "settings": {"language": "de"},
    "dropped_entries": {"blank": 2},
    "dropped_sentences": {"duplicate": 1},
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "lore"
    folder.mkdir()
    (folder / "corpus.raw.txt").write_text("The bell.\n\n  The sea. \r\n", "utf-8")
    (folder / "corpus.test.txt").write_text("The sea.\n", "utf-8")
    (folder / "items.jsonl").write_text("", "utf-8")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    return folder


def test_a_corpus_folder_gives_its_text_drops_names_and_language(corpus: Path) -> None:
    drops = Drops({"blank": 2}, {"duplicate": 1})
    expected = Source("lore", ("The bell.", "The sea."), drops, corpus / "items.jsonl", "de")
    assert read_source(corpus) == expected


def test_a_file_of_a_corpus_has_its_manifest_beside_it(corpus: Path) -> None:
    found = read_source(corpus / "corpus.test.txt")
    assert (found.name, found.sentences, found.language) == ("corpus.test.txt", ("The sea.",), "de")


def test_a_file_alone_has_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_bytes(b"\xef\xbb\xbfThe bell.\x0c rang\xe2\x80\xa8twice\n")
    (tmp_path / "items.jsonl").write_text("", "utf-8")
    assert read_source(tmp_path / "lines.txt") == Source("lines.txt", ("The bell.\x0c rang\u2028twice",))


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no corpus\.raw\.txt; `soulsgen create corpus`"):
        read_source(tmp_path)


def test_other_bytes_than_utf_8_are_refused_with_their_line() -> None:
    with pytest.raises(CorpusError, match=r"^lines\.txt:2: not UTF-8 text"):
        read_lines("one\ncafé\n".encode("latin-1"), "lines.txt")


@pytest.mark.parametrize("data", [b"", b"\n \n\t\n"])
def test_a_text_without_a_sentence_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match=r"^lines holds no sentence"):
        read_lines(data, "lines")


def test_drops_that_are_no_counts_are_refused(corpus: Path) -> None:
    (corpus / "manifest.json").write_text(json.dumps({**MANIFEST, "dropped_entries": ["blank"]}), "utf-8")
    with pytest.raises(CorpusError, match="dropped_entries is not"):
        read_source(corpus)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"settings": None}, "settings is not {name: value}; make the corpus anew"),
        ({"settings": ["en"]}, "settings is not {name: value}; make the corpus anew"),
        ({"settings": {"language": 5}}, "language 5 is no code of two letters; make the corpus anew"),
        ({"version": VERSION + 1}, f"a corpus of version {VERSION + 1}, not {VERSION}; make the corpus anew"),
        ({"version": "2\n"}, f"a corpus of version '2\\n', not {VERSION}; make the corpus anew"),
        ({"version": None}, f"a corpus of version None, not {VERSION}; make the corpus anew"),
    ],
)
def test_a_manifest_that_is_not_as_we_write_it_is_refused(
    change: dict[str, object], fault: str, corpus: Path
) -> None:
    (corpus / "manifest.json").write_text(json.dumps({**MANIFEST, **change}), "utf-8")
    with pytest.raises(CorpusError) as error:
        read_source(corpus)
    assert str(error.value) == f"{corpus / 'manifest.json'}: {fault}"


@pytest.mark.parametrize("language", ["any", "ja", None])
def test_a_language_of_a_corpus_is_a_code_or_any_or_none(language: str | None, corpus: Path) -> None:
    (corpus / "manifest.json").write_text(
        json.dumps({**MANIFEST, "settings": {"language": language}}), "utf-8"
    )
    assert read_source(corpus).language == language


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "lines"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=("The bell.\n", "utf-8"))
    writer.start()
    assert read_source(pipe) == Source("lines", ("The bell.",))
    writer.join()


WEAPONS = Table("WeaponName", (Text(1000, "Pale Lantern Sword"),))
BINDER = bnd3([Packed("WeaponName.fmg", 1, write_fmg(WEAPONS))])


@pytest.mark.parametrize("data", [write_fmg(WEAPONS), write_fmgxml(WEAPONS), BINDER, dcx(BINDER, "DFLT")])
def test_a_games_own_file_is_refused_with_the_command_that_reads_it(data: bytes) -> None:
    with pytest.raises(CorpusError) as error:
        read_lines(data, "game")
    assert str(error.value) == (
        "game is a game's file, not a text of one sentence a line; "
        "`soulsgen create corpus` makes a corpus of such files"
    )
