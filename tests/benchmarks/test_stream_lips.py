"""How a mouth in pictures is laid beside lips that are heard."""

import numpy as np
import pytest
from stream_lips import Floats, Sentence, heard_at, judged, late_s, openness, seen, shown

from soulsgen.motion.lips import Viseme, mouths

FPS, RATE = 25.0, 8000
# Vowels with a closure of 50 to 80 ms at moments that lie on no grid.
BEGINS = (0.31, 0.74, 1.283, 1.6, 2.117, 2.571, 3.07, 3.451)
CLOSURES = tuple((start, start + 0.05 + 0.01 * (number % 4)) for number, start in enumerate(BEGINS))


def filmed(late: float, skipped: int = 0) -> tuple[Floats, Floats]:
    """Moments and openness of pictures of somebody who says the closures, so many pictures late."""
    edges = [0.0, *(edge for span in CLOSURES for edge in span), 4.0]
    names = ["aa", *("PP" if number % 2 == 0 else "aa" for number in range(len(edges) - 2))]
    track = [
        Viseme(*span, name) for span, name in zip(np.array([edges[:-1], edges[1:]]).T, names, strict=True)
    ]
    moments = np.arange(0.0, 4.0, 1 / FPS)
    opened = mouths(moments - late / FPS, track, 1 / FPS).sum(axis=1)
    kept = np.arange(len(moments)) % skipped != 1 if skipped else slice(None)
    return moments[kept], opened[kept]


@pytest.mark.parametrize("late", [-4.0, -1.5, -1.0, 0.0, 0.5, 1.0, 2.0, 5.0])
def test_a_mouth_is_found_as_late_as_it_is(late: float) -> None:
    assert late_s(*filmed(late), CLOSURES) * FPS == pytest.approx(late, abs=0.3)


def test_a_mouth_of_which_every_fourth_picture_was_lost_is_found_too() -> None:
    assert late_s(*filmed(2.0, skipped=4), CLOSURES) * FPS == pytest.approx(2.0, abs=0.5)


def test_closures_are_seen_where_a_shut_mouth_is_shown() -> None:
    assert seen(*filmed(0.0), CLOSURES) == len(CLOSURES)
    assert seen(*filmed(4.0), CLOSURES) == 0


def test_the_picture_that_is_nearest_is_shown() -> None:
    moments, opened = np.array([0.0, 1.0, 3.0]), np.array([5.0, 6.0, 7.0])
    at = np.array([-9.0, 0.4, 0.6, 1.9, 2.1, 9.0])
    assert shown(moments, opened, at).tolist() == [5.0, 5.0, 6.0, 6.0, 7.0, 7.0]


def test_a_sentence_is_found_by_its_samples_and_nothing_else_is() -> None:
    noise = np.random.default_rng(5)
    said = Sentence(noise.normal(size=RATE), RATE, CLOSURES)
    strip = np.zeros(10 * RATE)
    strip[27_123 : 27_123 + RATE] = said.samples
    assert heard_at(said, strip, 3.3) == pytest.approx(27_123 / RATE)
    with pytest.raises(RuntimeError, match=r"^what was said about 7\.0 s is not heard there$"):
        heard_at(said, strip, 7.0)
    with pytest.raises(RuntimeError, match="is not heard there"):
        heard_at(Sentence(noise.normal(size=RATE), RATE, ()), strip, 3.3)


def test_pictures_are_as_open_as_they_differ_from_a_closed_one_of_their_size() -> None:
    closed = np.full((16, 24), 100, np.uint8)
    levels, sides = [100, 150, 200, 104, 124, 144], [512, 512, 512, 256, 256, 256]
    opened = openness([np.full((16, 24), level, np.uint8) for level in levels], closed, sides)
    # 95 of 100 lie below what counts as wholly open.
    assert opened == pytest.approx([0, 1 / 1.9, 1 / 0.95, 0, 1 / 1.9, 1 / 0.95])


def test_a_sentence_is_judged_where_it_was_heard() -> None:
    moments, opened = filmed(1.0)
    told = judged(Sentence(np.ones(4 * RATE), RATE, CLOSURES), 50.0, moments + 50.0, opened)
    assert (told.at_s, told.closures) == (50.0, len(CLOSURES))
    assert told.late_s * FPS == pytest.approx(1.0, abs=0.3)
