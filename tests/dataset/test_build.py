"""The whole corpus: what is written, always the same, and whole or not at all."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from soulscorpus.build import build_corpus, try_corpus
from soulscorpus.errors import CorpusError
from soulscorpus.manifest import Counts
from soulscorpus.settings import CorpusSettings
from soulscorpus.whole import new_folder

WriteTable = Callable[[str, Mapping[int, str]], None]
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
HALF = CorpusSettings(test_share=0.5)


@pytest.fixture
def small_game(game: Path, write_table: WriteTable) -> Path:
    write_table("talk/Talk.fmg.xml", {10: "Ah... you. The flame fades!", 11: "%null%", 20: "The ash falls."})
    write_table(
        "item/Caption.fmg.xml",
        {1: "A dagger of bone. It is cold.", 2: "Dagger +1", 3: "The ash falls.", 4: "Sign in to PSN."},
    )
    return game


def contents(corpus: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(corpus.iterdir())}


def replace_with(out: Path, files: Mapping[str, str]) -> None:
    with new_folder(out) as folder:
        for name, text in files.items():
            with (folder / name).open("w") as file:
                file.write(text)


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


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


def test_the_original_rules_keep_near_duplicates_and_upgrades(game: Path, write_table: WriteTable) -> None:
    write_table("item/WeaponName.fmg.xml", {1: "Dagger", 2: "Dagger+1"})
    captions = {1: "A thin blade of bone, cold and old.", 2: "A thin blade of bone, cold and very old."}
    write_table("item/WeaponCaption.fmg.xml", {**captions, 3: "A thin blade of bones, cold and old."})
    assert try_corpus(game, CorpusSettings(test_share=0)).counts.sentences == 1
    assert try_corpus(game, CorpusSettings(test_share=0, near_ratio=1)).counts.sentences == 2
    assert try_corpus(game, CorpusSettings(test_share=0, rules="original")).counts.sentences == 3


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


def test_progress_is_told_stage_by_stage(small_game: Path) -> None:
    told: list[tuple[str, int, int]] = []
    try_corpus(small_game, HALF, lambda *news: told.append(news))
    stages = list(dict.fromkeys(doing for doing, _, _ in told))
    assert stages == ["looking through files", "reading entries", "splitting texts", "writing sentences"]
    for stage in stages:
        _, done, total = [news for news in told if news[0] == stage][-1]
        assert done == total


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"vocab_size": 259}, "a vocabulary of 259 is too small: bytes and special tokens take 260"),
        ({"vocab_size": 10**20}, f"a vocabulary of {10**20} is too large: 1000000 is the most"),
        ({"test_share": 1.0}, "a test share of 1.0 is not in 0 <= share < 1"),
        ({"test_share": float("nan")}, "a test share of nan is not in 0 <= share < 1"),
        ({"near_ratio": 0.4}, "a near ratio of 0.4 is not in 0.5 <= ratio <= 1"),
        (
            {"language": "english"},
            "language 'english' is not a code of two letters such as en, de or ja, nor any",
        ),
        (
            {"vocab_size": 9, "tokenizer": "wordpiece"},
            "a vocabulary of 9 is too small: wordpiece needs 56 or more",
        ),
    ],
)
def test_settings_out_of_range_are_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorpusError) as caught:
        CorpusSettings(**values)
    assert str(caught.value) == sentence


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
