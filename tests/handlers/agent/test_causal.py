"""The engine with a language model: long sessions in parts, talks that fit, sentences that are checked."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

import agent_checkpoints
from agent.answers import Chat, Claim, Making, Passage, Refusal
from agent.causal import Causal
from agent.citations import cited_numbers, read_claims
from agent.language_model import LanguageModel, parts
from agent.lore import Lore
from agent.settings import ChatRequest, Line, Message, ModelSettings, RecapRequest, Sampling, SceneRequest
from agent.vectors import TfIdf

CPU = torch.device("cpu")
LINES = [
    Line(5.0, "The gate of Carrow is shut.", "GM"),
    Line(9.0, "I open the gate with a silver key.", "Kim"),
]
LONG = tuple(Line(float(number), "The bell rings and the gulls call. " * 3) for number in range(60))
BELL = Passage("Bell: The bell rings when the gulls call.", "Goods 9")
SHORT = Sampling(max_tokens=8)


@pytest.fixture(scope="module")
def engine(endless: Path) -> Causal:
    return Causal(LanguageModel(endless, CPU, ModelSettings()), TfIdf(), Lore([BELL], TfIdf()))


def talk(*said: str) -> tuple[Message, ...]:
    roles = ["user", "assistant"] * len(said)
    return tuple(Message(role, text) for role, text in zip(roles, said, strict=False))


def test_runs_hold_what_fits() -> None:
    assert parts("abcde", [2, 2, 2, 9, 1], 4) == [["a", "b"], ["c"], ["d"], ["e"]]


def test_a_long_session_is_told_in_parts_and_every_row_is_answered(engine: Causal) -> None:
    request = RecapRequest(LONG, 4, SHORT)
    count = len(engine._parts(request))
    assert count > 1
    recaps = engine.recap([request, RecapRequest(()), request])
    assert [recap.making and recap.making.tokens_out for recap in recaps] == [8 * count, None, 8 * count]
    assert [recap.making and recap.making.finish for recap in recaps] == ["length", None, "length"]


def test_a_scene_is_of_the_newest_lines_and_says_how_many_were_left_out(engine: Causal) -> None:
    told, before = engine.scene([SceneRequest(LONG, sampling=SHORT), SceneRequest((), "Before.")])
    assert told.text
    assert max(told.at) == 59.0
    assert told.making is not None
    assert told.making.dropped == 60 - len(told.at) > 0
    assert before.record() == {"scene": "Before.", "at": []}


def test_a_chats_pieces_come_to_its_reply_and_its_neighbours_have_their_own(engine: Causal) -> None:
    requests = [
        ChatRequest(talk("Does the bell ring?"), sampling=Sampling(max_tokens=60)),
        ChatRequest(talk("Who?"), sampling=Sampling(max_tokens=3)),
        ChatRequest(talk("gulls " * 600)),
        ChatRequest(talk("The whistle!"), sampling=Sampling(max_tokens=60, temperature=1.0, seed=1)),
    ]
    heard: list[tuple[int, str | Chat]] = []

    def hear(news: Mapping[int, str | Chat]) -> None:
        heard.extend(news.items())

    chats = engine.chat(requests, hear)
    assert isinstance(chats[2], Refusal)
    assert "tokens too long for the model's context" in chats[2].sentence
    for row in (0, 1, 3):
        *pieces, whole = [new for number, new in heard if number == row]
        assert whole == chats[row]
        assert isinstance(whole, Chat)
        assert "".join(str(piece) for piece in pieces) == whole.reply
    assert chats[0].sources == (BELL,)  # type: ignore[union-attr]
    assert chats[1].making == Making("length", chats[1].making.tokens_in, 3)  # type: ignore[union-attr]
    ends = [row for row, new in heard if isinstance(new, Chat)]
    assert ends[0] == 1, "a row that is done does not wait for the others"
    assert chats == engine.chat(requests)


def test_of_a_talk_too_long_the_oldest_messages_are_dropped_and_the_callers_system_stays(
    engine: Causal,
) -> None:
    said = talk(*["gulls " * 60] * 8, "Does the bell ring?")
    system = Message("system", "Speak of the whistle.")
    asked = engine._asked(ChatRequest((system, *said), sampling=SHORT))
    assert not isinstance(asked, Refusal)
    assert 0 < asked.dropped < 8
    assert asked.dropped % 2 == 0, "what is left begins with the user's"
    assert engine.model.length(asked.messages) <= engine.model.room(8)
    assert asked.messages[0]["content"].startswith("Speak of the whistle.")
    assert asked.messages[-1]["content"] == "Does the bell ring?"
    assert engine.chat([ChatRequest(said, sampling=SHORT)])[0].making.dropped > 0  # type: ignore[union-attr]


def test_passages_give_way_to_the_question(engine: Causal) -> None:
    lore = Lore([BELL, Passage("Bell: " + "The bell rings and rings. " * 12, "Goods 10")], TfIdf())
    narrow = Causal(engine.model, TfIdf(), lore)
    asked = narrow._asked(ChatRequest(talk("Does the bell ring? " + "gulls " * 250), sampling=SHORT))
    assert not isinstance(asked, Refusal)
    assert len(asked.passages) < 2


def test_a_template_that_knows_no_system_or_wants_turns_gets_its_way(tmp_path: Path) -> None:
    agent_checkpoints.write_language_model(tmp_path, agent_checkpoints.STRICT_TEMPLATE, endless=True)
    strict = Causal(LanguageModel(tmp_path, CPU, ModelSettings()), TfIdf(), Lore([], TfIdf()))
    good = (Message("user", "Who?"), Message("user", "And why?"))
    bad = (Message("assistant", "Hm."), Message("user", "Why?"))
    answers = strict.chat([ChatRequest(good, sampling=SHORT), ChatRequest(bad, sampling=SHORT)])
    assert isinstance(answers[0], Chat)
    assert answers[1] == Refusal(
        "the model's chat template does not take these messages: roles must alternate user/assistant"
    )
    assert strict.scene([SceneRequest(tuple(LINES), sampling=SHORT)])[0].text


def test_claims_carry_the_times_of_the_lines_they_name() -> None:
    written = ("Recap:", "- The gate of Carrow was shut [1].", "2. Kim opened the gate with a key. [1-2]")
    text = "\n".join([*written, "- The moon fell down [2]"])
    assert read_claims(text, LINES, 9) == (
        Claim("The gate of Carrow was shut.", (5.0,), True),
        Claim("Kim opened the gate with a key.", (5.0, 9.0), True),
        Claim("The moon fell down.", (9.0,), False),
    )


def test_a_claim_without_a_line_or_with_one_that_is_not_there_is_to_be_confirmed() -> None:
    claims = read_claims("The gate of Carrow was shut.\nThe gate of Carrow was open [7]", LINES, 9)
    assert [(claim.at, claim.sure) for claim in claims] == [((), False), ((), False)]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("[3, 4]", [3, 4]),
        ("[lines 2–4]", [2, 3, 4]),
        ("[9-1]", []),
        ("[1-9999]", []),
        ("[a] (3)", []),
        ("[2][2]", [2]),
    ],
)
def test_numbers_are_read_as_they_are_written(written: str, numbers: list[int]) -> None:
    assert cited_numbers(written) == numbers
