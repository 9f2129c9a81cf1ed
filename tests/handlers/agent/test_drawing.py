"""Tokens drawn for a batch: what a row's own settings allow, by its own noise."""

import torch

from agent.drawing import Drawing, draw
from agent.settings import Sampling

CPU = torch.device("cpu")
# Probabilities 0.5, 0.3, 0.2 at the tokens 2, 0, 1.
SCORES = torch.log(torch.tensor([[0.3, 0.2, 0.5]]))


def column(*values: float) -> torch.Tensor:
    return torch.tensor(values)[:, None]


def test_noise_picks_the_token_at_its_place_of_the_distribution() -> None:
    noise = torch.tensor([0.0, 0.49, 0.51, 0.79, 0.81, 0.999])
    drawn = draw(SCORES.expand(6, 3), noise, column(*[1.0] * 6), column(*[1.0] * 6))
    assert drawn.tolist() == [2, 2, 0, 0, 1, 1]


def test_the_nucleus_leaves_the_likeliest_tokens_that_reach_it() -> None:
    noise = torch.tensor([0.99, 0.99, 0.99])
    drawn = draw(SCORES.expand(3, 3), noise, column(1, 1, 1), column(0.01, 0.6, 1.0))
    assert drawn.tolist() == [2, 0, 1]


def test_noise_that_rounds_up_to_one_stays_in_the_nucleus() -> None:
    assert draw(SCORES, torch.tensor([1.0]), column(1), column(0.6)).tolist() == [0]


def test_each_row_has_its_own_temperature_and_nought_is_greedy() -> None:
    noise = torch.tensor([0.9, 0.9, 0.9])
    drawn = draw(SCORES.expand(3, 3), noise, column(0.0, 1.0, 0.1), column(1, 1, 1))
    assert drawn.tolist() == [2, 1, 2]


def test_a_seeded_row_draws_the_same_beside_others() -> None:
    scores = torch.zeros(1, 50)
    seeded, other = Sampling(temperature=1.0, seed=7), Sampling(temperature=1.0)

    def tokens(rows: list[Sampling], row: int) -> list[int]:
        drawing = Drawing(rows, 20, CPU)
        ids = torch.zeros(len(rows), 1, dtype=torch.long)
        return [int(drawing(ids, scores.expand(len(rows), 50))[row].argmax()) for _ in range(20)]

    alone = tokens([seeded], 0)
    assert tokens([other, seeded, Sampling()], 1) == alone
    assert len(set(alone)) > 10
    assert tokens([other], 0) != tokens([other], 0)
