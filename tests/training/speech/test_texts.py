import re
from pathlib import Path
from random import Random

import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.texts import Texts, ascii_only, read_texts
from tiny_corpus import make_corpus


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    return read_texts(make_corpus(tmp_path_factory.mktemp("game") / "corpus"))


def test_what_is_kept_back_is_never_heard(texts: Texts) -> None:
    heard = {texts.heard(Random(number)) for number in range(4000)}
    unheard = {texts.talk(Random(number), unheard=True) for number in range(500)}
    assert len(heard) > 1500
    assert not heard & {*unheard, *texts.unheard_talk, *texts.unheard_lore}


def test_table_talk_lore_and_loose_words_are_all_heard(texts: Texts) -> None:
    heard = [texts.heard(Random(number)) for number in range(300)]
    assert any(text in texts.lore for text in heard)
    assert any(re.search(r"\d+d\d+", text) for text in heard)
    words = set(texts.words)
    assert any(set(text[:-1].split()[1:]) <= words and text not in texts.lore for text in heard)


def test_the_vocabulary_without_any_lore_is_over_two_thousand_words_without_first_word_capitals(
    texts: Texts,
) -> None:
    assert len(texts.words) > 2000
    assert "Brannoc" in texts.words
    assert "brannoc" not in texts.words
    assert "Roll" not in texts.words


def test_letters_beyond_ascii_are_folded() -> None:
    assert ascii_only("“Zoë’s” café – 7½") == '"Zoe\'s" cafe - 712'


def test_a_missing_corpus_is_named_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"corpus\.train\.txt is missing; make a corpus with `soulsgen"):
        read_texts(tmp_path)
