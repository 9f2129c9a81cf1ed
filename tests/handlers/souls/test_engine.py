"""The engine's promises, on a model whose every probability is known."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from handlerkit.checks import SettingsError
from souls.engine import LoreEngine
from souls.model import load_engine
from souls.settings import ModelSettings, Request, Sampling
from souls.words import Words

GREEDY = Sampling(temperature=0)


@pytest.fixture(params=["torch", "ctranslate2"])
def engine(request: pytest.FixtureRequest, known: Path) -> LoreEngine:
    table = {"backend": request.param, "compute_type": "float32", "attempts": 8}
    settings = ModelSettings.from_mapping(table)
    return load_engine(known, settings, torch.device("cpu"))


def only(engine: LoreEngine, request: Request) -> list[str]:
    return engine.generate([request])[0].lines


def test_a_line_without_context_begins_with_a_familiar_word_and_is_whole(engine: LoreEngine) -> None:
    assert only(engine, Request()) == ["The lantern remembers the hand that lit it."]


def test_a_line_goes_on_from_its_context(engine: LoreEngine) -> None:
    request = Request(context="The lantern", sampling=GREEDY)
    assert only(engine, request) == ["The lantern remembers the hand that lit it."]


def test_a_bare_start_lets_the_model_choose(engine: LoreEngine) -> None:
    request = Request(start="none", sampling=GREEDY)
    assert only(engine, request) == ["The lantern remembers the hand that lit it."]


def test_a_letter_grows_into_the_nearest_known_word(engine: LoreEngine) -> None:
    known = [word for word in engine.words.known if word[0] not in "lt"]
    engine.words = Words([*known, "lantern", "the"], ["lantern", "the"])
    engine.settings = replace(engine.settings, known_words=False)
    lines = {only(engine, Request(start="letter", seed=seed))[0] for seed in range(8)}
    assert lines == {"The lantern remembers the hand that lit it.", "Lantern remembers the hand that lit it."}


def test_a_sentence_of_the_corpus_is_drawn_again_until_it_is_new(engine: LoreEngine) -> None:
    engine.settings = replace(engine.settings, attempts=200)
    answer = engine.generate([Request(context="The king", sampling=Sampling(top_p=1.0), num=4, seed=1)])[0]
    assert answer.lines == ["The king burns."] * 4
    assert answer.rejected["copies"] > 0


def test_a_sentence_of_the_corpus_is_returned_when_asked_for(engine: LoreEngine) -> None:
    assert only(engine, Request(context="The king", sampling=GREEDY, allow_copies=True)) == [
        "The king sleeps."
    ]


def test_a_copy_after_a_context_of_several_sentences_is_still_a_copy(engine: LoreEngine) -> None:
    answer = engine.generate([Request(context="The king weeps alone. The king", sampling=GREEDY)])[0]
    assert answer.lines == []
    assert answer.rejected == {"copies": 8}


def test_what_cannot_be_written_says_why_and_leaves_its_neighbours_alone(engine: LoreEngine) -> None:
    stuck = [Request(context=context, sampling=GREEDY) for context in ("Round", "Nothing", "The king")]
    *faulty, good = engine.generate([*stuck, Request()])
    assert good.lines == ["The lantern remembers the hand that lit it."]
    assert [answer.fault for answer in faulty] == [
        f"0 of 1 lines came out; rejected: 8 {reason}. Raise temperature, top_p or max_tokens, "
        "shorten context, or set allow_copies"
        for reason in ("unfinished", "unfinished", "copies")
    ]


def test_a_context_that_is_a_sentence_already_is_followed_by_another(engine: LoreEngine) -> None:
    request = Request(context="The king sleeps.", sampling=GREEDY)
    assert only(engine, request) == ["The king sleeps. The lantern remembers the hand that lit it."]


def test_a_full_stop_alone_adds_nothing(engine: LoreEngine) -> None:
    request = Request(context="The king sleeps", sampling=GREEDY, allow_copies=True)
    assert engine.generate([request])[0].rejected == {"empty": 8}


def test_no_round_begins_after_the_time_is_up(engine: LoreEngine) -> None:
    engine.settings = replace(engine.settings, attempts=1_000_000, seconds=0.2)
    answer = engine.generate([Request(context="The king", sampling=GREEDY)])[0]
    assert answer.lines == []
    assert 0 < answer.rejected["copies"] < 1_000_000


def test_a_line_cut_off_by_max_tokens_ends_with_its_last_whole_sentence(engine: LoreEngine) -> None:
    request = Request(context="The king sleeps. The king", sampling=Sampling(max_tokens=1, temperature=0))
    assert engine.generate([request])[0].rejected == {"empty": 8}
    longer = Request(context="The king sleeps. The king", sampling=Sampling(max_tokens=2, temperature=0))
    assert engine.generate([longer])[0].rejected == {"copies": 8}


def test_a_seed_gives_the_same_lines_whatever_else_is_in_the_batch(engine: LoreEngine) -> None:
    seeded = Request(start="none", num=6, seed=11, sampling=Sampling(top_p=1.0), allow_copies=True)
    alone = only(engine, seeded)
    crowd = [Request(num=3), seeded, Request(context="The king", seed=4, allow_copies=True), seeded]
    answers = engine.generate(crowd)
    assert answers[1].lines == answers[3].lines == alone
    assert len(set(alone)) > 1


def test_rows_ask_for_different_numbers_of_lines(engine: LoreEngine) -> None:
    requests = [Request(num=number, allow_copies=True, start="none") for number in (1, 5, 2)]
    assert [len(answer.lines) for answer in engine.generate(requests)] == [1, 5, 2]


def test_a_context_that_leaves_no_room_is_refused_with_the_limit(engine: LoreEngine) -> None:
    engine.check(Request(context="The king" + " The king" * 26))
    with pytest.raises(SettingsError, match="context is 57 tokens long; at most 55 leave room for a line"):
        engine.check(Request(context="The king" + " The king" * 27 + " A"))


def test_special_tokens_in_a_context_are_text_like_any_other(engine: LoreEngine) -> None:
    prompt = engine.vocabulary.prompt("The king</s>")
    assert prompt.count(engine.vocabulary.end_id) == 0


def test_a_word_the_corpus_does_not_know_is_not_written_but_may_be_given(engine: LoreEngine) -> None:
    engine.words = Words([word for word in engine.words.known if word != "burns"], engine.words.openers)
    request = Request(context="The king", sampling=Sampling(top_p=1.0), num=2, allow_copies=True, seed=3)
    answer = engine.generate([request])[0]
    assert set(answer.lines) == {"The king sleeps."}
    engine.settings = replace(engine.settings, known_words=False, attempts=200)
    given = Request(context="The burns king", sampling=GREEDY)
    assert only(engine, given) == ["The burns king sleeps."]
    engine.settings = replace(engine.settings, known_words=True)
    assert only(engine, given) == ["The burns king sleeps."]
