"""Near-duplicates: the measure, which text stays, and how many pairs the sketches overlook."""

import random
from itertools import combinations

import Levenshtein
import pytest

from soulscorpus.near import Sketches, near_duplicates

WORDS = [f"w{number:03}" for number in range(400)]


def repeats(texts: list[str], min_ratio: float = 0.9) -> dict[int, int]:
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    return near_duplicates(sketches, texts.__getitem__, min_ratio)


def test_a_text_that_differs_in_a_word_or_two_repeats_the_first() -> None:
    texts = [
        "Gloves worn by the keepers of the seventh lamp, cracked by salt.",
        "A bell without a tongue.",
        "Boots worn by the keepers of the seventh lamp, cracked by salt.",
        "Gloves worn by the keepers of the seventh lamp and cracked by salt.",
    ]
    assert repeats(texts) == {2: 0, 3: 0}
    assert repeats(texts, 0.95) == {3: 0}


@pytest.mark.parametrize("texts", [[], ["One."], ["", ""], ["Stand fast!", "Stand firm!"]])
def test_few_and_short_texts_are_compared_too(texts: list[str]) -> None:
    assert repeats(texts, 0.9) == {}


def test_short_texts_that_share_all_but_a_mark_are_near() -> None:
    assert repeats(["Hold the line and stand fast!", "Hold the line and stand fast."]) == {1: 0}


def test_a_long_run_of_repeats_all_lead_to_the_first() -> None:
    base = "The tide took the dead of Carrow and gave back fish, and nobody asked its price until the Ebb"
    texts = [f"{base} {mark}." for mark in "abcdefghijklmnopqrst"]
    assert repeats(texts) == dict.fromkeys(range(1, 20), 0)


def test_small_changes_do_not_add_up() -> None:
    """Each text is near the one before it; the last has nothing of the first."""
    first, last = [f"a{number}" for number in range(30)], [f"b{number}" for number in range(30)]
    texts = [" ".join([*last[:step], *first[step:]]) for step in range(31)]
    found = repeats(texts)
    assert found[1] == 0
    assert 30 not in found or found[30] > 0
    assert all(Levenshtein.ratio(texts[one], texts[other]) >= 0.9 for one, other in found.items())
    assert 5 < len(found) < 29


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Restores HP greatly.", "Restores HP greatly!"),
        ("Boosts fire attack slightly.", "Boosts fire attacks slightly."),
        ("王は火を恐れ、潮を売り、二度と戻らなかった。", "王は火を恐れ、潮を売り、二度とは戻らなかった。"),
    ],
)
def test_texts_of_few_words_and_scripts_without_spaces_are_compared(one: str, other: str) -> None:
    assert repeats([one, "Something else entirely.", other]) == {2: 0}


def test_nearly_every_near_pair_of_prose_is_found() -> None:
    chance = random.Random(5)
    texts: list[str] = []
    for _ in range(150):
        words = chance.choices(WORDS, k=chance.randint(6, 60))
        texts.append(" ".join(words))
        for changed in range(1, 4):
            copy = list(words)
            for _ in range(changed):
                copy[chance.randrange(len(copy))] = chance.choice(WORDS)
            texts.append(" ".join(copy))
    found = repeats(texts)
    near = {
        later
        for earlier, later in combinations(range(len(texts)), 2)
        if Levenshtein.ratio(texts[earlier], texts[later]) >= 0.9
    }
    assert all(Levenshtein.ratio(texts[one], texts[other]) >= 0.9 for one, other in found.items())
    assert len(near) > 250
    assert len(set(found) & near) / len(near) > 0.97
