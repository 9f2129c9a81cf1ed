"""Phonemes for the mouth from checkpoints that tell none: espeak-ng's, over the words' own spans."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import voice_checkpoints
from handlers.tts.speaking import CPU, TEXTS, lines, speech
from tts.engines.engine import Line
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe
from tts.engines.neural import NeuralEngine
from tts.engines.spans import estimated_phonemes
from tts.model import load_engine
from tts.mouth.shapes import mouth_of, visemes_of
from tts.settings import ModelSettings
from tts.speech import Speech, Timed
from tts.text.sentence import sentences_of
from waiting import LIMIT_S


@dataclass(frozen=True)
class Told:
    """A checkpoint's engine, and what it makes of a sentence without espeak-ng."""

    engine: NeuralEngine
    plain: Speech


@pytest.fixture(params=["vits", "speecht5", "bark"])
def told(request: pytest.FixtureRequest, engines: dict[str, NeuralEngine]) -> Iterator[Told]:
    pytest.importorskip("espeakng_loader")
    plain = engines[request.param]
    made = NeuralEngine(plain.network, plain.batch, teller=Espeak(EspeakPipe(patience_s=LIMIT_S)))
    yield Told(made, speech(plain, lines(plain, TEXTS[0])[0]))
    made.close()


def test_words_without_phonemes_have_those_that_espeak_says_and_the_mouth_moves(told: Told) -> None:
    made = speech(told.engine, lines(told.engine, TEXTS[0])[0])
    assert made.words == told.plain.words
    assert (told.plain.phonemes, visemes_of(told.plain.phonemes)) == ((), [])
    by_word = [
        "".join(one.text for one in made.phonemes if word.start_s <= one.start_s < word.end_s)
        for word in made.words
    ]
    assert by_word == ["ðə", "bˈɛl", "tˈoʊlz", "fɔːɹ", "juː"]
    assert made.estimated
    shapes = {one.text for one in mouth_of(visemes_of(made.phonemes, made.duration_s))}
    assert {"closed", "eee", "ooo", "uuu"} <= shapes


def test_a_words_phonemes_share_its_span_as_espeak_shares_its_own() -> None:
    words = [Timed(1.0, 2.0, "bell", 0), Timed(2.0, 2.5, "—", 5), Timed(3.0, 3.0, "♪", 7)]
    bell = (Timed(0.5, 0.58, "b"), Timed(0.58, 0.58, "ɛ"), Timed(0.58, 0.68, "l"))
    made = estimated_phonemes(words, [bell, (), bell[:1]])
    assert [one.text for one in made] == ["b", "ɛ", "l"]
    assert [edge for one in made for edge in (one.start_s, one.end_s)] == pytest.approx(
        [1.0, 1.4, 1.4, 1.5, 1.5, 2.0]
    )


def test_another_language_is_pronounced_as_its_own(tmp_path: Path) -> None:
    pytest.importorskip("espeakng_loader")
    voice_checkpoints.write_vits(tmp_path / "weights", language="deu")
    engine = load_engine(tmp_path / "weights", ModelSettings(), CPU)
    try:
        (sentence,) = sentences_of("Ich")
        made = speech(engine, Line(0, sentence, ""))
        assert [one.text for one in made.phonemes] == ["ˈɪ", "ç"]
    finally:
        engine.close()


def test_what_espeak_cannot_say_has_no_phonemes_and_is_spoken_all_the_same(told: Told) -> None:
    assert isinstance(told.engine.teller, Espeak)
    gone = Espeak(EspeakPipe(["/no/such/python"]))
    gone.__dict__["catalogue"] = told.engine.teller.catalogue
    silent = NeuralEngine(told.engine.network, told.engine.batch, teller=gone)
    made = speech(silent, lines(silent, TEXTS[0])[0])
    assert (made.phonemes, made.words, made.estimated) == ((), told.plain.words, told.plain.estimated)


def test_the_teller_goes_with_its_engine(folders: dict[str, Path]) -> None:
    pytest.importorskip("espeakng_loader")
    engine = load_engine(folders["speecht5"], ModelSettings(), CPU)
    assert isinstance(engine, NeuralEngine)
    assert isinstance(engine.teller, Espeak)
    process = engine.teller.pipe.process
    assert process
    engine.close()
    assert process.poll() is not None
