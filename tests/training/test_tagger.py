"""The tagger's own training: the treebank read, a pipeline that learned it, the shipped one's true score."""

import json
import lzma
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import spacy

import soulstagger
from tagger.package import PackageError
from tagger.score import Score, score
from tagger.train import CONFIG, make_tagger
from tagger.treebank import TreebankError, read_sentences
from tagger.vocabulary import common_words

# "I don't know." as one text word and two grammar words, a word left unsaid, and a sentence without spaces.
TREEBANK = """\
# text = I don't know Ash.
1\tI\tI\tPRON\tPRP\t_\t0\troot\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\tRB\t_\t0\troot\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\t_
4.1\tknow\tknow\tVERB\tVB\t_\t_\t_\t_\t_
5\tAsh\tAsh\tPROPN\tNNP\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t0\troot\t_\t_

# text = (old oars)
1\t(\t(\tPUNCT\t-LRB-\t_\t0\troot\t_\tSpaceAfter=No
2\told\told\tADJ\tJJ\t_\t0\troot\t_\t_
3-4\toars\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\toar\toar\tNOUN\tNN\t_\t0\troot\t_\t_
4\ts\ts\tPART\tPOS\t_\t0\troot\t_\t_
5\t)\t)\tPUNCT\t-RRB-\t_\t0\troot\t_\t_
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    folder = tmp_path / "treebank"
    folder.mkdir()
    for part in ("train", "dev", "test"):
        (folder / f"xx-ud-{part}.conllu.xz").write_bytes(lzma.compress(TREEBANK.encode()))
    return folder


@pytest.fixture(scope="session")
def test_part() -> Path:
    """The real treebank's test part."""
    data = Path(os.environ.get("SOULSGEN_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
    path = data / "treebank" / "en_ewt-ud-test.conllu.xz"
    if not path.exists():
        pytest.skip(f"no treebank at {path}; set SOULSGEN_TEST_DATA to the folder of test data")
    return path


def test_a_treebank_is_read_with_its_texts_and_parts_of_speech(treebank: Path) -> None:
    docs = list(read_sentences(treebank / "xx-ud-train.conllu.xz", spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == ["I don't know Ash. ", "(old oars) "]
    assert [[(token.text, token.pos_) for token in doc] for doc in docs] == [
        [
            ("I", "PRON"),
            ("do", "AUX"),
            ("n't", "PART"),
            ("know", "VERB"),
            ("Ash", "PROPN"),
            (".", "PUNCT"),
        ],
        [("(", "PUNCT"), ("old", "ADJ"), ("oar", "NOUN"), ("s", "PART"), (")", "PUNCT")],
    ]


def test_common_words_are_those_written_small(treebank: Path) -> None:
    assert common_words(treebank / "xx-ud-train.conllu.xz") == ["do", "know", "oar", "old", "s"]


def test_a_row_that_is_no_row_is_named(treebank: Path) -> None:
    path = treebank / "xx-ud-dev.conllu.xz"
    path.write_bytes(lzma.compress(b"# text = Ash\n1\tAsh\tAsh\tPROPN\n\n"))
    with pytest.raises(TreebankError) as error:
        list(read_sentences(path, spacy.blank("en").vocab))
    assert str(error.value) == f"{path}:2: a CoNLL-U row has 10 columns, this one 4"


def test_a_missing_part_is_named_before_the_training(treebank: Path, tmp_path: Path) -> None:
    (treebank / "xx-ud-test.conllu.xz").unlink()
    with pytest.raises(TreebankError) as error:
        make_tagger(treebank, CONFIG, tmp_path / "out")
    assert str(error.value) == f"{treebank} holds 0 files *-ud-test.conllu.xz, not one"


def test_a_folder_of_other_things_is_left_alone(treebank: Path, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as error:
        make_tagger(treebank, CONFIG, treebank)
    assert str(error.value) == f"{treebank} is not empty and holds no pipeline; name another folder"
    assert len(list(treebank.iterdir())) == 3


def test_training_makes_a_pipeline_that_knows_its_treebank(treebank: Path, tmp_path: Path) -> None:
    config = tmp_path / "short.cfg"
    text = CONFIG.read_text("utf-8").replace("max_epochs = 8", "max_epochs = 40")
    config.write_text(text.replace("eval_frequency = 400", "eval_frequency = 10"), "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "meta.json").touch()
    (out / "earlier").touch()

    measured = make_tagger(treebank, config, out)

    # The tokenizer leaves "oars" whole: 9 of 11 words are found, nothing false, an F-score of 0.9.
    assert measured == Score(pos_acc=0.9, words=11)
    language = spacy.load(out)
    assert [token.pos_ for token in language("I know Ash.")] == ["PRON", "VERB", "PROPN", "PUNCT"]
    assert language.meta["performance"] == {"pos_acc": 0.9, "test_words": 11}
    assert {path.name for path in out.iterdir()} == {
        "config.cfg",
        "meta.json",
        "morphologizer",
        "tokenizer",
        "words.txt",
    }
    assert str(tmp_path) not in (out / "config.cfg").read_text("utf-8")


def test_the_shipped_tagger_scores_what_it_says(test_part: Path) -> None:
    language: Any = soulstagger.load()
    said = json.loads((files(soulstagger) / "pipeline" / "meta.json").read_text("utf-8"))["performance"]
    assert score(language, test_part) == Score(said["pos_acc"], said["test_words"])
    assert said["pos_acc"] >= 0.93


def test_the_shipped_tagger_names_its_source_and_licence() -> None:
    notice = (files(soulstagger) / "LICENSE").read_text("utf-8")
    for words in (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/legalcode",
        "https://github.com/UniversalDependencies/UD_English-EWT",
        "Natalia Silveira",
        "Apache License, Version 2.0",
    ):
        assert words in notice
    assert soulstagger.load().meta["license"] == "CC BY-SA 4.0"


def test_the_shipped_words_are_small_and_in_order() -> None:
    words = (files(soulstagger) / "pipeline" / "words.txt").read_text("utf-8").split("\n")
    assert words[-1] == ""
    assert words[:-1] == sorted({word.lower() for word in words[:-1]})
    assert {"boots", "children", "walked"} - soulstagger.common_words() == set()
