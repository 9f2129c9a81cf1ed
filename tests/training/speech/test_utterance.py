from itertools import groupby

import numpy as np
import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.sounds import NAMES
from soulstrain.speech.utterance import FADE, Utterance, speak
from soulstrain.speech.voices import ACCENTS, HEARD, UNHEARD, Voice

espeak_module = pytest.importorskip("soulstrain.speech.espeak")
pytest.importorskip("espeakng_loader", reason="the extra `speech` is not installed")
VOICE = Voice("en-us+f3", speed=160, pitch=50, range=50, rate_hz=22_050)


@pytest.fixture(scope="module")
def espeak() -> object:
    return espeak_module.Espeak()


def test_words_stay_as_written_and_each_has_its_place(espeak: object) -> None:
    said = speak(espeak, "I roll 2d6 plus 3, and wait.", VOICE)
    assert said.words == ("I", "roll", "2d6", "plus", "3,", "and", "wait.")
    assert said.starts[0] == 0
    assert said.starts[-1] == len(said.samples)
    assert list(said.starts) == sorted(set(said.starts))
    lengths = dict(zip(said.words, np.diff(said.starts) / 16_000, strict=True))
    # "two dee six" takes longer than "plus"; a comma makes a pause.
    assert lengths["2d6"] > 1.5 * lengths["plus"]
    assert 1.5 < len(said.samples) / 16_000 < 3.5
    assert float(np.abs(said.samples).max()) == pytest.approx(1, abs=0.01)


def test_every_sound_is_told_where_it_begins(espeak: object) -> None:
    said = speak(espeak, "Bell, six.", VOICE)
    names = [NAMES[sound] for _, sound in said.sounds if sound is not None]
    # A pause may come as two.
    assert [name for name, _ in groupby(names)] == ["b", "E", "l", "_", "s", "I", "k", "s", "_"]
    places = [place for place, _ in said.sounds]
    assert places == sorted(places)
    pause = slice(places[3], said.starts[1])
    assert np.abs(said.samples[pause]).mean() < 0.1 * np.abs(said.samples[places[1] : places[2]]).mean()


def test_silence_before_and_after_is_cut(espeak: object) -> None:
    said = speak(espeak, "Run.", VOICE)
    assert np.abs(said.samples[:160]).max() > 0.004
    assert np.abs(said.samples[-160:]).max() > 0.004


def test_a_slower_rate_is_a_longer_utterance(espeak: object) -> None:
    slow = Voice(VOICE.name, VOICE.speed, VOICE.pitch, VOICE.range, rate_hz=20_000)
    ratio = len(speak(espeak, "The tide is out.", slow).samples) / len(
        speak(espeak, "The tide is out.", VOICE).samples
    )
    assert ratio == pytest.approx(22_050 / 20_000, rel=0.02)


@pytest.mark.parametrize("accent", sorted(set(ACCENTS)))
def test_every_accent_speaks_in_every_voice(espeak: object, accent: str) -> None:
    for variant in (*HEARD, *UNHEARD):
        voice = Voice(f"{accent}+{variant}", speed=200, pitch=50, range=50, rate_hz=22_050)
        assert len(speak(espeak, "Hi.", voice).samples) > 1600, voice.name


def test_no_voice_kept_back_is_heard() -> None:
    assert len(HEARD) >= 30
    assert not set(HEARD) & set(UNHEARD)


def test_an_unknown_voice_is_named(espeak: object) -> None:
    with pytest.raises(TrainingError, match=r"^espeak-ng has no voice 'klingonese'$"):
        speak(espeak, "Hi.", Voice("klingonese", 160, 50, 50, 22_050))


def test_a_part_has_its_own_words_places_and_faded_edges() -> None:
    sounds = ((0, 4), (200, 5), (300, 6), (500, 7))
    whole = Utterance(np.ones(1000, np.float32), ("a", "b", "c"), (0, 200, 500, 1000), sounds)
    part = whole.part(1, 2)
    assert part.sounds == ((-200, 4), (0, 5), (100, 6))
    assert part.words == ("b",)
    assert part.starts == (0, 300)
    assert part.text == "b"
    assert (part.samples[0], part.samples[FADE], part.samples[-1]) == (0, 1, 0)
    assert whole.part(0, 3).samples.min() == 1


def test_as_many_words_as_fit_are_taken() -> None:
    whole = Utterance(np.ones(1000, np.float32), ("a", "b", "c"), (0, 200, 500, 1000))
    assert [whole.fitting(0, most) for most in (199, 200, 999, 1000)] == [0, 1, 2, 3]
    assert whole.fitting(1, 300) == 2
