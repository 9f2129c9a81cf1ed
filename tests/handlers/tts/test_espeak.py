"""espeak-ng in its process: exact times, the same bytes each time, and what happens when it dies or hangs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest

from handlerkit.checks import SettingsError
from tts.engines.engine import Line, Refused
from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe, Unable
from tts.model import espeak as load_espeak
from tts.speech import Speech
from tts.text.sentence import Sentence, Spoken, sentences_of
from waiting import LIMIT_S

HANDLERS = Path(__file__).parents[3] / "serve-handlers"
BELL = "The bell tolls for the unkindled, again."
VOICELESS = {"p", "t", "k"}
VOWELS = set("aɑæɐʌeɛəɜiɪoɔuʊɚ")


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    made = Espeak(EspeakPipe())
    yield made
    made.close()


def line(text: str, voice: str = "en-us", speed: float = 1.0, pitch: float = 0.0, row: int = 0) -> Line:
    (sentence,) = sentences_of(text)
    return Line(row, sentence, voice, speed, pitch)


def spoken(engine: Espeak, *lines: Line) -> list[Speech | Refused]:
    return [made for _, made in engine.speak(lines, lambda row: False)]


def said(engine: Espeak, one: Line) -> Speech:
    (made,) = spoken(engine, one)
    assert isinstance(made, Speech)
    return made


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
    other = Espeak(EspeakPipe())
    elsewhere = said(other, line(BELL, "en-us+whisper"))
    other.close()
    assert first.samples.tobytes() == again.samples.tobytes() == elsewhere.samples.tobytes()
    assert first.phonemes == again.phonemes == elsewhere.phonemes


def sounding_s(speech: Speech) -> float:
    """Seconds from the first 5 ms that are heard to the last."""
    width = speech.sample_rate_hz // 200
    frames = speech.samples[: len(speech.samples) // width * width].reshape(-1, width)
    heard = np.flatnonzero(np.square(frames).mean(1) > 1e-5)
    return float(heard[-1] + 1 - heard[0]) * width / speech.sample_rate_hz


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.3, 2.0, 2.5, 3.0])
@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("en-us", "Many men among the moon will mourn alone in every room now, for the night is long"),
        ("fr", "Apportez vos morts, car la nuit est longue, et personne ne partira d'ici vivant"),
        ("es", "La campana suena otra vez para los que no tienen llama, y nadie abre la puerta del mar"),
    ],
)
def test_speed_divides_the_time_whatever_is_said(engine: Espeak, voice: str, text: str, speed: float) -> None:
    plain, changed = (said(engine, line(text, voice, speed=factor)) for factor in (1.0, speed))
    assert sounding_s(plain) / sounding_s(changed) == pytest.approx(speed, rel=0.02)
    told = [one.words[-1].end_s - one.words[0].start_s for one in (plain, changed)]
    assert told[0] / told[1] == pytest.approx(speed, rel=0.02)


@pytest.mark.parametrize("speed", [0.5, 2.0, 3.0])
def test_events_stay_with_the_sound_when_it_is_stretched(engine: Espeak, speed: float) -> None:
    speech = said(engine, line("A puppy kept a paper cup, a cook took a pot up to Poppy", speed=speed))
    assert closures_below_vowels_db(speech) > 12


def median_f0(speech: Speech) -> float:
    """By autocorrelation of 60 ms; Hz."""
    size, found = round(0.06 * speech.sample_rate_hz), []
    shape = np.hanning(size)
    own = np.correlate(shape, shape, "full")[size - 1 :] + 1e-3
    for start in range(0, len(speech.samples) - size, size // 4):
        piece = speech.samples[start : start + size]
        if piece.std() < 0.03:
            continue
        spectrum = np.abs(np.fft.rfft(piece * shape, 8 * size)) ** 2
        likeness = np.fft.irfft(spectrum)[:size] / own
        low, high = speech.sample_rate_hz // 400, speech.sample_rate_hz // 45
        best = likeness[low:high].max()
        # The shortest lag that is nearly as good: not twice the period.
        peaks = [
            lag
            for lag in range(low + 1, high - 1)
            if likeness[lag] > 0.9 * best and likeness[lag - 1] <= likeness[lag] >= likeness[lag + 1]
        ]
        if peaks:
            found.append(speech.sample_rate_hz / peaks[0])
    return float(np.median(found))


@pytest.mark.parametrize("semitones", [-12.0, -5.0, 5.0, 12.0])
def test_pitch_is_in_semitones_and_leaves_the_time_alone(engine: Espeak, semitones: float) -> None:
    text = "Many men among the moon will mourn alone in every room now"
    plain, raised = said(engine, line(text)), said(engine, line(text, pitch=semitones))
    assert 12 * np.log2(median_f0(raised) / median_f0(plain)) == pytest.approx(semitones, abs=1.2)
    assert raised.duration_s == pytest.approx(plain.duration_s, rel=0.06)


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("pitch", [-12.0, 0.0, 12.0])
def test_espeak_is_never_asked_for_what_makes_its_events_late(
    engine: Espeak, monkeypatch: pytest.MonkeyPatch, speed: float, pitch: float
) -> None:
    asked: list[int] = []
    speak = engine.pipe.speak
    monkeypatch.setattr(
        engine.pipe,
        "speak",
        lambda request, stopped: asked.append(request["rate"]) or speak(request, stopped),
    )
    said(engine, line(BELL, speed=speed, pitch=pitch))
    assert all(80 <= rate <= 440 for rate in asked)
    assert asked[0] == 175
    assert len(asked) == 1 if (speed, pitch) == (1.0, 0.0) else 1 < len(asked) <= 5


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


def test_a_cancelled_line_is_broken_off_and_the_next_row_is_spoken(engine: Espeak) -> None:
    asked: list[int] = []

    def cancelled(row: int) -> bool:
        asked.append(row)
        return row == 0 and asked.count(0) > 3

    long = Sentence(tuple(Spoken("bell", 0, "bell") for _ in range(1000)), 0.0)
    lines = [Line(0, long, "en-us"), line(BELL, row=0), line(BELL, row=1)]
    made = list(engine.speak(lines, cancelled))
    assert [place for place, _ in made] == [2]
    # Of 400 s in pieces of 60 ms the pipe held a few.
    assert asked.count(0) < 200


def test_a_process_that_was_killed_is_replaced_and_the_line_is_spoken(engine: Espeak) -> None:
    before = said(engine, line(BELL))
    assert engine.pipe.process
    killed = engine.pipe.process.pid
    os.kill(killed, signal.SIGKILL)
    assert said(engine, line(BELL)).samples.tobytes() == before.samples.tobytes()
    assert engine.pipe.process.pid != killed


def test_a_line_that_ends_the_process_twice_is_refused(engine: Espeak) -> None:
    engine.voices()
    pipe = EspeakPipe(["/bin/true"])
    broken = Espeak(pipe)
    broken.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(broken, line(BELL))
    assert refused == Refused("espeak-ng ended over this, and again when it was asked again", ours=True)


def test_a_process_that_hangs_is_ended_in_time(engine: Espeak) -> None:
    engine.voices()
    hanging = Espeak(EspeakPipe(["/bin/sleep", "infinity"], patience_s=0.3))
    hanging.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(hanging, line(BELL))
    assert refused == Refused("espeak-ng did not come to an end with this", ours=True)
    assert hanging.pipe.process is None


def test_a_sentence_that_would_fill_the_pipe_is_refused(engine: Espeak) -> None:
    endless = Sentence((Spoken("a", 0, "bell " * 3000),), 0.0)
    (refused,) = spoken(engine, Line(0, endless, "en-us"))
    assert refused == Refused("a sentence of 15000 characters is too long to say: divide it")


@pytest.mark.parametrize(
    ("loader", "says"),
    [
        ("raise ImportError('not here')", "not here"),
        (
            "import ctypes.util\nget_data_path = lambda: '/'\n"
            "get_library_path = lambda: ctypes.util.find_library('c')",
            r"undefined symbol: espeak_ListVoices",
        ),
    ],
)
def test_a_library_that_is_missing_or_too_old_is_told(tmp_path: Path, loader: str, says: str) -> None:
    (tmp_path / "espeakng_loader.py").write_text(loader, "utf-8")
    program = [sys.executable, str(HANDLERS / "tts" / "engines" / "espeak_process.py")]
    env = (
        f"import os, sys; os.environ['PYTHONPATH'] = {str(tmp_path)!r}; os.execv({program[0]!r}, {program!r})"
    )
    with pytest.raises(Unable, match=says):
        EspeakPipe([sys.executable, "-c", env]).voices()


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (["/bin/true"], "its process ended before it said anything"),
        (["/bin/sleep", "infinity"], "its process said nothing for 0.3 s"),
        (["/no/such/python"], "[Errno 2] No such file or directory: '/no/such/python'"),
    ],
)
def test_a_process_that_does_not_start_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, program: list[str], says: str
) -> None:
    monkeypatch.setattr("tts.model.EspeakPipe", lambda: EspeakPipe(program, patience_s=0.3))
    with pytest.raises(SettingsError) as refused:
        load_espeak()
    assert str(refused.value) == f"espeak-ng does not start ({says}): pip install espeakng-loader"


def test_a_process_that_cannot_be_started_again_refuses_the_line(engine: Espeak) -> None:
    engine.voices()
    gone = Espeak(EspeakPipe(["/no/such/python"]))
    gone.__dict__["catalogue"] = engine.catalogue
    (refused,) = spoken(gone, line(BELL))
    says = "espeak-ng does not start: [Errno 2] No such file or directory: '/no/such/python'"
    assert refused == Refused(says, ours=True)


def test_the_library_is_in_another_process_and_goes_when_its_master_is_killed() -> None:
    """GPL: nothing of it in the worker. A worker that dies leaves nothing behind."""
    program = (
        f"import sys, time; sys.path.insert(0, {str(HANDLERS)!r})\n"
        "from tts.engines.espeak import Espeak\nfrom tts.engines.espeak_pipe import EspeakPipe\n"
        "engine = Espeak(EspeakPipe()); engine.voices()\n"
        "print('libespeak' in open('/proc/self/maps').read(), engine.pipe.process.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as master:
        assert master.stdout
        loaded, child = master.stdout.readline().split()
        process = psutil.Process(int(child))
        assert "libespeak" in Path(f"/proc/{child}/maps").read_text("utf-8")
        master.kill()
    assert loaded == "False"
    process.wait(LIMIT_S)


def test_sentences_come_out_one_by_one(engine: Espeak) -> None:
    speaking = engine.speak([line("One bell"), line("Two bells")], lambda row: False)
    assert next(speaking)[0] == 0
    assert [place for place, _ in speaking] == [1]
    assert all(first.end_s <= second.start_s for first, second in pairwise(said(engine, line(BELL)).words))
