"""What the speech engines hear."""

from pathlib import Path

import asr_audio
import pytest
from asr_audio import PART_S, buzz, record

from asr.activity import find_speech
from asr.sound import SAMPLE_RATE_HZ, decode

pytest.importorskip("espeakng_loader")


def test_a_talk_is_its_parts_none_longer_than_a_window(tmp_path: Path) -> None:
    talk = record(tmp_path / "talk", 2, tmp_path / "corpus")
    parts = [decode(path.read_bytes(), 100) for path in talk.parts]
    whole = decode(talk.whole.read_bytes(), 100)
    assert [len(part) <= PART_S * SAMPLE_RATE_HZ for part in parts] == [True, True]
    assert whole.tolist() == [*parts[0].tolist(), *parts[1].tolist()]
    assert talk.seconds == len(whole) / SAMPLE_RATE_HZ
    assert 0.7 * talk.seconds < find_speech(whole, 8.0).samples / SAMPLE_RATE_HZ <= talk.seconds
    assert talk.text is not None
    assert 60 < len(talk.text.split()) < 240


def test_without_espeak_it_is_a_buzz_that_passes_for_speech(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asr_audio, "find_spec", lambda name: None)
    talk = record(tmp_path / "talk", 1, tmp_path / "corpus")
    assert talk.text is None
    assert talk.seconds == pytest.approx(PART_S, abs=1)
    found = find_speech(decode(talk.whole.read_bytes(), 100), 8.0)
    assert found.samples / SAMPLE_RATE_HZ > 0.8 * talk.seconds


def test_a_buzz_is_as_long_and_loud_as_it_says() -> None:
    samples = buzz(2.0)
    assert len(samples) == 2 * SAMPLE_RATE_HZ
    assert abs(samples).max() == pytest.approx(1, abs=0.05)
