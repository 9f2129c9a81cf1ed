"""Audio in real containers, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from asr.sound import AudioFault, decode
from whisper_checkpoints import contained, voice

TONE = (np.sin(2 * np.pi * 440 * np.arange(3 * 48000) / 48000) * 8000).astype(np.int16)
# A header that promises no samples.
EMPTY_WAV = contained(TONE[:1])[:-6] + bytes(4)
CONTAINERS = [
    ("wav", "pcm_s16le"),
    ("flac", "flac"),
    ("ogg", "libopus"),
    ("mp3", "libmp3lame"),
    ("ipod", "aac"),
    ("webm", "libopus"),
]


@pytest.mark.parametrize(("form", "codec"), CONTAINERS)
def test_three_seconds_of_a_tone_come_back_at_16_khz_from_any_container(form: str, codec: str) -> None:
    samples = decode(contained(TONE, form, codec, 48000), 10)
    assert samples.dtype == np.int16
    assert abs(len(samples) / 16000 - 3) < 0.06
    middle = samples[16000:32000]
    assert np.abs(np.fft.rfft(middle)).argmax() == 440
    assert abs(np.abs(middle).max() - 8000) < 400


def test_a_wav_of_the_models_own_rate_comes_back_bit_for_bit() -> None:
    said = voice(1.5)
    assert decode(contained(said), 10).tolist() == said.tolist()


def test_stereo_is_mixed_down(tmp_path: Path) -> None:
    import av

    path = tmp_path / "stereo.wav"
    with av.open(path, "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16000, layout="stereo")
        both = np.stack([TONE[:16000], np.zeros(16000, np.int16)], 1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
    mixed = decode(path.read_bytes(), 10)
    assert len(mixed) == 16000
    assert abs(np.abs(mixed.astype(int) - TONE[:16000] // 2).max()) <= 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the audio is empty"),
        (b"not audio at all", "the audio cannot be decoded: Invalid data found when processing input"),
        (contained(TONE)[:44], "the audio cannot be decoded: Invalid data found when processing input"),
        (EMPTY_WAV, "the audio stream holds no samples"),
    ],
)
def test_what_is_no_audio_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(AudioFault) as refused:
        decode(content, 10)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    "script",
    [
        "#EXTM3U\n#EXTINF:3,\nfile://{path}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{path}'\n",
        '<?xml version="1.0"?><MPD><Period><BaseURL>{path}</BaseURL></Period></MPD>',
    ],
)
def test_a_playlist_cannot_make_the_server_open_a_file(tmp_path: Path, script: str) -> None:
    path = tmp_path / "private.wav"
    path.write_bytes(contained(TONE))
    with pytest.raises(AudioFault, match="cannot be decoded"):
        decode(script.format(path=path).encode(), 10)


def test_audio_beyond_the_limit_is_refused_though_its_file_is_small() -> None:
    hour = contained(np.zeros(3600 * 16000, np.int16), "flac", "flac")
    assert len(hour) < 1_000_000
    with pytest.raises(AudioFault, match="the audio is longer than 60 seconds"):
        decode(hour, 60)


@pytest.mark.parametrize("rate_hz", [999, 768_001, 1_728_069_248])
def test_a_rate_that_no_recording_has_is_refused_before_it_costs_anything(rate_hz: int) -> None:
    content = bytearray(contained(TONE))
    content[24:28] = rate_hz.to_bytes(4, "little")
    with pytest.raises(AudioFault) as refused:
        decode(content, 10)
    assert str(refused.value) == f"the audio says it has {rate_hz} samples a second; 1000 to 768000 are read"


@pytest.mark.parametrize(("rate_hz", "seconds"), [(1000, 144), (768_000, 0.1875)])
def test_the_slowest_and_the_fastest_rates_are_read(rate_hz: int, seconds: float) -> None:
    assert len(decode(contained(TONE, rate_hz=rate_hz), 200)) / 16000 == pytest.approx(seconds, abs=0.001)


def test_damage_costs_the_damaged_part_alone() -> None:
    content = bytearray(contained(TONE, "mp3", "libmp3lame", 48000))
    content[9000:9400] = bytes(range(200)) * 2
    assert 2.8 < len(decode(content, 10)) / 16000 < 3.1


def test_a_recording_cut_short_keeps_what_is_there() -> None:
    content = contained(TONE, "ogg", "libopus", 48000)
    assert 0.5 < len(decode(content[: len(content) // 2], 10)) / 16000 < 2.5
