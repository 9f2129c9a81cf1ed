"""Cuts a recording between its phrases into windows that a model can hear at once.

A window takes in all phrases that fit: one that is half full costs as much as a full one.
"""

from collections.abc import Iterator

import numpy as np

from asr.activity import Activity, Span
from asr.spectrum import HOP, Floats

# Neighbours this close are heard together: their pause belongs to the sentence.
PAUSE_S = 1.0
# A phrase that does not fit is cut at its quietest point in the last part of the window.
_CUT_FROM = 0.5
_SMOOTH = 5  # frames, 0.1 s: between words rather than within one


def cut(activity: Activity, window: int, rate_hz: int) -> list[Span]:
    """Windows of at most `window` samples that together hold all speech, in order, apart from each other."""
    windows: list[Span] = []
    for phrase in activity.phrases:
        for piece in _pieces(phrase, window, activity.frames.level_db):
            close = windows and piece.start - windows[-1].end <= PAUSE_S * rate_hz
            if close and piece.end - windows[-1].start <= window:
                windows[-1] = Span(windows[-1].start, piece.end)
            else:
                windows.append(piece)
    return windows


def _pieces(span: Span, window: int, level_db: Floats) -> Iterator[Span]:
    """`span` itself, or parts that each fit, cut where it is quietest."""
    start = span.start
    while span.end - start > window:
        first, last = round((start + window * _CUT_FROM) / HOP), (start + window) // HOP
        levels = np.convolve(level_db[first:last], np.ones(_SMOOTH) / _SMOOTH, mode="valid")
        at = (first + _SMOOTH // 2 + int(levels.argmin())) * HOP if len(levels) else start + window
        yield Span(start, at)
        start = at
    yield Span(start, span.end)


def gaps(windows: list[Span], length: int) -> list[Span]:
    """What of `length` samples is in no window."""
    edges = [0, *(edge for span in windows for edge in (span.start, span.end)), length]
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
