"""Speed divides the time, pitch is in semitones, and neither touches the other."""

import numpy as np
import pytest

from handlers.tts.espeak.saying import BELL, line, said
from tts.engines.espeak import Espeak
from tts.speech import Speech


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
