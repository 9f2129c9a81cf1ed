"""`soulsgen inspect`, as a user runs it."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from soulscorpus.manifest import VERSION
from soulsgen.cli import soulsgen

SENTENCES = "The low bell rang twice.\nNobody in Carrow came.\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "lines.txt"
    path.write_text(SENTENCES, "utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "lore"
    folder.mkdir()
    item = {"kind": "NpcName", "name": "Oarless"}
    manifest = {
        "kind": "soulscorpus",
        "version": VERSION,
        "dropped_entries": {"blank": 7},
        "dropped_sentences": {},
    }
    (folder / "corpus.raw.txt").write_text(f"{SENTENCES}It was an Oarless.\n", "utf-8")
    (folder / "items.jsonl").write_text(json.dumps(item) + "\n", "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def inspect(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(soulsgen, ["inspect", *map(str, arguments)], input=stdin)


def test_a_file_becomes_a_page_and_stdout_stays_empty(text: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "report.html"
    result = inspect("-s", text, "-o", page)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"written to {page}\n")
    assert "<h1>lines.txt</h1>" in page.read_text("utf-8")


def test_standard_input_becomes_a_page_on_standard_output() -> None:
    result = inspect("--source", "-", "--output", "-", stdin=SENTENCES)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert "<h1>standard input</h1>" in result.stdout


def test_a_corpus_brings_its_drops_and_its_names(corpus: Path, tmp_path: Path) -> None:
    result = inspect("-s", corpus, "-o", tmp_path / "report.html", "--json")
    figures = json.loads(result.stdout)
    assert (result.exit_code, figures["dropped"]) == (0, {"entries": {"blank": 7}, "sentences": {}})
    assert figures["source"]["counts"]["sentences"] == 3
    strings = [name for group in figures["source"]["entities"]["groups"] for name, _ in group["strings"]]
    assert "Oarless" in strings
    assert (figures["other"], figures["comparison"]) == (None, None)


def test_two_texts_are_compared(corpus: Path, text: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    result = inspect("-s", corpus, "--compare", text, "-o", page, "--json")
    figures = json.loads(result.stdout)
    assert result.exit_code == 0
    assert figures["comparison"]["copied"]["exact"] == 1.0
    assert figures["other"]["counts"]["sentences"] == 2
    assert '<span class="name-1">lines.txt</span>' in page.read_text("utf-8")


def test_a_text_beside_itself_is_told_apart(text: Path) -> None:
    assert ">lines.txt (2)</span>" in inspect("-s", text, "--compare", text, "-o", "-").stdout


def test_names_can_come_from_another_corpus(corpus: Path, tmp_path: Path) -> None:
    text = tmp_path / "generated.txt"
    text.write_text("it was an Oarless.\n", "utf-8")
    result = inspect("-s", text, "--names", corpus, "-o", tmp_path / "report.html", "--json")
    groups = json.loads(result.stdout)["source"]["entities"]["groups"]
    assert [group["strings"] for group in groups] == [[["Oarless", 1]]]


def test_another_language_than_english_has_no_grammar_and_says_so(corpus: Path, tmp_path: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    (corpus / "manifest.json").write_text(json.dumps({**manifest, "settings": {"language": "ja"}}), "utf-8")
    result = inspect("-s", corpus, "-o", tmp_path / "report.html", "--json")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        0,
        "No names, grammar and readability: ja has no tagger here, only en has.",
    )
    source = json.loads(result.stdout)["source"]
    assert (source["parts_of_speech"], source["entities"], source["readability"]) == (None, None, None)


def test_the_page_opens_when_asked(text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    assert inspect("-s", text, "-o", tmp_path / "report.html", "-i").exit_code == 0
    assert opened == [str(tmp_path / "report.html")]


def test_bytes_that_are_no_text_are_a_clear_fault_and_leave_the_page_as_it_was(tmp_path: Path) -> None:
    page, text = tmp_path / "report.html", tmp_path / "lines.txt"
    page.write_text("old", "utf-8")
    text.write_bytes(b"one\n\xff\n")
    result = inspect("-s", text, "-o", page)
    message = f"Error: {text}:2: not UTF-8 text (invalid start byte); save it as UTF-8\n"
    assert (result.exit_code, result.stderr, page.read_text("utf-8")) == (1, message, "old")


@pytest.mark.parametrize("option", ["--source", "--compare", "--names"])
def test_what_is_read_is_never_written_over(option: str, text: Path, tmp_path: Path) -> None:
    read = tmp_path / "read"
    read.write_text(SENTENCES, "utf-8")
    result = inspect("-s", text, option, read, "-o", read)
    message = f"Error: {read} is to be read; name another file for the page\n"
    assert (result.exit_code, result.stderr, read.read_text("utf-8")) == (1, message, SENTENCES)


@pytest.mark.parametrize("option", ["--source", "--compare"])
def test_no_page_goes_into_a_corpus_that_is_read(option: str, text: Path, corpus: Path) -> None:
    page = corpus / "report.html"
    result = inspect("-s", text, option, corpus, "-o", page)
    message = f"Error: {page} lies in {corpus}; name a file elsewhere for the page\n"
    assert (result.exit_code, result.stderr, page.exists()) == (1, message, False)


def test_a_page_that_cannot_be_written_is_named_with_the_reason(text: Path) -> None:
    for page, reason in (
        (text / "report.html", "File exists"),
        (text.with_name("n" * 300), "File name too long"),
    ):
        result = inspect("-s", text, "-o", page)
        assert (result.exit_code, result.stderr) == (1, f"Error: cannot write {page}: {reason}\n")
    assert list(text.parent.iterdir()) == [text]


def test_a_manifest_with_half_a_character_is_spelled_out(corpus: Path, tmp_path: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    change = {**manifest, "dropped_entries": {"half \ud800": 1}}
    (corpus / "manifest.json").write_text(json.dumps(change), "utf-8")
    result = inspect("-s", corpus, "-o", tmp_path / "report.html", "--json")
    assert (result.exit_code, json.loads(result.stdout)["dropped"]["entries"]) == (0, {"half \ud800": 1})


def test_names_that_are_no_items_are_a_clear_fault(text: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.bin"
    names.write_bytes(b"\x80\x02")
    result = inspect("-s", text, "--names", names, "-o", tmp_path / "report.html")
    message = f"Error: {names}:1: not UTF-8 text (invalid start byte); save it as UTF-8\n"
    assert (result.exit_code, result.stderr) == (1, message)


def test_a_games_own_file_on_standard_input_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    result = inspect("-s", "-", "-o", page, stdin=b"BND3\0\0\0\0")
    message = (
        "Error: standard input is a game's file, not a text of one sentence a line; "
        "`soulsgen create corpus` makes a corpus of such files\n"
    )
    assert (result.exit_code, result.stderr, page.exists()) == (1, message, False)


def test_an_empty_text_is_a_clear_fault() -> None:
    result = inspect("-s", "-", stdin="\n")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: standard input holds no sentence; expected one a line\n",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-s", "-", "-o", "-", "--json"], "the page goes to standard output"),
        (["-s", "-", "-o", "-", "-i"], "the page goes to standard output"),
        (["-s", "-", "--compare", "-"], "only one of --source and --compare"),
    ],
)
def test_options_that_cannot_go_together_are_refused(arguments: list[str], words: str) -> None:
    result = inspect(*arguments, stdin=SENTENCES)
    assert result.exit_code == 2
    assert words in result.stderr
