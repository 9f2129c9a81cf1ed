"""Where a page may go: not over what is read, not among a corpus's own files."""

import json
import os
from pathlib import Path

import pytest

from soulscorpus.errors import CorpusError
from soulscorpus.report.target import check_output


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "lore"
    folder.mkdir()
    (folder / "corpus.raw.txt").write_text("The bell.\n", "utf-8")
    (folder / "manifest.json").write_text(json.dumps({"kind": "soulscorpus"}), "utf-8")
    return folder


def refusal(out: Path, *inputs: Path) -> str:
    with pytest.raises(CorpusError) as error:
        check_output(out, inputs)
    return str(error.value)


def test_a_new_page_and_an_earlier_one_may_be_written(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "old.html").touch()
    check_output(tmp_path / "old.html", [corpus])
    check_output(tmp_path / "new" / "report.html", [corpus / "corpus.raw.txt"])


@pytest.mark.parametrize("how", [Path.symlink_to, Path.hardlink_to])
def test_an_input_is_refused_under_any_name(how: object, tmp_path: Path) -> None:
    text, link = tmp_path / "lines.txt", tmp_path / "link.html"
    text.touch()
    how(link, text)  # type: ignore[operator]
    (tmp_path / "new").mkdir()
    for out in (text, link, tmp_path / "new" / ".." / "lines.txt"):
        assert refusal(out, text) == f"{out} is to be read; name another file for the page"


@pytest.mark.parametrize("name", ["report.html", "manifest.json", "new/report.html"])
def test_a_corpus_keeps_its_folder_to_itself(name: str, corpus: Path, tmp_path: Path) -> None:
    out = corpus / name
    assert refusal(out, corpus) == f"{out} lies in {corpus}; name a file elsewhere for the page"
    where = f"{out} lies in the corpus {corpus}; name a file elsewhere for the page"
    assert refusal(out, corpus / "corpus.raw.txt") == where
    assert refusal(out, tmp_path / "lines.txt") == where


def test_a_name_too_long_and_a_link_to_itself_are_refused_with_the_reason(tmp_path: Path) -> None:
    long, loop = tmp_path / ("n" * 300), tmp_path / "loop"
    loop.symlink_to(loop)
    assert refusal(long) == f"cannot write {long}: File name too long"
    assert refusal(loop).startswith(f"cannot write {loop}: ")


def test_a_device_or_a_pipe_is_refused_since_a_page_would_replace_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for out in (tmp_path / "pipe", Path(os.devnull)):
        assert refusal(out) == f"{out} is no plain file; name one, or - for standard output"
