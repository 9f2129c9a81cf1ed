"""Extraction: sentences of the talk in its order, scenes an eye can see, answers with their sources."""

import pytest

from agent.answers import Claim, Passage
from agent.extractive import Extractive
from agent.lore import Lore, passages_of
from agent.quoting import NOTHING_FOUND
from agent.recap import extract
from agent.sentences import is_hedged
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


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Who lit it?", True),
        ("Who lit it?!”", True),
        ("Who? The keeper.", False),
        # Tried mark by mark, each to the end, this would take minutes.
        ("?" * 400_000 + "x", False),
    ],
)
def test_a_question_is_one_by_its_last_mark(text: str, hedged: bool) -> None:
    assert is_hedged(text) is hedged


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


def test_talk_that_was_a_scene_is_none_again(engine: Extractive) -> None:
    """A line that stays in mind is for those who read more than words; here it would be painted twice."""
    lines = (LINES[4], Line(80.0, "Rain falls on the black stones of the tower.", "GM"))
    assert engine.scene([SceneRequest(lines, lines[0].text)])[0].text == lines[1].text
    assert lines[0].text in engine.scene([SceneRequest(lines)])[0].text


def test_short_sentences_of_one_line_are_quoted_together() -> None:
    lines = (
        Line(5.0, "The stair ends at a trapdoor. It is not locked. Okay. Roll perception.", "GM"),
        Line(9.0, "Something heavy breathes above the wooden boards.", "GM"),
    )
    assert [claim.text for claim in extract(RecapRequest(lines, 3), TfIdf()).claims] == [
        "The stair ends at a trapdoor. It is not locked.",
        "Something heavy breathes above the wooden boards.",
    ]


def test_a_scene_shows_what_there_is_and_not_what_somebody_means_to_do(engine: Extractive) -> None:
    lines = (
        Line(0, "An old woman with a lantern stands barefoot in the grey mud.", "GM"),
        Line(5, "I want to look at the lantern and the hooks and the mud on her coat.", "Kim"),
        Line(9, "Before that I read the name on the stair again.", "Kim"),
    )
    assert engine.scene([SceneRequest(lines)])[0].text == lines[0].text
    assert engine.scene([SceneRequest(lines[2:], "A quiet harbour.")])[0].text == "A quiet harbour."


def test_an_answer_quotes_the_lore_and_names_its_place(engine: Extractive) -> None:
    assert ask(engine, "Who lit the lantern?") == (
        "Lantern: The keeper of Carrow lit this lantern.",
        ["Goods 1"],
    )


def test_a_question_the_lore_does_not_know_gets_no_invention(engine: Extractive) -> None:
    assert ask(engine, "How do I repair bicycles?") == (NOTHING_FOUND, [])


def test_a_short_question_is_read_with_the_one_before(engine: Extractive) -> None:
    assert ask(engine, "What is the Gull Call?", "A whistle.", "And who?")[1] == ["Goods 2"]


@pytest.mark.parametrize(
    "question", ["hello", "Thanks!", "Who is Gandalf?", "Who is the president of Carrow?"]
)
def test_words_that_stand_nowhere_in_the_lore_have_no_answer(engine: Extractive, question: str) -> None:
    assert ask(engine, question) == (NOTHING_FOUND, [])


def test_a_question_that_stands_alone_is_read_alone(engine: Extractive) -> None:
    assert ask(engine, "Who lit the lantern?", "The keeper.", "Which whistle calls gulls?")[1] == ["Goods 2"]
    assert ask(engine, "Which whistle calls gulls?", "This one.", "What is it for?")[1] == ["Goods 2"]


def test_what_an_items_card_says_is_no_lore() -> None:
    card = "Weapon type: Straight Sword Attack type: Slash/Thrust The keeper carried this sword."
    found = passages_of([{"kind": "Weapon", "id": 1, "name": "Sword", "description": card}])
    assert found == [Passage("Sword: The keeper carried this sword.", "Sword (Weapon 1, lore)")]
