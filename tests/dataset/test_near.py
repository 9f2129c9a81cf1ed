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
    letters = "abcdefghij" * 4
    texts = ["x" * step + letters[step:] for step in range(0, 40, 4)]
    found = repeats([f"one two three {text}" for text in texts], 0.85)
    assert all(Levenshtein.ratio(texts[one], texts[other]) > 0.7 for one, other in found.items())
    assert len(found) < 9


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
