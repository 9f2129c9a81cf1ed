"""Repeats, exact and near."""

from soulscorpus.report.duplicates import duplicates
from soulscorpus.report.measures import Count
from soulscorpus.report.text import encode

RING = "Shipmasters of Carrow wore this iron ring to bind them to the port."
RINGS = "Shipmasters of Carrow wore these iron rings to bind them to the port."


def test_case_and_punctuation_make_no_new_sentence() -> None:
    found = duplicates(encode(["Halt.", "The bell.", "halt!", "HALT", "the bell"]))
    assert (found.repeats, found.share) == (3, 3 / 5)
    assert found.examples == (Count("Halt.", 3), Count("The bell.", 2))
    assert (found.near, found.near_examples) == (0, ())


def test_a_sentence_that_differs_a_little_is_near() -> None:
    found = duplicates(encode([RING, "The sea left in one night and took the boats.", RINGS]))
    assert (found.repeats, found.near, found.near_share) == (0, 1, 1 / 3)
    assert found.near_examples == ((RING, RINGS),)


def test_the_longest_of_lines_are_compared_by_their_beginnings() -> None:
    found = duplicates(encode([RING * 10_000 + " One.", RING * 10_000 + " Two."]))
    assert found.near == 1
