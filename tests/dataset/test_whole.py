"""A corpus is written whole or not at all, and never over what is none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dataset.corpora import HALF, WriteTable, contents, lines
from soulscorpus.build import build_corpus
from soulscorpus.errors import CorpusError
from soulscorpus.whole import new_folder


def replace_with(out: Path, files: Mapping[str, str]) -> None:
    with new_folder(out) as folder:
        for name, text in files.items():
            with (folder / name).open("w") as file:
                file.write(text)


def test_an_earlier_corpus_is_replaced_and_nothing_is_left_beside_it(
    small_game: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "corpus"
    out.mkdir(parents=True)
    build_corpus(small_game, out, HALF)
    write_table("talk/Talk.fmg.xml", {1: "Another flame is lit."})
    build_corpus(small_game, out, HALF)
    assert "Another flame is lit." in lines(out / "corpus.raw.txt")
    assert "Ah you." not in lines(out / "corpus.raw.txt")
    assert [path.name for path in out.parent.iterdir()] == ["corpus"]


def test_a_faulty_file_leaves_the_earlier_corpus_as_it_was(small_game: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "corpus"
    build_corpus(small_game, out, HALF)
    before = contents(out)
    (small_game / "talk" / "Talk.fmg.xml").write_text("<fmg>", "utf-8")
    with pytest.raises(CorpusError, match=r"Talk\.fmg\.xml:1: malformed XML"):
        build_corpus(small_game, out, HALF)
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["corpus"]


@pytest.mark.parametrize("fault", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize(("action", "of"), [("open", "b.txt"), ("rename", "corpus"), ("rename", "new")])
def test_a_failure_while_writing_leaves_the_earlier_corpus_as_it_was(
    action: str, of: str, fault: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out" / "corpus"
    replace_with(out, {"a.txt": "old"})
    works = getattr(Path, action)

    def fails(path: Path, *arguments: object) -> object:
        if path.name == of:
            raise fault
        return works(path, *arguments)

    monkeypatch.setattr(Path, action, fails)
    with pytest.raises(fault):
        replace_with(out, {"a.txt": "new", "b.txt": "new"})
    monkeypatch.undo()
    assert contents(out) == {"a.txt": b"old"}
    assert [path.name for path in out.parent.iterdir()] == ["corpus"]


def test_a_folder_that_is_not_a_corpus_is_not_replaced(small_game: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "manifest.json").write_text('{"kind": "something else"}', "utf-8")
    with pytest.raises(CorpusError, match=r"precious is not empty and holds no manifest\.json of a corpus"):
        build_corpus(small_game, precious, HALF)
    assert [path.name for path in precious.iterdir()] == ["manifest.json"]


def test_a_corpus_with_other_files_in_it_is_not_replaced(small_game: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    build_corpus(small_game, out, HALF)
    (out / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(CorpusError, match=r"corpus also holds notes\.txt; move it away"):
        build_corpus(small_game, out, HALF)
    assert (out / "notes.txt").read_text("utf-8") == "mine"


def test_the_source_is_never_replaced(small_game: Path, tmp_path: Path) -> None:
    for out in (small_game, small_game.parent):
        with pytest.raises(CorpusError, match="holds the source folder"):
            build_corpus(small_game, out, HALF)
    with pytest.raises(CorpusError, match="is a file; name a folder"):
        build_corpus(small_game, small_game / "talk" / "Talk.fmg.xml", HALF)
