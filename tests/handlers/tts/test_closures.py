"""espeak-ng's times against the sound: where a sentence's mouth is told to be closed, its sound is quiet.

/p/ is silent, /b/ hums behind closed lips, /m/ hums through the nose: each is quieter than the vowels that it
touches. Times that are off by 60 ms put vowels where closed lips are told.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tts.engines.engine import Line
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe
from tts.speech import Speech, Timed
from tts.text.sentence import sentences_of
from waiting import LIMIT_S

# Full of lips, and each of their sounds beside a vowel.
LIPS = (
    "A puppy may bump a map, a bumper may pop up, Bob may mop a pub, my Mabel may bob by a pump. "
    "Maybe a bee, maybe a bomb."
)
# How much quieter each is at least, in decibels; measured 18, 7 and 1 where it is the least.
QUIETER_DB = {"p": 12.0, "b": 5.0, "m": 0.0}
VOWELS = set("aɑæɐʌeɛəɜiɪoɔuʊɚɒ")
WINDOW_S = 0.01
FLOOR_DB = -60.0
SHIFT_S = 0.06


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    made = Espeak(EspeakPipe(patience_s=LIMIT_S))
    yield made
    made.close()


def said(engine: Espeak, voice: str, speed: float) -> list[Speech]:
    lines = [Line(0, sentence, voice, speed) for sentence in sentences_of(LIPS)]
    made = [one for _, one in engine.speak(lines, lambda row: False) if isinstance(one, Speech)]
    assert len(made) == len(lines)
    return made


def bare(sound: Timed) -> str:
    return sound.text.strip("ˈˌː")


def touching(phonemes: tuple[Timed, ...], place: int) -> list[Timed]:
    """Vowels on either side, without a pause between."""
    lips = phonemes[place]
    beside = phonemes[max(0, place - 1) : place] + phonemes[place + 1 : place + 2]
    edges = {lips.start_s, lips.end_s}
    return [one for one in beside if set(bare(one)) <= VOWELS and edges & {one.start_s, one.end_s}]


def loudness_db(speech: Speech) -> NDArray[np.float64]:
    """Around each sample."""
    width = round(WINDOW_S * speech.sample_rate_hz)
    power = np.convolve(np.square(speech.samples, dtype=np.float64), np.ones(width) / width, "same")
    loudness: NDArray[np.float64] = np.maximum(10 * np.log10(power + 1e-12), FLOOR_DB)
    return loudness


def quieter_db(speech: Speech, shift_s: float = 0.0) -> list[tuple[str, float]]:
    """Each p, b and m that touches vowels, and how much quieter it is than they are: of all, the middle half.

    As if all times were told `shift_s` later.
    """
    loudness, rate = loudness_db(speech), speech.sample_rate_hz

    def level(sound: Timed) -> float:
        quarter = (sound.end_s - sound.start_s) / 4
        start, end = sound.start_s + quarter + shift_s, sound.end_s - quarter + shift_s
        heard = loudness[max(0, round(start * rate)) : max(1, round(end * rate))]
        return float(heard.mean()) if len(heard) else FLOOR_DB

    found = []
    for place, sound in enumerate(speech.phonemes):
        vowels = [vowel for vowel in touching(speech.phonemes, place) if vowel.end_s > vowel.start_s]
        if bare(sound) in QUIETER_DB and vowels:
            found.append((bare(sound), float(np.mean([level(one) for one in vowels])) - level(sound)))
    return found


@pytest.mark.parametrize("voice", ["en-us", "en-gb"])
@pytest.mark.parametrize("speed", [0.6, 1.0, 1.6, 2.2])
def test_where_lips_are_told_to_be_closed_it_is_quiet_and_60_ms_earlier_or_later_it_is_not(
    engine: Espeak, voice: str, speed: float
) -> None:
    speeches = said(engine, voice, speed)
    exact = [each for speech in speeches for each in quieter_db(speech)]
    counts = {lips: [one for one, _ in exact].count(lips) for lips in QUIETER_DB}
    assert min(counts.values()) >= 9, counts
    assert [(lips, quieter) for lips, quieter in exact if quieter <= QUIETER_DB[lips]] == []
    for shift_s in (-SHIFT_S, SHIFT_S):
        shifted = [each for speech in speeches for each in quieter_db(speech, shift_s)]
        # And by far.
        assert min(quieter - QUIETER_DB[lips] for lips, quieter in shifted) < -5
