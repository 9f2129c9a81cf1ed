"""The language of a table: its folder says, or its prose."""

import pytest

from soulscorpus.languages import detect, language_of_folder, sample_of

ENGLISH = "The sea of Carrow took the dead on each tide, and gave back fish, and nobody asked its price. " * 3
GERMAN = "Das Meer von Carrow nahm die Toten mit jeder Flut und gab Fische zurück, und niemand fragte. " * 3


@pytest.mark.parametrize(
    ("folder", "language"),
    [
        ("engus", "en"),
        ("engUS", "en"),
        ("ENGLISH", "en"),
        ("na_english", "en"),
        ("jpnjp", "ja"),
        ("japanese", "ja"),
        ("frafr", "fr"),
        ("deude", "de"),
        ("spaar", "es"),
        ("neutralspanish", "es"),
        ("porbr", "pt"),
        ("zhotw", "zh"),
        ("TCHINESE", "zh"),
        ("koreakr", None),
        ("item", None),
        ("spade", None),
        ("polar", None),
        ("japes", None),
        ("mesh", None),
        ("menu", None),
    ],
)
def test_a_games_language_folder_is_known(folder: str, language: str | None) -> None:
    assert language_of_folder(folder) == language


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), ("Short.", "und"), ("Ulmenholm. " * 3, "und")]
)
def test_prose_tells_its_language_and_too_little_tells_none(text: str, language: str) -> None:
    assert detect(text) == language


def test_names_and_labels_do_not_speak_for_a_table() -> None:
    assert sample_of(["Schwert", "A sword. ", "火は消える。", "Ring+1"]) == "A sword.  火は消える。"
