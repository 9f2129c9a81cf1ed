"""Noise, rooms and channels: what they do can be measured."""

import numpy as np
import pytest

from soulstrain.speech import room
from soulstrain.speech.channel import banded, clipped, mu_law
from soulstrain.speech.noise import coloured, hum, make_noises, rattle
from soulstrain.speech.window import noisy

COUNT = 16_000


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(1)


def power_db(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / 16_000)
    return float(10 * np.log10(spectrum[(hertz >= low_hz) & (hertz < high_hz)].mean()))


def speech(chance: np.random.Generator) -> np.ndarray:
    samples = chance.uniform(-1, 1, COUNT).astype(np.float32)
    samples[: COUNT // 2] = 0
    return samples


@pytest.mark.parametrize("slope_db", [0.0, -3.0, -6.0, 3.0])
def test_the_power_of_coloured_noise_changes_by_its_slope_an_octave(
    chance: np.random.Generator, slope_db: float
) -> None:
    noise = coloured(chance, 20 * COUNT, slope_db)
    assert power_db(noise, 1000, 2000) - power_db(noise, 500, 1000) == pytest.approx(slope_db, abs=0.3)


def test_every_noise_has_a_root_mean_square_of_one(chance: np.random.Generator) -> None:
    noises = make_noises(chance, [speech(chance) for _ in range(16)], seconds=2)
    made = [hum(chance, COUNT), rattle(chance, COUNT), *(noises.stretch(chance, COUNT) for _ in range(20))]
    assert [float(np.sqrt(np.mean(noise**2))) for noise in made] == pytest.approx([1] * 22, rel=1e-3)


@pytest.mark.parametrize("snr_db", [5, 20])
def test_noise_lies_as_far_under_the_speech_as_asked(chance: np.random.Generator, snr_db: float) -> None:
    noises = make_noises(chance, [speech(chance) for _ in range(16)], seconds=2)
    clean = speech(chance)
    added = noisy(clean, noises, chance, snr_db) - clean
    said = clean[np.abs(clean) > 0.01]
    ratio_db = 10 * np.log10(np.mean(said**2) / np.mean(added**2))
    assert ratio_db == pytest.approx(snr_db, abs=0.1)


def test_a_room_leaves_the_direct_sound_in_its_place(chance: np.random.Generator) -> None:
    click = np.zeros(COUNT, np.float32)
    click[5000] = 1
    heard = room.through(click, room.impulse(chance))
    assert len(heard) == COUNT
    assert np.abs(heard[:5000]).max() < 1e-5
    assert int(np.abs(heard).argmax()) == 5000
    assert np.abs(heard[5064:8000]).max() > 1e-4


def test_a_band_keeps_its_inside_and_drops_its_outside(chance: np.random.Generator) -> None:
    noise = chance.standard_normal(COUNT).astype(np.float32)
    heard = banded(noise, 300, 3400)
    assert power_db(heard, 800, 2500) == pytest.approx(power_db(noise, 800, 2500), abs=0.2)
    assert power_db(heard, 6000, 8000) < power_db(noise, 6000, 8000) - 60


def test_mu_law_has_as_many_steps_as_its_bits_and_small_errors(chance: np.random.Generator) -> None:
    samples = np.linspace(-1, 1, 20_001, dtype=np.float32)
    heard = mu_law(samples)
    assert len(np.unique(heard)) == 255
    assert np.abs(heard - samples).max() < 0.03


def test_clipping_cuts_at_a_part_of_the_peak(chance: np.random.Generator) -> None:
    samples = speech(chance)
    ceiling = float(clipped(samples, chance).max())
    assert 0.29 < ceiling < 0.81
    assert np.array_equal(np.unique(np.abs(clipped(samples, chance)) <= 0.81), [True])
