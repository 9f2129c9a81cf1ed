import numpy as np
import pytest

from soulstrain.speech.sounds import NAMES, POSITIONS, SILENCE, sound_id, sounding

UNTOLD = -100


def test_marks_of_stress_and_variants_are_one_sound() -> None:
    assert {sound_id(name) for name in ("a", "'a", ",a#", "%a")} == {NAMES.index("a")}
    assert sound_id("3:") == NAMES.index("3:")
    assert sound_id("'3") == NAMES.index("3")


@pytest.mark.parametrize("name", ["_", "_:", "_!", "_|"])
def test_every_pause_is_silence(name: str) -> None:
    assert sound_id(name) == SILENCE


def test_a_sound_of_no_accent_of_ours_has_no_id() -> None:
    assert sound_id("x^") is None


def test_every_position_has_the_sound_at_its_middle() -> None:
    first = {"start": 0.1, "end": 0.2, "sounds": [[0.1, 5], [0.155, None]]}
    second = {"start": 0.3, "end": 0.34, "sounds": [[0.32, 7]]}
    heard = sounding([first, second], UNTOLD)
    assert heard.shape == (POSITIONS,)
    # 0.02 s a position: 5 to 9 are the first segment, 15 and 16 the second.
    assert heard[:18].tolist() == [0] * 5 + [5, 5, 5, UNTOLD, UNTOLD] + [0] * 5 + [0, 7, 0]
    assert not np.any(heard[18:])
