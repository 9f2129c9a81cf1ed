from pathlib import Path
from random import Random

import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.grammar import Grammar, read_grammar


def grammar(tmp_path: Path, text: str) -> Grammar:
    path = tmp_path / "grammar.txt"
    path.write_text(text, "utf-8")
    return read_grammar(path)


def test_a_slot_is_filled_from_all_lines_of_its_list(tmp_path: Path) -> None:
    read = grammar(tmp_path, "# beasts\nbeast: owl | bear\nbeast: hound\n\nThe {beast} sleeps.\n")
    assert read.patterns == ("The {beast} sleeps.",)
    assert {read.sentence(Random(n)) for n in range(40)} == {
        "The owl sleeps.",
        "The bear sleeps.",
        "The hound sleeps.",
    }


@pytest.mark.parametrize(
    ("word", "phrase"),
    [
        ("owl", "an owl"),
        ("bear", "a bear"),
        ("8", "an 8"),
        ("18", "an 18"),
        ("11", "an 11"),
        ("1", "a 1"),
        ("unicorn", "a unicorn"),
        ("hour", "an hour"),
    ],
)
def test_the_article_follows_the_sound_of_the_word(word: str, phrase: str) -> None:
    read = Grammar(("I see {a thing}.",), {"thing": (word,)})
    assert read.sentence(Random(0)) == f"I see {phrase}."


def test_a_slot_at_the_beginning_gets_a_capital() -> None:
    assert Grammar(("{few} left.",), {}).sentence(Random(1)) in {
        f"{few} left." for few in ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    }


def test_a_slot_without_a_list_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"grammar\.txt:2: no list is called 'beest'$"):
        grammar(tmp_path, "beast: owl\nThe {beest} sleeps.\n")
