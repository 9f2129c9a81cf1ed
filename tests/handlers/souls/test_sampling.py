"""The batch's next tokens follow each row's own settings.

Noise spread evenly over [0, 1) makes shares exact: a token of probability p is drawn for a share p of it.
"""

import torch

from souls.sampling import Rows, draw
from souls.settings import Sampling

PROBABILITIES = [0.5, 0.3, 0.15, 0.05]


def shares(sampling: Sampling, seen: list[int] | None = None) -> list[float]:
    """How often each token is drawn by `sampling`, over 2000 evenly spread draws."""
    count, size = 2000, len(PROBABILITIES)
    logits = torch.tensor(PROBABILITIES).log().expand(count, size)
    noise = (torch.arange(count) + 0.5) / count
    marked = torch.zeros(count, size, dtype=torch.bool)
    marked[:, seen or []] = True
    rows = Rows.empty(count, torch.device("cpu"))
    rows.fill([sampling], size)
    tokens = draw(logits, noise, marked, rows)
    return [round((tokens == token).float().mean().item(), 2) for token in range(size)]


def test_all_tokens_are_drawn_by_their_probability_when_nothing_is_cut_off() -> None:
    assert shares(Sampling(top_p=1.0)) == [0.5, 0.3, 0.15, 0.05]


def test_the_nucleus_is_the_fewest_tokens_that_reach_top_p() -> None:
    assert shares(Sampling(top_p=0.75)) == [0.62, 0.38, 0, 0]
    assert shares(Sampling(top_p=0.01)) == [1, 0, 0, 0]


def test_top_k_keeps_the_k_likeliest() -> None:
    assert shares(Sampling(top_p=1.0, top_k=1)) == [1, 0, 0, 0]
    assert shares(Sampling(top_p=1.0, top_k=3)) == [0.53, 0.32, 0.16, 0]


def test_temperature_sharpens_and_flattens_and_nought_is_greedy() -> None:
    assert shares(Sampling(top_p=1.0, temperature=0.5)) == [0.69, 0.25, 0.06, 0.01]
    assert shares(Sampling(top_p=1.0, temperature=5.0)) == [0.3, 0.27, 0.24, 0.19]
    assert shares(Sampling(top_p=1.0, temperature=0.0)) == [1, 0, 0, 0]


def test_a_seen_token_becomes_rarer_by_the_repetition_penalty() -> None:
    # log 0.5 doubled is log 0.25: of 0.75 in all.
    assert shares(Sampling(top_p=1.0, repetition_penalty=2.0), seen=[0]) == [0.33, 0.4, 0.2, 0.07]


def test_each_row_of_a_batch_keeps_its_own_settings() -> None:
    rows = Rows.empty(3, torch.device("cpu"))
    rows.fill([Sampling(temperature=0), Sampling(top_p=1.0), Sampling(top_p=0.6)], 4)
    logits = torch.tensor(PROBABILITIES).log().expand(3, 4)
    tokens = draw(logits, torch.full((3,), 0.99), torch.zeros(3, 4, dtype=torch.bool), rows)
    assert tokens.tolist() == [0, 3, 1]


def test_a_token_that_may_never_stand_is_never_drawn_even_at_the_end_of_the_noise() -> None:
    rows = Rows.empty(1, torch.device("cpu"))
    rows.fill([Sampling(top_p=1.0)], 3)
    logits = torch.tensor([[0.0, -torch.inf, 0.0]])
    almost_one = torch.tensor([1.0 - 2**-24])
    assert draw(logits, almost_one, torch.zeros(1, 3, dtype=torch.bool), rows).item() == 2
