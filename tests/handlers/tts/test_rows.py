"""Rows of a batch: alone and together, at fault, cancelled and in order."""

from collections.abc import Callable, Iterator, Sequence
from weakref import ReferenceType, ref

import numpy as np
import pytest
import torch

from handlers.tts.speaking import KINDS, TEXTS, lines, speech, spoken
from tts.engines.engine import Line, Refused
from tts.engines.network import Utterance
from tts.engines.neural import NeuralEngine
from tts.speech import Speech
from tts.text.sentence import sentences_of


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_sounds_in_a_batch_as_it_does_alone_and_the_same_again(
    engines: dict[str, NeuralEngine], kind: str
) -> None:
    engine = engines[kind]
    wanted = lines(engine, *TEXTS)
    together = spoken(engine, wanted)
    assert sorted(together) == [0, 1, 2]
    lengths = set()
    for place, line in enumerate(wanted):
        alone, beside = speech(engine, line), together[place]
        assert isinstance(beside, Speech)
        for ours, own in ((beside.words, alone.words), (beside.phonemes, alone.phonemes)):
            assert [one.text for one in ours] == [one.text for one in own]
            assert [one.end_s for one in ours] == pytest.approx([one.end_s for one in own], abs=1e-4)
        np.testing.assert_allclose(beside.samples, alone.samples, atol=1e-4)
        assert alone.samples.std() > 1e-3
        lengths.add(len(alone.samples))
    assert len(lengths) == (1 if kind == "bark" else 3)


@pytest.mark.parametrize("kind", ["vits", "speecht5", "fastspeech2"])
def test_a_row_in_a_padded_group_as_a_gpu_takes_it_sounds_as_it_does_alone(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    engine = engines[kind]
    wanted = lines(engine, *TEXTS)
    alone = [speech(engine, line) for line in wanted]
    monkeypatch.setattr(f"tts.engines.{kind}.alike", lambda lengths, device: [list(range(len(lengths)))])
    for place, made in spoken(engine, wanted).items():
        assert isinstance(made, Speech)
        np.testing.assert_allclose(made.samples, alone[place].samples, atol=1e-4)


def test_a_bad_row_does_not_fail_its_neighbours(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engines["vits"]
    good, foreign = (sentences_of(text)[0] for text in ("Go now.", "Иди."))
    cursed, wanted = sentences_of("Cursed.")[0], "vits-0"
    sound = engine.network.sound

    def failing(utterances: Sequence[Utterance], stop: Callable[[], None]) -> object:
        if any(one.spelled.ids == engine.network.spell(cursed).ids for one in utterances):
            raise RuntimeError("no")
        return sound(utterances, stop)

    monkeypatch.setattr(engine.network, "sound", failing)
    batch = [good, foreign, cursed, good]
    rows = [Line(row, sentence, wanted) for row, sentence in enumerate(batch)]
    made = spoken(engine, [*rows, Line(4, good, "nobody")])
    assert made[1] == Refused("none of the sentence's characters is one that this model can read")
    assert made[2] == Refused("the model failed at this sentence", ours=True)
    assert made[4] == Refused("voice must be one of vits-0, vits-1, vits-2, not 'nobody'")
    assert isinstance(made[0], Speech)
    assert isinstance(made[3], Speech)
    assert made[0].samples.tolist() == made[3].samples.tolist()


def test_what_a_batch_held_is_let_go_before_its_rows_are_tried_alone(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a fault's traceback holds would stand in the retries' way: they follow for want of memory."""
    engine = engines["vits"]
    sound = engine.network.sound
    held: list[ReferenceType[torch.Tensor]] = []
    alive: list[bool] = []

    def short(utterances: Sequence[Utterance], stop: Callable[[], None]) -> Iterator[object]:
        alive.append(any(one() is not None for one in held))
        states = torch.zeros(9)
        held.append(ref(states))
        if len(utterances) > 1:
            raise torch.OutOfMemoryError("no memory")
        yield from sound(utterances, stop)

    monkeypatch.setattr(engine.network, "sound", short)
    made = spoken(engine, lines(engine, *TEXTS))
    assert alive == [False] * 4
    assert all(isinstance(one, Speech) for one in made.values())


def test_a_sentence_that_memory_does_not_hold_even_alone_is_refused(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engines["vits"]

    def short(utterances: Sequence[Utterance], stop: Callable[[], None]) -> Iterator[object]:
        raise torch.OutOfMemoryError("no memory")

    monkeypatch.setattr(engine.network, "sound", short)
    refused = Refused("the sentence is longer than this machine's memory holds; make it shorter")
    assert spoken(engine, lines(engine, *TEXTS)) == dict.fromkeys(range(3), refused)


def test_a_sentence_that_would_take_minutes_is_refused_alone(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts.engines.vits.LONGEST_S", 0.1)
    made = spoken(engines["vits"], lines(engines["vits"], "Go", "The bell tolls for you " * 9))
    assert isinstance(made[0], Speech)
    assert isinstance(made[1], Refused)
    assert "at most" in made[1].sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_is_cancelled_is_broken_off_inside_a_sentence(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("tts.engines.neural._ASK_EVERY_S", 0.0)
    engine, asked = engines[kind], 0

    def after_five(row: int) -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    assert spoken(engine, lines(engine, *TEXTS[:1]), after_five) == {}
    assert asked == 6
    others = spoken(engine, lines(engine, *TEXTS), lambda row: row == 1)
    assert sorted(others) == [0, 2]


def test_the_first_sentence_of_each_row_is_first_and_a_rows_own_are_in_order(
    engines: dict[str, NeuralEngine],
) -> None:
    engine = engines["vits"]
    long, short = sentences_of(TEXTS[1])[0], sentences_of("Go")[0]
    order = [(0, long), (0, short), (0, short), (1, short), (1, long)]
    made = list(engine.speak([Line(row, sentence, "") for row, sentence in order], lambda row: False))
    places = [place for place, _ in made]
    assert set(places[:2]) == {0, 3}
    assert [place for place in places if place < 3] == [0, 1, 2]
    assert [place for place in places if place >= 3] == [3, 4]
