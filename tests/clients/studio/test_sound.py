"""Sound at one rate, in pieces, and laid on a clock."""

import numpy as np
import pytest

from clients.studio.tones import tone
from soulsgen.studio.shot import Sound
from soulsgen.studio.sound import RATE_HZ, Strip, at_rate, fading, length_s, pieces


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
def test_sound_of_any_rate_is_the_same_sound_at_the_studios(rate_hz: int) -> None:
    made = np.frombuffer(at_rate(tone(rate_hz, 0.5), rate_hz), "<i2").astype(float)
    wanted = np.frombuffer(tone(RATE_HZ, 0.5), "<i2").astype(float)
    assert len(made) == len(wanted)
    # At its edges a filter has nothing to go by.
    inner = slice(RATE_HZ // 50, -RATE_HZ // 50)
    assert abs(made - wanted)[inner].max() < 100


def test_sound_at_the_studios_rate_is_not_touched_and_none_stays_none() -> None:
    assert at_rate(tone(RATE_HZ, 0.1), RATE_HZ) == tone(RATE_HZ, 0.1)
    assert at_rate(b"", 8000) == b""


def test_pieces_follow_one_another_to_the_sample() -> None:
    pcm = tone(RATE_HZ, 0.25)
    made = list(pieces(7.125, pcm))
    assert [piece.at_s for piece in made] == pytest.approx([7.125, 7.225, 7.325], abs=1e-9)
    assert b"".join(piece.pcm for piece in made) == pcm
    assert sum(length_s(piece.pcm) for piece in made) == pytest.approx(0.25)


def test_what_breaks_off_falls_silent_within_a_fiftieth_of_a_second() -> None:
    faded = np.frombuffer(fading(np.full(RATE_HZ, 1000, "<i2").tobytes()), "<i2")
    assert (len(faded), faded[0], faded[-1]) == (RATE_HZ // 50, 1000, 0)
    assert (np.diff(faded) <= 0).all()
    assert fading(b"") == b""


def strip(*sounds: Sound, began_s: float = 0.0) -> Strip:
    made = Strip(began_s, 10)
    for sound in sounds:
        made.lay(sound)
    return made


def sound(at_s: float, *samples: int) -> Sound:
    return Sound(at_s, np.array(samples, "<i2").tobytes(), 10)


def read(laid: Strip, samples: int) -> list[int]:
    return np.frombuffer(laid.until(samples), "<i2").tolist()


def test_between_sounds_is_silence() -> None:
    laid = strip(sound(100.2, 1, 2), sound(100.6, 3), began_s=100.0)
    assert read(laid, 3) == [0, 0, 1]
    assert read(laid, 9) == [2, 0, 0, 3, 0, 0]
    assert read(laid, 9) == []


def test_pieces_whose_moments_were_rounded_leave_no_gap_and_no_overlap() -> None:
    assert read(strip(sound(0.0, 1, 2), sound(0.26, 3), sound(0.24, 4)), 4) == [1, 2, 3, 4]


def test_sounds_at_once_are_mixed_and_too_loud_is_as_loud_as_can_be() -> None:
    laid = strip(sound(0.0, 1, 30000, -30000), sound(0.1, 30000, -30000, 5, 5, 5))
    assert read(laid, 6) == [1, 32767, -32768, 5, 5, 5]


def test_what_comes_too_late_is_heard_from_where_it_is_not() -> None:
    laid = strip()
    assert read(laid, 3) == [0, 0, 0]
    laid.lay(sound(0.1, 1, 2, 3, 4))
    laid.lay(sound(0.0, 9, 9))
    assert read(laid, 6) == [3, 4, 0]
