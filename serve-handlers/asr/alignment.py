"""When each token was said: dynamic time warping over what the decoder's alignment heads listened to.

After the reference implementation (openai/whisper, timing.py): attention is normalised over the tokens,
smoothed over time by a median filter and averaged over the heads; the cheapest monotonic path through it
gives each token its frames. Here many windows go through the dynamic programme together, an anti-diagonal
at a time.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

FRAMES_A_SECOND = 50  # encoder positions
MEDIAN_WIDTH = 7
_DIAGONAL, _TOKEN, _FRAME = 0, 1, 2

Costs = NDArray[np.float32]
Indices = NDArray[np.int64]


def costs(scores: Tensor, frames: int) -> Costs:
    """Cost [T, frames] of saying each token in each frame; scores [heads, T, F] before the softmax."""
    weights = scores[:, :, :frames].softmax(-1)
    deviation, mean = torch.std_mean(weights, dim=-2, keepdim=True, correction=0)
    weights = median((weights - mean) / deviation.clamp(min=1e-9), MEDIAN_WIDTH)
    return -weights.mean(0).float().cpu().numpy()


def median(weights: Tensor, width: int) -> Tensor:
    """Running median over the last of three dimensions, its ends mirrored; `width` is odd."""
    half = width // 2
    if weights.shape[-1] <= half:
        return weights
    padded = functional.pad(weights, (half, half), mode="reflect")
    return padded.unfold(-1, width, 1).median(-1).values


def token_frames(batch: Sequence[Costs]) -> list[Indices]:
    """The first frame of each token, for costs [tokens, frames] of several windows."""
    return [_first_frames(*path) for path in paths(batch)]


def _first_frames(tokens: Indices, frames: Indices) -> Indices:
    return frames[np.searchsorted(tokens, np.arange(tokens[-1] + 1))]


def paths(batch: Sequence[Costs]) -> list[tuple[Indices, Indices]]:
    """The cheapest path from corner to corner of each matrix, as row and column indices.

    A path steps to the next row, the next column, or both.
    """
    if not batch:
        return []
    traces = _traces(batch)
    return [_path(trace, *matrix.shape) for trace, matrix in zip(traces, batch, strict=True)]


def _traces(batch: Sequence[Costs]) -> NDArray[np.int8]:
    """[B, anti-diagonal, row]: where the cheapest path to each cell comes from; rows count from 1."""
    rows, columns = (max(matrix.shape[axis] for matrix in batch) for axis in (0, 1))
    skewed = np.full((len(batch), rows + columns + 1, rows + 1), np.inf, np.float32)
    for item, matrix in zip(skewed, batch, strict=True):
        for row in range(matrix.shape[0]):
            item[row + 2 : row + 2 + matrix.shape[1], row + 1] = matrix[row]
    traces = np.full(skewed.shape, _FRAME, np.int8)
    older = np.full((len(batch), rows + 1), np.inf, np.float32)
    older[:, 0] = 0
    newer = np.full_like(older, np.inf)
    for diagonal in range(2, rows + columns + 1):
        diagonally = np.pad(older[:, :-1], ((0, 0), (1, 0)), constant_values=np.inf)
        by_token = np.pad(newer[:, :-1], ((0, 0), (1, 0)), constant_values=np.inf)
        trace = np.where((by_token < diagonally) & (by_token < newer), _TOKEN, _FRAME)
        trace = np.where((diagonally < by_token) & (diagonally < newer), _DIAGONAL, trace)
        least = np.minimum(np.minimum(diagonally, by_token), newer)
        traces[:, diagonal] = trace
        older, newer = newer, least + skewed[:, diagonal]
    return traces


def _path(trace: NDArray[np.int8], rows: int, columns: int) -> tuple[Indices, Indices]:
    row, column = rows, columns
    cells = []
    while row > 0 and column > 0:
        cells.append((row - 1, column - 1))
        step = trace[row + column, row]
        row -= int(step != _FRAME)
        column -= int(step != _TOKEN)
    tokens, frames = np.array(cells[::-1], np.int64).T
    return tokens, frames
