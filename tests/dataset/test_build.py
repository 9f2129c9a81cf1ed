"""The whole corpus: what is written, and always the same."""

import hashlib
import json
import shutil
from pathlib import Path

from tokenizers import Tokenizer

from dataset.corpora import HALF, WriteTable, contents, lines
from soulscorpus.build import build_corpus, try_corpus
from soulscorpus.manifest import Counts
from soulscorpus.settings import CorpusSettings

LORE = Path(__file__).parents[2] / "dataset" / "lore"
FILES = [
    "corpus.raw.txt",
    "corpus.test.txt",
    "corpus.train.txt",
    "items.jsonl",
    "manifest.json",
    "tokenizer.json",
    "words.txt",
]


def test_a_corpus_holds_its_sentences_in_order_and_a_manifest_of_everything(
    small_game: Path, tmp_path: Path
) -> None:
    out = tmp_path / "build" / "corpus"
    manifest = build_corpus(small_game, out, HALF).manifest
    assert [path.name for path in sorted(out.iterdir())] == FILES
    raw = ["A dagger of bone.", "It is cold.", "The ash falls.", "Ah you.", "The flame fades!"]
    assert lines(out / "corpus.raw.txt") == raw
    assert lines(out / "corpus.train.txt") == raw[:3]
    assert lines(out / "corpus.test.txt") == raw[3:]
    assert (
        " ".join(lines(out / "words.txt")) == "a ah ash bone cold dagger fades falls flame is it of the you"
    )
    assert Tokenizer.from_file(str(out / "tokenizer.json")).get_vocab_size() == manifest.counts.vocabulary
    assert manifest.counts == Counts(
        files=2,
        entries_read=7,
        entries_kept=3,
        sentences=5,
        train=3,
        test=2,
        words=14,
        vocabulary=manifest.counts.vocabulary,
    )
    written = json.loads((out / "manifest.json").read_text("utf-8"))
    assert written["kind"] == "soulscorpus"
    assert written["version"] == 2
    assert written["settings"] == {
        "language": "en",
        "near_ratio": 0.9,
        "rules": "ours",
        "test_share": 0.5,
        "tokenizer": "bpe",
        "vocab_size": "auto",
    }
    assert written["dropped_entries"] == {
        "contains PSN": 1,
        "does not end in . ? ! , ...": 1,
        "duplicate": 1,
        "is %null%": 1,
    }
    assert written["dropped_sentences"] == {}
    assert written["examples"]["contains PSN"] == ["item/Caption.fmg.xml#4: Sign in to PSN."]
    assert written["inputs"] == {
        name: {"entries": entries, "sha256": hashlib.sha256((small_game / name).read_bytes()).hexdigest()}
        for name, entries in (("item/Caption.fmg.xml", 4), ("talk/Talk.fmg.xml", 3))
    }
    assert written["outputs"] == {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest()
        for name in FILES
        if name != "manifest.json"
    }


def test_the_same_files_in_another_place_give_the_same_bytes(small_game: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a longer way" / "game"
    shutil.copytree(small_game, elsewhere)
    build_corpus(small_game, tmp_path / "one", HALF)
    build_corpus(elsewhere, tmp_path / "two", HALF)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_texts_of_a_thing_are_joined_and_what_repeats_another_is_left_out(
    game: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    write_table("item/WeaponName.fmg.xml", {1: "Dagger", 2: "Dagger+1", 3: "%null%"})
    write_table("item/WeaponInfo.fmg.xml", {1: "Cuts   rope.", 2: "Cuts rope.", 3: "no_text"})
    write_table(
        "item/WeaponCaption.fmg.xml", {1: "A blade of bone. It sings.", 2: "A blade of bone. It sings."}
    )
    write_table("talk/TalkMsg.fmg.xml", {1: "Who goes there?"})
    build_corpus(game, tmp_path / "corpus", CorpusSettings(test_share=0))
    head = {"game": "game", "language": "und"}
    weapon = {"name": "Dagger", "summary": "Cuts rope.", "description": "A blade of bone. It sings."}
    assert [json.loads(line) for line in lines(tmp_path / "corpus" / "items.jsonl")] == [
        {**head, "kind": "TalkMsg", "id": 1, "dialogue": "Who goes there?"},
        {**head, "kind": "Weapon", "id": 1, **weapon},
    ]
    raw = ["Who goes there?", "Cuts rope.", "A blade of bone.", "It sings."]
    assert lines(tmp_path / "corpus" / "corpus.raw.txt") == raw


def test_the_original_rules_keep_near_duplicates_and_upgrades(game: Path, write_table: WriteTable) -> None:
    write_table("item/WeaponName.fmg.xml", {1: "Dagger", 2: "Dagger+1"})
    captions = {1: "A thin blade of bone, cold and old.", 2: "A thin blade of bone, cold and very old."}
    write_table("item/WeaponCaption.fmg.xml", {**captions, 3: "A thin blade of bones, cold and old."})
    assert try_corpus(game, CorpusSettings(test_share=0)).counts.sentences == 1
    assert try_corpus(game, CorpusSettings(test_share=0, near_ratio=1)).counts.sentences == 2
    assert try_corpus(game, CorpusSettings(test_share=0, rules="original")).counts.sentences == 3


def test_progress_is_told_stage_by_stage(small_game: Path) -> None:
    told: list[tuple[str, int, int]] = []
    try_corpus(small_game, HALF, lambda *news: told.append(news))
    stages = list(dict.fromkeys(doing for doing, _, _ in told))
    assert stages == ["looking through files", "reading entries", "splitting texts", "writing sentences"]
    for stage in stages:
        _, done, total = [news for news in told if news[0] == stage][-1]
        assert done == total


def test_the_projects_own_lore_makes_a_corpus(tmp_path: Path) -> None:
    manifest = build_corpus(LORE, tmp_path / "corpus", CorpusSettings()).manifest
    tables = {path.relative_to(LORE).as_posix(): path.read_bytes() for path in LORE.rglob("*.fmg.xml")}
    entries = {name: file.entries for name, file in manifest.inputs.items()}
    assert entries == {name: data.count(b"<text ") for name, data in tables.items()}
    raw = lines(tmp_path / "corpus" / "corpus.raw.txt")
    train, test = (
        lines(tmp_path / "corpus" / "corpus.train.txt"),
        lines(tmp_path / "corpus" / "corpus.test.txt"),
    )
    assert len(set(raw)) == len(raw) == manifest.counts.sentences
    assert sorted(train + test) == sorted(raw)
    assert not set(train) & set(test)
    tokenizer = Tokenizer.from_file(str(tmp_path / "corpus" / "tokenizer.json"))
    assert [tokenizer.decode(tokenizer.encode(text).ids) for text in raw] == [f" {text}" for text in raw]
