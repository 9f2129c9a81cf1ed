"""QOI, "the quite OK image format" (qoiformat.org, specification 1.0), written with NumPy.

Pillow's own encoder is a loop in Python and takes seconds a frame. Here everything is found for all pixels at
once: which repeat the one before, which were seen last among those of their hash, how far each channel goes.
"""

import struct

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
# A pixel as one number.
Colours = NDArray[np.uint32]
_INDEX, _DIFF, _LUMA, _RUN, _RGB, _RGBA = 0x00, 0x40, 0x80, 0xC0, 0xFE, 0xFF
_LONGEST_RUN = 62
_START = np.array([0, 0, 0, 255], np.uint8)
_END = b"\0\0\0\0\0\0\0\1"
_SRGB = 0


def encoded(pixels: Bytes) -> bytes:
    """The file of [height, width, 3 or 4]."""
    height, width, channels = pixels.shape
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)]) if channels == 3 else pixels
    header = struct.pack(">4sIIBB", b"qoif", width, height, channels, _SRGB)
    return header + _chunks(np.ascontiguousarray(opaque).reshape(-1, 4)) + _END


def _chunks(pixels: Bytes) -> bytes:
    """Of [n, 4]. Behind each pixel that differs from the one before it goes a run of those that do not."""
    colours = pixels.view(np.uint32)[:, 0]
    before = np.append(_START.view(np.uint32), colours[:-1])
    fresh = np.flatnonzero(colours != before)
    bodies, lengths = _fresh(colours[fresh], before[fresh])
    # One entry more than there are such pixels: the run in front of them all.
    lengths = np.append(0, lengths)
    repeats = np.diff(np.concatenate([[-1], fresh, [len(pixels)]])) - 1
    runs = -(-repeats // _LONGEST_RUN)
    ends, runs_until = np.cumsum(lengths + runs), np.cumsum(runs)
    # The bytes of a run stand side by side in front of its end, all of them full but the last.
    run_at = np.arange(runs_until[-1]) + np.repeat(ends - runs_until, runs)
    tags = np.full(len(run_at), _RUN | _LONGEST_RUN - 1, np.uint8)
    tags[runs_until[runs > 0] - 1] = _RUN | (repeats[runs > 0] - 1) % _LONGEST_RUN
    out = np.empty(ends[-1], np.uint8)
    out[run_at] = tags
    rest = np.ones(len(out), np.bool_)
    rest[run_at] = False
    out[rest] = bodies[np.arange(bodies.shape[1]) < lengths[1:, None]]
    return out.tobytes()


def _fresh(colours: Colours, before: Colours) -> tuple[Bytes, NDArray[np.intp]]:
    """Chunks of pixels that differ from those before them: [n, 5] bytes, and how many of them count."""
    pixels, others = (
        np.ascontiguousarray(each.view(np.uint8).reshape(-1, 4).T) for each in (colours, before)
    )
    # Differences wrap around as bytes do.
    red, green, blue, alpha = pixels - others
    red_green, blue_green = red - green, blue - green
    hashes = (pixels[0] * 3 + pixels[1] * 5 + pixels[2] * 7 + pixels[3] * 11) & 63
    opaque = alpha == 0
    kinds = [
        _seen(colours, hashes),
        opaque & _within(red, 2) & _within(green, 2) & _within(blue, 2),
        opaque & _within(green, 32) & _within(red_green, 8) & _within(blue_green, 8),
        opaque,
    ]
    difference = _DIFF | (red + 2 & 3) << 4 | (green + 2 & 3) << 2 | blue + 2 & 3
    tags = [_INDEX | hashes, difference, _LUMA | green + 32 & 63, np.full_like(red, _RGB)]
    bodies = np.empty((len(colours), 5), np.uint8)
    bodies[:, 0] = np.select(kinds, tags, np.uint8(_RGBA))
    bodies[:, 1] = np.where(kinds[2], red_green + 8 << 4 | blue_green + 8 & 15, pixels[0])
    bodies[:, 2:] = pixels[1:].T
    return bodies, np.select(kinds, [1, 1, 2, 4], 5)


def _within(change: Bytes, reach: int) -> NDArray[np.bool_]:
    """From -reach to reach - 1."""
    within: NDArray[np.bool_] = change + reach < 2 * reach
    return within


def _seen(colours: Colours, hashes: Bytes) -> NDArray[np.bool_]:
    """Whether the pixel before with the same hash was the same one; at first all 64 were nothing at all."""
    order = np.argsort(hashes, kind="stable")
    sorted_colours, sorted_hashes = colours[order], hashes[order]
    last = np.zeros_like(sorted_colours)
    last[1:] = np.where(sorted_hashes[1:] == sorted_hashes[:-1], sorted_colours[:-1], 0)
    known = np.empty(len(colours), np.bool_)
    known[order] = sorted_colours == last
    return known
