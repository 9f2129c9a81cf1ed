"""Talk as it was heard: joined, cut and cleared of what nobody meant to say, and otherwise unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sentences import is_narrator, is_table_talk
from agent.settings import Line
from agent.spoken import heard, tidy


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Okay so um it's dark now and, uh, you are at the rock", "It's dark now and, you are at the rock."),
        ("So did did Odrun know about this", "Did Odrun know about this."),
        ("the sea is, well, the sea is not there", "The sea is not there."),
        ("And then she says thank you.", "She says thank you."),
        ("i told you i'd come", "I told you I'd come."),
        ("Nope nope, very very old.", "Nope nope, very very old."),
        ("So many ships are in the mud.", "So many ships are in the mud."),
        ("Right behind you stands a guard.", "Right behind you stands a guard."),
        ("Okay.", "Okay."),
        ("Um.", "Um."),
        ("The drowned gate is barred.", "The drowned gate is barred."),
    ],
)
def test_only_what_nobody_means_to_say_is_left_out(said: str, quoted: str) -> None:
    assert tidy(said) == quoted


@given(st.text(max_size=80))
def test_whatever_was_heard_is_taken(text: str) -> None:
    assert all(sentence.text for sentence in heard([Line(0.0, text, "GM")]))


def test_a_sentence_that_the_recogniser_cut_in_two_is_one_again() -> None:
    lines = [
        Line(0.0, "The keeper turns around and", "GM"),
        Line(4.0, "he has no face. It is smooth", "GM"),
        Line(6.0, "What?", "Kim"),
        Line(8.0, "like a shell.", "GM"),
        Line(60.0, "and far below, the sea.", "GM"),
    ]
    assert [(each.text, each.at, each.speaker) for each in heard(lines)] == [
        ("The keeper turns around and he has no face.", 0.0, "GM"),
        ("It is smooth.", 0.0, "GM"),
        ("What?", 6.0, "Kim"),
        ("Like a shell.", 8.0, "GM"),
        ("And far below, the sea.", 60.0, "GM"),
    ]


def test_lines_of_nobody_known_are_not_joined() -> None:
    assert len(heard([Line(0.0, "the gate is shut"), Line(2.0, "i open it")])) == 2


def test_a_run_on_is_cut_where_clauses_begin() -> None:
    said = "the door screams and there's a stair and it's wet and the walls are white with salt " * 4
    pieces = [each.text for each in heard([Line(0.0, said.strip(), "GM")])]
    assert len(pieces) > 1
    assert all(len(piece.split()) <= 50 for piece in pieces)
    assert pieces[0].startswith("The door screams and there's a stair")
    endless = " ".join(f"word{number}" for number in range(120))
    assert [len(each.text.split()) for each in heard([Line(0.0, endless)])] == [50, 50, 20]


@pytest.mark.parametrize(
    ("said", "table"),
    [
        ("Roll perception.", True),
        ("I rolled a twelve.", True),
        ("Everybody roll for initiative!", True),
        ("Take four points of damage.", True),
        ("Brannoch rolls up his sleeves.", False),
        ("The stone rolls down the hill.", False),
        ("She was here last week.", False),
    ],
)
def test_dice_roll_and_sleeves_do_too(said: str, table: bool) -> None:
    assert is_table_talk(said) is table


def test_the_one_who_tells_the_world_is_known_by_the_label() -> None:
    assert all(is_narrator(label) for label in ("GM", "dm", "Game master", "Sam (Dungeon Master)"))
    assert not any(is_narrator(label) for label in (None, "Kim", "Egmont"))
