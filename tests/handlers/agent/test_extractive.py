"""Extraction: sentences of the talk in its order, scenes an eye can see, answers with their sources."""

import pytest

from agent.answers import Claim, Passage
from agent.extractive import NOTHING_FOUND, Extractive
from agent.lore import Lore
from agent.recap import extract
from agent.settings import ChatRequest, Line, Message, RecapRequest, SceneRequest
from agent.vectors import TfIdf

TALK = [
    ("GM", "Can you hear me? Let me check my microphone."),
    ("GM", "The drowned gate of Carrow is barred, and the tide keeper has vanished."),
    ("Kim", "I roll a twelve plus three to pick the lock of the gate."),
    ("GM", "Maybe the tide keeper barred the gate of Carrow himself?"),
    ("GM", "A pale serpent rises from the flooded street and strikes at the thief."),
    ("Lee", "Yeah okay."),
    ("Kim", "I kill the serpent at the gate, and the tide keeper thanks us."),
]
LINES = tuple(Line(10.0 * number, text, speaker) for number, (speaker, text) in enumerate(TALK))
LORE = Lore(
    [
        Passage(
            "Lantern: The keeper of Carrow lit this lantern. It has burned since the tide went out.",
            "Goods 1",
        ),
        Passage("Gull Call: A whistle that calls gulls.", "Goods 2"),
    ],
    TfIdf(),
)


@pytest.fixture
def engine() -> Extractive:
    return Extractive(TfIdf(), LORE)


def ask(engine: Extractive, *talk: str) -> tuple[str, list[str]]:
    roles = ["user", "assistant"] * len(talk)
    messages = tuple(Message(role, text) for role, text in zip(roles, talk, strict=False))
    chat = engine.chat([ChatRequest(messages)])[0]
    return chat.reply, [source.where for source in chat.sources]


def test_a_recap_is_of_the_talks_own_sentences_in_its_order_without_dice_and_chatter() -> None:
    claims = extract(RecapRequest(LINES, 3), TfIdf()).claims
    assert claims == (
        Claim(TALK[1][1], (10.0,), True, "GM"),
        Claim(TALK[4][1], (40.0,), True, "GM"),
        Claim(TALK[6][1], (60.0,), True, "Kim"),
    )


def test_a_guess_is_to_be_confirmed() -> None:
    claims = extract(RecapRequest(LINES[3:4], 3), TfIdf()).claims
    assert [(claim.at, claim.sure) for claim in claims] == [((30.0,), False)]


def test_lines_that_came_out_of_order_are_told_in_order() -> None:
    assert extract(RecapRequest(LINES[::-1], 3), TfIdf()) == extract(RecapRequest(LINES, 3), TfIdf())


def test_a_recap_of_nothing_is_nothing(engine: Extractive) -> None:
    recaps = engine.recap([RecapRequest(()), RecapRequest((Line(0, "Yeah."),)), RecapRequest(LINES, 1)])
    assert [len(recap.claims) for recap in recaps] == [0, 0, 1]


def test_a_long_evening_is_ranked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.recap._WINDOW", 50)
    lines = tuple(
        Line(float(number), f"The party reaches chamber {number} of tower {number % 7} and fights.")
        for number in range(400)
    )
    claims = extract(RecapRequest(lines, 5), TfIdf()).claims
    assert 1 <= len(claims) <= 5
    assert [claim.at for claim in claims] == sorted(claim.at for claim in claims)


def test_a_scene_is_what_can_be_seen_lately(engine: Extractive) -> None:
    scene = engine.scene([SceneRequest(LINES)])[0]
    assert (scene.text, scene.at) == (f"{TALK[1][1]} {TALK[4][1]}", (10.0, 40.0))


def test_where_nothing_can_be_seen_the_scene_before_stays(engine: Extractive) -> None:
    lines = (
        Line(0, "I think we should ask him about it first."),
        Line(1, "I rolled a natural 20 on the gate!"),
    )
    assert engine.scene([SceneRequest(lines, "A quiet harbour.")])[0].record() == {
        "scene": "A quiet harbour.",
        "at": [],
    }


def test_an_answer_quotes_the_lore_and_names_its_place(engine: Extractive) -> None:
    assert ask(engine, "Who lit the lantern?") == (
        "Lantern: The keeper of Carrow lit this lantern.",
        ["Goods 1"],
    )


def test_a_question_the_lore_does_not_know_gets_no_invention(engine: Extractive) -> None:
    assert ask(engine, "How do I repair bicycles?") == (NOTHING_FOUND, [])


def test_a_short_question_is_read_with_the_one_before(engine: Extractive) -> None:
    assert ask(engine, "What is the Gull Call?", "A whistle.", "And who?")[1] == ["Goods 2"]
