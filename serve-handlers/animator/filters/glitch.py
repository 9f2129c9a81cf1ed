"""When and where lines glitch."""

import torch
from torch import Tensor

from animator.engine import SIDE
from animator.filters.moment import Moment
from animator.filters.parameter import Parameter, amount, count


def glitch_parameters(lowest: int, highest: int, most: int) -> dict[str, Parameter]:
    """What decides how many lines glitch and when; heights by default, and at most, in lines of 512."""
    return {
        "unboost": amount(4.0, 0.1, 10, "The more, the seldomer and the fewer"),
        "max_glitches": count(3, 0, 16, "At once, at most"),
        "min_glitch_height": count(lowest, 1, most, "How high, at least", "lines of 512"),
        "max_glitch_height": count(highest, 1, most, "How high, at most", "lines of 512"),
        "hold_min": count(1, 1, 250, "How long each lasts, at least", "1/25 s"),
        "hold_max": count(3, 1, 250, "How long each lasts, at most", "1/25 s"),
    }


def glitching(
    light: Tensor,
    moment: Moment,
    held: Tensor,
    *,
    unboost: float,
    max_glitches: int,
    min_glitch_height: int,
    max_glitch_height: int,
) -> Tensor:
    """[n, 1, height, 1]: 1 in each line that glitches, else 0. held: [n] numbers of `moment`'s holds.

    As many at once as a chance to the power of `unboost` says; they stay for a hold, then come elsewhere.
    """
    height, most = light.shape[2], max_glitches
    if not most:
        return light.new_zeros(len(light), 1, height, 1)
    there = torch.floor(moment.chances(held, 1, "how many") ** unboost * (most + 1))
    low, high = sorted((min_glitch_height, max_glitch_height))
    lines = (low + torch.round(moment.chances(held, most, "how high") * (high - low))) * (height / SIDE)
    lines = lines.round_().clamp_(1, height)
    first = torch.round(moment.chances(held, most, "where") * (height - lines))
    rows = torch.arange(height, device=light.device)
    inside = (rows >= first[..., None]) & (rows < (first + lines)[..., None])
    here = torch.arange(most, device=light.device) < there
    return (inside & here[..., None]).any(1).float()[:, None, :, None]
