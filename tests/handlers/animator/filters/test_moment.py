"""Time in steps and turns, and chance that depends on nothing else."""

import numpy as np
import pytest
import torch

from animator.filters.moment import Moment, salt_of
from animator.filters.moment import _mixed as mixed


def moment(*times: float, salt: int = 1) -> Moment:
    return Moment(torch.tensor(times, dtype=torch.float64), salt)


def test_a_step_begins_on_its_frame_however_its_time_was_rounded() -> None:
    steps = list(range(0, 100_000, 7))
    assert moment(*[step / 25 for step in steps]).steps.tolist() == steps
    assert moment(*[0.04 * step for step in steps]).steps.tolist() == steps
    assert moment(0.0399, 0.0401, -0.01).steps.tolist() == [0, 1, -1]


def test_turns_are_as_fine_after_a_week() -> None:
    week = 7 * 86_400.0
    torch.testing.assert_close(moment(week + 0.3, 0.3).turns(2.5), torch.tensor([0.75, 0.75]))


def test_hashes_are_those_of_the_published_finaliser() -> None:
    def finaliser(value: int) -> int:
        value ^= value >> 16
        value = value * 0x85EBCA6B % 2**32
        value ^= value >> 13
        value = value * 0xC2B2AE35 % 2**32
        return value ^ value >> 16

    values = [0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 123_456_789]
    bits = torch.from_numpy(np.array(values, np.uint32).view(np.int32))
    assert mixed(bits).numpy().view(np.uint32).tolist() == [finaliser(value) for value in values]
    assert bits.numpy().view(np.uint32).tolist() == values


def test_chances_are_even_and_differ_by_number_and_question() -> None:
    numbers = torch.arange(100_000)
    chances = moment().chances(numbers, 5, "where")
    assert chances.min() >= 0
    assert chances.max() < 1
    shares = torch.histc(chances, 10, 0, 1) / chances.numel()
    assert (shares - 0.1).abs().max() < 0.002
    together = torch.corrcoef(torch.cat([chances.T, moment().chances(numbers, 5, "how high").T]))
    assert (together - torch.eye(10)).abs().max() < 0.016


def test_a_field_is_as_even_and_new_at_each_step() -> None:
    first, same, next_one = moment(0.0, 0.039, 0.04).field(64, 64, "grain")
    assert torch.equal(first, same)
    assert abs(torch.corrcoef(torch.stack([first.flatten(), next_one.flatten()]))[0, 1]) < 0.05
    assert abs(first.mean()) < 0.03
    assert abs(first.std() - 3**-0.5) < 0.02
    neighbours = torch.stack([first[0, :, 1:].flatten(), first[0, :, :-1].flatten()])
    assert abs(torch.corrcoef(neighbours)[0, 1]) < 0.05


def test_a_smaller_field_is_a_part_of_a_larger() -> None:
    assert torch.equal(moment(1.0).field(20, 30, "grain"), moment(1.0).field(50, 40, "grain")[..., :20, :30])


@pytest.mark.parametrize(("shortest", "longest"), [(1, 1), (1, 3), (1, 4), (3, 6), (2, 250), (7, 7), (5, 2)])
def test_holds_last_as_long_as_they_say(shortest: int, longest: int) -> None:
    numbers = moment(*[step / 25 for step in range(-3000, 6000)]).holds(shortest, longest)
    apart = numbers.diff()
    assert set(apart.tolist()) <= {0, 1}
    changes = apart.nonzero().flatten()
    lasting = changes.diff()
    least, most = sorted((shortest, longest))
    assert lasting.min() >= least
    assert lasting.max() <= most
    if most - least < 10:
        assert set(lasting.tolist()) == set(range(least, most + 1))


def test_holds_depend_on_nothing_before_them() -> None:
    times = [step / 25 for step in range(1000)]
    together = moment(*times).holds(1, 5).tolist()
    assert [moment(at).holds(1, 5).item() for at in times[::37]] == together[::37]


def test_salts_differ_by_every_part() -> None:
    salts = {salt_of(filter_, name, seed) for filter_ in "ab" for name in ("0", "1") for seed in (0, 1, 10)}
    assert len(salts) == 12
