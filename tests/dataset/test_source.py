"""What a source must hold."""

from pathlib import Path

import pytest

from dataset.corpora import HALF, WriteTable
from soulscorpus.build import try_corpus
from soulscorpus.errors import CorpusError
from soulscorpus.settings import CorpusSettings


def test_one_language_is_kept_and_any_keeps_all(game: Path, write_table: WriteTable) -> None:
    (game / "msg").mkdir()
    write_table("msg/engus/Caption.fmg.xml", {1: "The flame fades."})
    write_table("msg/frafr/Caption.fmg.xml", {1: "La flamme s'éteint."})
    english = try_corpus(game, CorpusSettings(test_share=0))
    assert english.dropped_entries == {"in another language: fr": 1}
    assert english.counts.sentences == 1
    assert try_corpus(game, CorpusSettings(test_share=0, language="any")).counts.sentences == 2


def test_a_language_that_is_not_there_is_refused_with_those_that_are(
    game: Path, write_table: WriteTable
) -> None:
    write_table("msg/frafr/Caption.fmg.xml", {1: "La flamme s'éteint."})
    with pytest.raises(CorpusError, match=r"game holds no text in en; found: fr$"):
        try_corpus(game, CorpusSettings())


def test_a_source_without_tables_is_refused_with_what_is_expected(game: Path) -> None:
    (game / "readme.txt").write_text("nothing", "utf-8")
    with pytest.raises(CorpusError) as caught:
        try_corpus(game, HALF)
    assert str(caught.value) == (
        f"{game} holds no .fmg.xml, .fmg, .msgbnd or .dcx file, at no depth; expected a game's msg folder "
        "or its text tables as Yabber or WitchyBND unpack them, such as item/WeaponName.fmg.xml"
    )
    with pytest.raises(CorpusError, match="nowhere is not a folder"):
        try_corpus(game / "nowhere", HALF)


def test_a_source_with_nothing_to_keep_says_what_became_of_it(game: Path, write_table: WriteTable) -> None:
    write_table("Name.fmg.xml", {1: "Dagger", 2: "Dagger+1", 3: "%null%"})
    with pytest.raises(CorpusError) as caught:
        try_corpus(game, HALF)
    assert str(caught.value) == (
        f"{game} gives no sentence to train on: 3 entries read, 0 sentences held out for test; "
        "dropped: 1 upgrade of another thing, 1 is %null%, 1 a name, which is no sentence"
    )
