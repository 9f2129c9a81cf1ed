import wave
from pathlib import Path

import numpy as np
import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.recordings import cut_at_pauses, read_recording, read_recordings

pytest.importorskip("av", reason="PyAV is not installed")


def test_stereo_at_another_rate_becomes_mono_at_16_khz(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    tone = np.sin(2 * np.pi * 440 * np.arange(44_100) / 44_100) * 16_384
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.repeat(tone.astype("<i2"), 2).tobytes())
    samples = read_recording(path)
    assert len(samples) == pytest.approx(16_000, abs=40)
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    assert np.abs(samples[1000:15_000] - expected[1000:15_000]).max() < 0.02


def test_what_is_no_recording_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a sound", "utf-8")
    with pytest.raises(TrainingError, match=r"notes\.txt is no recording that can be read"):
        read_recording(path)


def test_each_text_goes_with_the_recording_of_its_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with wave.open(str(tmp_path / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(3200))
        (tmp_path / f"{name}.txt").write_text(f"What {name}\nsays.\n", "utf-8")
    found = read_recordings(tmp_path)
    assert [(one.name, one.said, len(one.samples)) for one in found] == [
        ("a.wav", "What a says.", 1600),
        ("b.wav", "What b says.", 1600),
    ]
    (tmp_path / "b.wav").unlink()
    with pytest.raises(TrainingError, match=r"b\.txt needs one recording of the same name beside it"):
        read_recordings(tmp_path)


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        TrainingError, match=r"holds no recordings with their words: NAME\.wav beside NAME\.txt"
    ):
        read_recordings(tmp_path)


def test_pieces_fit_a_window_lose_nothing_and_end_in_the_pauses() -> None:
    chance = np.random.default_rng(0)
    samples = chance.uniform(-1, 1, 16_000 * 11).astype(np.float32)
    for pause in (int(3.5 * 16_000), int(7.0 * 16_000)):
        samples[pause - 2400 : pause + 2400] *= 0.001
    pieces = cut_at_pauses(samples)
    assert np.array_equal(np.concatenate(pieces), samples)
    ends = np.cumsum([len(piece) for piece in pieces])[:-1] / 16_000
    assert ends == pytest.approx([3.5, 7.0], abs=0.1)
