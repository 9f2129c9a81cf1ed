"""Samples to files and back, and from one rate to another."""

import io
from itertools import product
from typing import Any

import av
import numpy as np
import pytest

from tts.encoding import FORMATS, content_type, encoded, pcm_of, resampled
from tts.loudness import levelled

RATE = 24000


def sweep(seconds: float, rate: int = RATE) -> np.ndarray:
    """200 Hz to 2 kHz at half of full scale."""
    at = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * (200 * at + 900 * at**2 / seconds))).astype(np.float32)


def decoded(content: bytes) -> tuple[np.ndarray, int]:
    file: Any
    with av.open(io.BytesIO(content)) as file:
        frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
        rate = file.streams.audio[0].rate
    joined = np.concatenate([frame[0] for frame in frames])
    return (joined / 32768 if joined.dtype == np.int16 else joined), rate


@pytest.mark.parametrize(("form", "rate"), [*product(("wav", "flac"), (8000, 22050, 48000))])
def test_lossless_files_hold_every_sample(form: str, rate: int) -> None:
    pcm = pcm_of(sweep(2.3, rate))
    content, told = encoded(pcm, rate, form)
    samples, heard = decoded(content)
    assert (told, heard) == (rate, rate)
    assert np.array_equal((samples * 32768).astype(np.int16), pcm)


@pytest.mark.parametrize(("form", "rate"), [*product(("ogg", "opus"), (16000, 22050, 24000))])
def test_opus_is_as_long_as_what_went_in_and_sounds_like_it_at_the_same_time(form: str, rate: int) -> None:
    content, told = encoded(pcm_of(sweep(2.3, rate)), rate, form)
    samples, heard = decoded(content)
    assert told == (48000 if rate == 22050 else rate)
    assert content.startswith(b"OggS")
    assert heard == 48000, "Opus is always heard at 48 kHz"
    assert len(samples) == pytest.approx(2.3 * 48000, abs=1)
    # Not earlier nor later than by two samples of 48 kHz.
    wanted, middle = sweep(2.3, 48000), slice(1000, 100_000)
    likeness = [float(np.vdot(np.roll(samples, -lag)[middle], wanted[middle])) for lag in range(-40, 41)]
    assert abs(int(np.argmax(likeness)) - 40) <= 2
    assert len(content) < 25000


def test_pcm_is_little_endian_and_says_its_rate() -> None:
    assert encoded(np.array([1, -2, 300], np.int16), RATE, "pcm") == (b"\x01\x00\xfe\xff\x2c\x01", RATE)
    assert content_type("pcm", RATE) == "audio/pcm;rate=24000;channels=1"
    assert content_type("opus", RATE) == "audio/ogg;codecs=opus"
    assert content_type("flac", RATE) == "audio/flac"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_samples_are_the_same_file(form: str) -> None:
    pcm = pcm_of(sweep(0.4))
    assert encoded(pcm, RATE, form) == encoded(pcm, RATE, form)


@pytest.mark.parametrize(("rate", "wanted"), [(22050, 24000), (16000, 48000), (25329, 8000), (19196, 24000)])
def test_another_rate_moves_nothing_in_time(rate: int, wanted: int) -> None:
    made = resampled(sweep(1.7, rate), rate, wanted)
    assert len(made) == pytest.approx(1.7 * wanted, abs=1)
    exact = sweep(1.7, wanted)[: len(made)]
    inner = slice(wanted // 20, len(exact) - wanted // 20)
    assert np.abs(made[: len(exact)] - exact)[inner].max() < 0.02


def test_nothing_stays_nothing() -> None:
    nothing = np.zeros(0, np.float32)
    assert len(resampled(nothing, 22050, RATE)) == len(levelled(nothing, RATE)) == len(pcm_of(nothing)) == 0


def test_what_would_clip_is_an_error() -> None:
    with pytest.raises(ValueError, match="beyond full scale"):
        pcm_of(np.array([0.5, 1.01], np.float32))


@pytest.mark.parametrize("gain", [0.02, 0.3, 1.9])
def test_quiet_and_loud_come_out_alike_and_pauses_do_not_count(gain: float) -> None:
    spoken = np.concatenate([sweep(1.0), np.zeros(3 * RATE, np.float32)])
    made = levelled(spoken * np.float32(gain), RATE)
    assert 20 * np.log10(np.sqrt(np.square(made[:RATE]).mean())) == pytest.approx(-20, abs=0.05)
    assert not made[RATE:].any()


def test_a_peak_above_all_is_kept_below_full_scale() -> None:
    clicks = sweep(1.0) * np.float32(0.02)
    clicks[5000] = 0.9
    assert np.abs(levelled(clicks, RATE)).max() <= 10 ** (-1 / 20) + 1e-6


def test_hiss_is_not_blown_up_to_speech() -> None:
    hiss = sweep(1.0) * np.float32(1e-5)
    assert np.abs(levelled(hiss, RATE)).max() == pytest.approx(np.abs(hiss).max() * 10**1.5, rel=1e-3)
