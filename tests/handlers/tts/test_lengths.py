"""How long a checkpoint speaks, and when each word and sound of it."""

import pytest

from handlers.tts.speaking import KINDS, TEXTS, lines, speech
from tts.engines.engine import Line, Refused
from tts.engines.network import Utterance
from tts.engines.neural import NeuralEngine
from tts.text.sentence import Sentence, Spoken, sentences_of


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("speed", "pitch"), [(1.0, 0.0), (1.7, 5.0), (0.6, -9.0)])
def test_times_are_in_order_and_inside_the_samples(
    engines: dict[str, NeuralEngine], kind: str, speed: float, pitch: float
) -> None:
    engine = engines[kind]
    line = lines(engine, TEXTS[0], speed=speed, pitch=pitch)[0]
    made = speech(engine, line)
    assert [(word.text, word.at) for word in made.words] == [
        ("The", 0), ("bell", 4), ("tolls", 9), ("for", 15), ("you.", 19)
    ]  # fmt: skip
    for timed in (made.words, made.phonemes):
        marks = [mark for one in timed for mark in (one.start_s, one.end_s)]
        assert marks == sorted(marks)
        assert all(0 <= mark <= made.duration_s + 1e-9 for mark in marks)
    assert all(word.end_s > word.start_s for word in made.words)
    estimated = kind in ("speecht5", "bark")
    assert made.estimated is estimated
    sounds = "ðəbɛltoʊlzfɔːɹjuː" if kind == "fastspeech2" else "ðəbɛltoʊlzfɔɹju"
    told = "".join(one.text for one in made.phonemes)
    assert told == (sounds if kind in ("fastspeech2", "phonemic") else "")


@pytest.mark.parametrize("kind", ["vits", "phonemic", "fastspeech2"])
def test_durations_add_up_to_the_samples(engines: dict[str, NeuralEngine], kind: str) -> None:
    network = engines[kind].network
    voice = network.voices()[0].name
    for text in TEXTS:
        spelled = network.spell(sentences_of(text)[0])
        ((_, sound),) = network.sound([Utterance(spelled, voice, 1.0, 7)], lambda: None)
        assert not isinstance(sound, Refused)
        assert len(sound.tokens) == len(spelled.ids)
        assert sum(sound.tokens) == len(sound.samples) > 0


@pytest.mark.parametrize("kind", ["phonemic", "speecht5", "fastspeech2", "bark"])
def test_twice_the_speed_is_half_as_long_and_pitch_leaves_the_length(
    engines: dict[str, NeuralEngine], kind: str
) -> None:
    engine = engines[kind]
    (usual,) = lines(engine, TEXTS[1])
    whole = speech(engine, usual).duration_s
    (fast,) = lines(engine, TEXTS[1], speed=2.0)
    (high,) = lines(engine, TEXTS[1], pitch=7.0)
    # VITS and FastSpeech2 round every token to whole frames of two milliseconds.
    near = 0.25 if kind in ("phonemic", "fastspeech2") else 0.01
    assert speech(engine, fast).duration_s == pytest.approx(whole / 2, rel=near)
    assert speech(engine, high).duration_s == pytest.approx(whole, rel=near)


def test_words_of_which_nothing_is_read_have_no_length(engines: dict[str, NeuralEngine]) -> None:
    words = (Spoken("Go", 0, "go"), Spoken("♪", 3, "♪"), Spoken("now", 5, "now"))
    made = speech(engines["vits"], Line(0, Sentence(words, 0.0), ""))
    assert made.words[1].start_s == made.words[1].end_s == made.words[0].end_s
    assert made.words[2].start_s > made.words[1].end_s
