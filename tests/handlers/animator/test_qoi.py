"""QOI files: read back by Pillow, and as short as an encoder's that goes pixel by pixel."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from animator import qoi


def read(file: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(file), formats=["QOI"]) as image:
        return np.array(image)


# Few values make runs and pixels seen before, many make none.
@given(
    st.sampled_from([3, 4]).flatmap(
        lambda channels: arrays(
            np.uint8,
            st.tuples(st.integers(1, 9), st.integers(1, 30), st.just(channels)),
            elements=st.sampled_from([0, 1, 2, 5, 30, 254, 255]) | st.integers(0, 255),
        )
    )
)
def test_what_is_written_is_read_again(pixels: np.ndarray) -> None:
    assert np.array_equal(read(qoi.encoded(pixels)), pixels)


@pytest.mark.parametrize("step", [1, 2, 8, 32, 33, 127])
def test_small_and_large_differences_between_neighbours_are_read_again(step: int) -> None:
    generator = np.random.default_rng(step)
    walk = np.cumsum(generator.integers(-step, step + 1, (2000, 4)), 0)
    pixels = walk.astype(np.uint8).reshape(40, 50, 4)
    assert np.array_equal(read(qoi.encoded(pixels)), pixels)
    assert np.array_equal(read(qoi.encoded(pixels[..., :3])), pixels[..., :3])


@pytest.mark.parametrize("length", [1, 61, 62, 63, 124, 125, 200])
def test_runs_are_cut_at_62(length: int) -> None:
    pixels = np.zeros((1, length + 1, 4), np.uint8)
    pixels[0, 0] = 7, 0, 0, 200
    file = qoi.encoded(pixels)
    # Header, a pixel in full, "nothing at all" by its hash, its runs, the end.
    assert len(file) == 14 + 5 + 1 + -(-(length - 1) // 62) + 8
    assert np.array_equal(read(file), pixels)


def test_a_picture_that_begins_as_the_format_does_is_one_run() -> None:
    pixels = np.zeros((1, 3, 3), np.uint8)
    assert qoi.encoded(pixels) == b"qoif\0\0\0\3\0\0\0\1\3\0\xc2" + b"\0\0\0\0\0\0\0\1"


def test_a_file_is_no_longer_than_pillows() -> None:
    y, x = np.mgrid[:60, :80]
    disc = np.hypot(x - 40, y - 30) < 25
    pixels = (np.stack([x * 2, y * 3, x + y, np.full_like(x, 255)], -1) * disc[..., None]).astype(np.uint8)
    theirs = io.BytesIO()
    Image.fromarray(pixels).save(theirs, "QOI")
    assert len(qoi.encoded(pixels)) <= len(theirs.getvalue())
