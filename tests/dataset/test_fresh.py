"""When a corpus is made again, and when not."""

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.corpora import HALF, WriteTable, lines
from soulscorpus.build import build_corpus
from soulscorpus.settings import CorpusSettings


def test_a_corpus_of_the_same_files_made_the_same_way_is_not_made_again(
    small_game: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    first = build_corpus(small_game, out, HALF)
    before = (out / "words.txt").stat().st_mtime_ns
    again = build_corpus(small_game, out, HALF)
    assert (first.fresh, again.fresh) == (True, False)
    assert again.manifest == first.manifest
    assert (out / "words.txt").stat().st_mtime_ns == before
    assert build_corpus(small_game, out, HALF, anew=True).fresh


def test_a_changed_file_setting_or_output_makes_it_again(
    small_game: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    build_corpus(small_game, out, HALF)
    assert build_corpus(small_game, out, CorpusSettings(test_share=0.5, near_ratio=0.8)).fresh
    assert build_corpus(small_game, out, HALF).fresh
    (out / "words.txt").write_text("spoilt", "utf-8")
    assert build_corpus(small_game, out, HALF).fresh
    assert "ash" in lines(out / "words.txt")
    write_table("talk/Talk.fmg.xml", {1: "Another flame is lit.", 2: "It burns low."})
    assert build_corpus(small_game, out, HALF).fresh


def test_a_file_that_changes_between_two_builds_of_one_process_is_read_again(
    game: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    settings = CorpusSettings(test_share=0)
    for text in ("The flame fades.", "The flame is lit."):
        write_table("Talk.fmg.xml", {1: text})
        build_corpus(game, tmp_path / "corpus", settings)
        assert lines(tmp_path / "corpus" / "corpus.raw.txt") == [text]


@pytest.mark.parametrize(
    "spoil",
    [
        {"counts": 3},
        {"counts": {"files": "x"}},
        {"inputs": ["a"]},
        {"settings": {"test_share": 7}},
        {"dropped_entries": [1]},
        {"dropped_sentences": {"x": "y"}},
        {"examples": {"blank": 5}},
    ],
)
def test_a_manifest_that_somebody_edited_makes_the_corpus_anew(
    spoil: dict[str, Any], small_game: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    build_corpus(small_game, out, HALF)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps({**manifest, **spoil}), "utf-8")
    assert build_corpus(small_game, out, HALF).fresh
