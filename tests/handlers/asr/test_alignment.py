"""Dynamic time warping against a plain programme, the median, and tokens' first frames."""

import numpy as np
import pytest
import torch

from asr.alignment import costs, median, paths, token_frames


def plain(matrix: np.ndarray) -> list[tuple[int, int]]:
    """The textbook recurrence, a cell at a time, with the reference implementation's preferences."""
    rows, columns = matrix.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0
    trace = {}
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            diagonal, token, frame = (
                total[row - 1, column - 1],
                total[row - 1, column],
                total[row, column - 1],
            )
            best = (1, 1) if diagonal < token and diagonal < frame else (0, 1)
            if token < diagonal and token < frame:
                best = (1, 0)
            total[row, column] = matrix[row - 1, column - 1] + min(diagonal, token, frame)
            trace[row, column] = best
    cell, path = (rows, columns), []
    while cell[0] and cell[1]:
        path.append((cell[0] - 1, cell[1] - 1))
        step = trace[cell]
        cell = (cell[0] - step[0], cell[1] - step[1])
    return path[::-1]


def test_paths_of_a_batch_are_those_of_a_plain_programme() -> None:
    chance = np.random.default_rng(3)
    batch = [
        chance.standard_normal(shape).astype(np.float32) for shape in [(7, 30), (1, 4), (12, 12), (9, 3)]
    ]
    for matrix, (tokens, frames) in zip(batch, paths(batch), strict=True):
        assert list(zip(tokens.tolist(), frames.tolist(), strict=True)) == plain(matrix)


def test_a_path_worked_by_hand_gives_each_token_its_first_frame() -> None:
    matrix = -np.array([[9, 9, -1, -1, -1, -1], [-1, -1, 9, -1, -1, -1], [-1, -1, -1, 9, 9, 9]], np.float32)
    assert [frames.tolist() for frames in token_frames([matrix])] == [[0, 2, 3]]
    assert token_frames([]) == []


def test_the_median_mirrors_its_ends() -> None:
    values = torch.tensor([[[1.0, 9.0, 2.0, 8.0, 3.0]]])
    assert median(values, 3).tolist() == [[[9.0, 2.0, 8.0, 3.0, 8.0]]]
    assert median(values[..., :1], 7).tolist() == [[[1.0]]]


@pytest.mark.parametrize("frames", [1, 2, 40])
def test_costs_are_finite_for_the_shortest_sound_and_for_attention_that_never_moves(frames: int) -> None:
    flat = costs(torch.zeros(2, 5, 50), frames)
    assert flat.shape == (5, frames)
    assert np.isfinite(flat).all()
    assert np.isfinite(costs(torch.randn(2, 5, 50), frames)).all()
