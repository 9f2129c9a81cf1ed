"""Where speech is found, and where it is not."""

import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from asr.activity import Span, find_speech
from asr.sound import decode
from asr.windows import cut, gaps
from whisper_checkpoints import silence, voice

RATE = 16000
CHANCE = np.random.default_rng(7)
SECONDS = np.arange(20 * RATE) / RATE
SPEECH = Path(os.environ.get("SOULSGEN_TEST_DATA", Path(__file__).parents[4] / "shared" / "data")) / "speech"
JFK = SPEECH / "jfk.flac"


def spans(samples: NDArray) -> list[tuple[float, float]]:
    found = find_speech(np.clip(samples, -32768, 32767).astype(np.int16), 8.0).spans
    return [(span.start / RATE, span.end / RATE) for span in found]


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0),
        np.zeros(100),
        np.zeros(20 * RATE),
        CHANCE.standard_normal(20 * RATE) * 30,
        CHANCE.standard_normal(20 * RATE) * 3000,
        np.sin(2 * np.pi * 50 * SECONDS) * 5000 + np.sin(2 * np.pi * 150 * SECONDS) * 500,
        np.sin(2 * np.pi * 300 * SECONDS) * 3000,
        np.where(np.arange(20 * RATE) % RATE < 20, 20000, 0),
    ],
    ids=["nothing", "a few samples", "zeros", "hiss", "loud noise", "mains hum", "a steady tone", "clicks"],
)
def test_what_is_no_voice_is_silence(sound: NDArray) -> None:
    assert spans(sound) == []


@pytest.mark.parametrize("noise", [0, 30, 150])
@pytest.mark.parametrize("level", [1.0, 0.1])
def test_a_voice_is_found_with_its_edges(noise: float, level: float) -> None:
    sound = np.concatenate([silence(3), voice(2), silence(4), voice(1), silence(2)])
    found = spans(sound * level + CHANCE.standard_normal(len(sound)) * noise * level)
    assert found == pytest.approx([pytest.approx((2.8, 5.3), abs=0.15), pytest.approx((8.8, 10.3), abs=0.15)])


def test_a_clip_that_is_speech_from_end_to_end_is_speech() -> None:
    ((start, end),) = spans(voice(1.0))
    assert start < 0.1
    assert end > 0.9


def test_samples_of_speech_are_counted() -> None:
    activity = find_speech(np.concatenate([silence(3), voice(2), silence(3)]), 8.0)
    assert activity.samples == sum(span.end - span.start for span in activity.spans)
    assert 2.0 <= activity.samples / RATE < 2.8


@pytest.mark.skipif(
    not JFK.is_file(), reason="no human recording; set SOULSGEN_TEST_DATA to the folder of test data"
)
def test_a_human_voice_is_cut_at_its_pauses() -> None:
    found = find_speech(decode(JFK.read_bytes(), 60), 8.0)
    assert [(round(span.start / RATE, 1), round(span.end / RATE, 1)) for span in found.spans] == [
        (0.1, 2.5),
        (3.1, 4.7),
        (5.1, 11.0),
    ]


def test_windows_hold_all_speech_and_no_more_than_fits() -> None:
    sound = np.concatenate([silence(2), voice(13), silence(3), voice(1), silence(0.6), voice(1), silence(2)])
    activity = find_speech(sound, 8.0)
    windows = cut(activity, 5 * RATE, RATE)
    assert all(0 < span.end - span.start <= 5 * RATE for span in windows)
    assert sum(span.end - span.start for span in windows) >= activity.samples
    assert all(one.end <= other.start for one, other in itertools.pairwise(windows))
    # A pause of 0.6 s stays within a window, one of 3 s does not.
    assert (windows[-1].end - windows[-1].start) / RATE == pytest.approx(2.9, abs=0.3)
    assert windows[-1].start > 17.5 * RATE


def test_a_long_stretch_is_cut_where_it_is_quietest() -> None:
    # Syllables are 0.25 s: the level falls to nothing every quarter of a second.
    windows = cut(find_speech(voice(12), 8.0), 5 * RATE, RATE)
    for window in windows[1:]:
        assert window.start / RATE % 0.25 == pytest.approx(0, abs=0.03) or (
            window.start / RATE % 0.25 == pytest.approx(0.25, abs=0.03)
        )


def test_gaps_are_what_no_window_holds() -> None:
    assert gaps([Span(10, 20), Span(20, 30), Span(50, 60)], 60) == [Span(0, 10), Span(30, 50)]
    assert gaps([], 5) == [Span(0, 5)]
    assert gaps([], 0) == []


def test_windows_end_between_phrases_and_take_in_all_that_fit() -> None:
    phrases = [part for _ in range(10) for part in (voice(1.25), silence(0.3))]
    activity = find_speech(np.concatenate([silence(1), *phrases, silence(1)]), 8.0)
    assert len(activity.spans) == 1
    assert len(activity.phrases) == 10
    windows = cut(activity, 5 * RATE, RATE)
    # Three phrases are 4.65 s, four would be 6.2; each phrase begins 1.55 s after the one before.
    starts = [round((window.start / RATE - 1) / 1.55, 1) for window in windows[1:]]
    assert starts == [pytest.approx(number, abs=0.2) for number in (3, 6, 9)]
