"""What is said: exact times and phonemes, of every voice, and the same bytes each time."""

from itertools import pairwise

import numpy as np
import pytest

from handlers.tts.espeak.saying import BELL, line, said, spoken
from tts.engines.engine import Line, Refused
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe
from tts.speech import Speech
from tts.text.sentence import Sentence, Spoken
from waiting import LIMIT_S

VOICELESS = {"p", "t", "k"}
VOWELS = set("aɑæɐʌeɛəɜiɪoɔuʊɚ")


def power_db(samples: np.ndarray, rate: int, start_s: float, end_s: float) -> float:
    """Of the quietest 5 ms."""
    piece = samples[round(start_s * rate) : round(end_s * rate)]
    width = rate // 200
    frames = piece[: len(piece) // width * width].reshape(-1, width)
    return float(10 * np.log10(np.square(frames).mean(1).min() + 1e-12))


def closures_below_vowels_db(speech: Speech, shift_s: float = 0.0) -> float:
    """How much quieter the quietest moment of the closed mouth is than that of the vowels; medians."""
    levels: dict[bool, list[float]] = {True: [], False: []}
    for sound in speech.phonemes:
        bare = sound.text.strip("ˈˌː")
        if sound.start_s > 0.2 and (bare in VOICELESS or set(bare) <= VOWELS):
            start, end = sound.start_s + shift_s, sound.end_s + shift_s
            level = power_db(speech.samples, speech.sample_rate_hz, start, end)
            levels[bare in VOICELESS].append(level)
    return float(np.median(levels[False]) - np.median(levels[True]))


def test_the_mouth_is_closed_where_the_sound_is_quiet_and_not_a_little_earlier_or_later(
    engine: Espeak,
) -> None:
    speech = said(engine, line("A puppy kept a paper cup, a cook took a pot up to Poppy"))
    exact = closures_below_vowels_db(speech)
    assert exact > 25
    for shift in (-0.06, 0.06):
        assert closures_below_vowels_db(speech, shift) < exact - 12


@pytest.mark.parametrize("speed", [0.5, 2.0, 3.0])
def test_events_stay_with_the_sound_when_it_is_stretched(engine: Espeak, speed: float) -> None:
    speech = said(engine, line("A puppy kept a paper cup, a cook took a pot up to Poppy", speed=speed))
    assert closures_below_vowels_db(speech) > 12


@pytest.mark.parametrize(("speed", "pitch"), [(1.0, 0.0), (3.0, 0.0), (0.5, 0.0), (1.0, 12.0), (1.0, -12.0)])
def test_times_are_in_order_and_within_the_sound_at_any_speed_and_pitch(
    engine: Espeak, speed: float, pitch: float
) -> None:
    speech = said(engine, line(BELL, speed=speed, pitch=pitch))
    for timed in (speech.words, speech.phonemes):
        edges = [edge for one in timed for edge in (one.start_s, one.end_s)]
        assert edges == sorted(edges)
        assert edges[-1] == pytest.approx(speech.duration_s, abs=1e-9)
    assert [BELL[word.at : word.at + len(word.text)] for word in speech.words] == BELL.split()


def test_the_phonemes_are_ipa_of_the_language(engine: Espeak) -> None:
    bell = said(engine, line("bell"))
    assert [sound.text for sound in bell.phonemes] == ["b", "ˈɛ", "l"]
    bonjour = [sound.text for sound in said(engine, line("bonjour", "fr")).phonemes]
    assert bonjour == ["b", "ɔ̃", "ʒ", "ˈu", "ʁ"]


def test_words_that_are_said_as_one_share_its_sounds(engine: Espeak) -> None:
    """espeak-ng tells one word for "of the"."""
    speech = said(engine, line("king of the hill"))
    king, of, the, hill = speech.words
    inside = [sound.text for sound in speech.phonemes if king.end_s <= sound.start_s < hill.start_s]
    assert inside == ["ʌ", "v", "ð", "ə"]
    assert king.end_s == of.start_s < of.end_s == the.start_s < the.end_s == hill.start_s


def test_a_word_of_several_is_one_from_its_first_sound_to_its_last(engine: Espeak) -> None:
    dice = Sentence((Spoken("Roll", 0, "Roll"), Spoken("2d6+3.", 5, "two dee six plus three.")), 0.0)
    roll, sum_of = said(engine, Line(0, dice, "en-us")).words
    assert (sum_of.text, sum_of.at) == ("2d6+3.", 5)
    assert sum_of.end_s - sum_of.start_s > 3 * (roll.end_s - roll.start_s)


def test_the_same_line_is_the_same_bytes_whatever_was_said_before(engine: Espeak) -> None:
    first = said(engine, line(BELL, "en-us+whisper"))
    for voice in ("de", "en-us+f3") * 20:
        said(engine, line("Etwas anderes", voice))
    again = said(engine, line(BELL, "en-us+whisper"))
    other = Espeak(EspeakPipe(patience_s=LIMIT_S))
    elsewhere = said(other, line(BELL, "en-us+whisper"))
    other.close()
    assert first.samples.tobytes() == again.samples.tobytes() == elsewhere.samples.tobytes()
    assert first.phonemes == again.phonemes == elsewhere.phonemes


def test_sentences_come_out_one_by_one(engine: Espeak) -> None:
    speaking = engine.speak([line("One bell"), line("Two bells")], lambda row: False)
    assert next(speaking)[0] == 0
    assert [place for place, _ in speaking] == [1]
    assert all(first.end_s <= second.start_s for first, second in pairwise(said(engine, line(BELL)).words))


def test_every_language_is_a_voice_and_any_takes_a_variant(engine: Espeak) -> None:
    names = [voice.name for voice in engine.voices()]
    assert names[0] == "en-us"
    assert {"en-gb", "de", "cmn", "en-us+f3"} <= set(names)
    assert len(set(names)) == len(names) > 200
    assert (
        said(engine, line("bell", "en-gb+f3")).samples.tobytes()
        != said(engine, line("bell", "en-gb")).samples.tobytes()
    )


def test_every_language_that_is_listed_says_something(engine: Espeak) -> None:
    number = Sentence((Spoken("1", 0, "1 a"),), 0.0)
    names = [voice.name for voice in engine.voices() if voice.name == voice.language]
    made = dict(zip(names, spoken(engine, *(Line(0, number, name) for name in names)), strict=True))
    assert [name for name, one in made.items() if not isinstance(one, Speech) or one.duration_s < 0.1] == []
    assert {"en-us", "nb", "cmn-latn-pinyin", "hyw", "ltg"} <= set(names)
    assert not {"fo", "kaa", "xex"} & set(names)


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("en-uk", 'there is no voice \'en-uk\'; did you mean en-us? {"op": "voices"} lists them'),
        ("en-us+zz", 'no voice has a variant \'zz\'. {"op": "voices"} lists them'),
        ("../../etc/passwd", 'there is no voice \'../../etc/passwd\'. {"op": "voices"} lists them'),
    ],
)
def test_an_unknown_voice_is_refused_and_its_neighbours_are_spoken(
    engine: Espeak, voice: str, sentence: str
) -> None:
    refused, heard = spoken(engine, line("bell", voice), line("bell"))
    assert refused == Refused(sentence)
    assert isinstance(heard, Speech)
