from pathlib import Path

import pytest
from click.testing import CliRunner

from soulsgen.commands.train_asr import asr
from soulsgen.errors import SoulsgenError
from tiny_corpus import make_corpus


def test_a_missing_corpus_ends_in_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    arguments = ["--corpus", str(tmp_path), "-o", str(tmp_path / "out"), "--work-dir", str(tmp_path / "work")]
    result = CliRunner().invoke(asr, arguments)
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception).startswith(f"{tmp_path / 'corpus.train.txt'} is missing; make a corpus with")
    assert result.stdout == ""


def test_an_impossible_recipe_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(asr, ["--preset", "tiny-test", "--windows", "1"])
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception) == "2 rows a step are more than the 1 windows there are"


def test_a_folder_without_a_recogniser_cannot_be_scored(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    result = CliRunner().invoke(asr, ["--score", "--corpus", str(corpus), "-o", str(tmp_path / "none")])
    assert isinstance(result.exception, SoulsgenError)
    assert "none holds no Whisper checkpoint" in str(result.exception)


@pytest.mark.parametrize("option", [["--steps", "0"], ["--minutes", "0"], ["--preset", "huge"]])
def test_options_that_cannot_be_are_refused_with_their_name(option: list[str]) -> None:
    result = CliRunner().invoke(asr, option)
    assert result.exit_code == 2
    assert option[0] in result.stderr
