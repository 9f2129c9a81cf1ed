"""The language model: rows decoded together as alone, and sentences checked against the lines they name."""

from pathlib import Path

import pytest
import torch

from agent.answers import Claim
from agent.causal import Causal
from agent.citations import cited_numbers, read_claims
from agent.language_model import LanguageModel, Prompt, parts
from agent.lore import Lore
from agent.settings import ChatRequest, Line, Message, RecapRequest, Sampling, SceneRequest
from agent.vectors import TfIdf

LINES = [
    Line(5.0, "The gate of Carrow is shut.", "GM"),
    Line(9.0, "I open the gate with a silver key.", "Kim"),
]


@pytest.fixture(scope="module")
def model(language_model: Path) -> LanguageModel:
    return LanguageModel(language_model, torch.device("cpu"), rows=3)


def prompt(text: str, **sampling: float) -> Prompt:
    return Prompt([{"role": "user", "content": text}], Sampling(max_tokens=12, **sampling))  # type: ignore[arg-type]


def test_prompts_of_unlike_length_decode_together_as_they_do_alone(model: LanguageModel) -> None:
    prompts = [prompt("The bell"), prompt("gulls " * 40), prompt("lantern"), prompt("A whistle that calls")]
    together = model.reply(prompts)
    assert together == [model.reply([each])[0] for each in prompts]
    assert len(set(together)) > 1
    assert all(together)


def test_a_seed_gives_the_same_reply_whatever_is_beside_it(model: LanguageModel) -> None:
    drawn = prompt("The bell", temperature=1.0, seed=4)
    other = prompt("gulls", temperature=1.0)
    assert model.reply([other, drawn, other])[1] == model.reply([drawn])[0]


def test_a_prompt_that_leaves_no_room_loses_its_beginning(model: LanguageModel) -> None:
    assert len(model._fitted(prompt("gulls " * 900))) == 500
    assert model.reply([prompt("gulls " * 900)])[0]


def test_runs_hold_what_fits() -> None:
    assert parts("abcde", [2, 2, 2, 9, 1], 4) == [["a", "b"], ["c"], ["d"], ["e"]]


def test_a_long_session_is_told_in_parts_and_every_row_is_answered(model: LanguageModel) -> None:
    engine = Causal(model, TfIdf(), Lore([], TfIdf()))
    long = tuple(Line(float(number), "The bell rings and the gulls call. " * 3) for number in range(60))
    request = RecapRequest(long, 4, Sampling(max_tokens=16))
    assert len(engine._parts(request)) > 1
    assert len(engine.recap([request, RecapRequest(()), request])) == 3
    scenes = engine.scene([SceneRequest(long), SceneRequest((), "Before.")])
    assert scenes[0].text
    assert max(scenes[0].at) == 59.0
    assert scenes[1].record() == {"scene": "Before.", "at": []}
    assert engine.chat([ChatRequest((Message("user", "Who?"),))])[0].sources == ()


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
