"""Networks of shaders: what torch computes is what the shader's text says."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from animator.upscaling.network import Network
from animator.upscaling.shader import shader_of
from anime4k_shaders import enlarging, enlarging_densely, restoring, restoring_densely
from handlers.animator.upscaling.shader_interpreter import run

CPU = torch.device("cpu")


def noise(rows: int, columns: int) -> torch.Tensor:
    return torch.rand(1, 3, rows, columns, generator=torch.Generator().manual_seed(1))


def said(text: str, colour: torch.Tensor) -> np.ndarray:
    """[3, rows, columns] by the text itself."""
    picture = np.concatenate([colour[0].permute(1, 2, 0).numpy(), np.ones((*colour.shape[2:], 1))], -1)
    return run(text, picture)[..., :3].transpose(2, 0, 1)


@pytest.mark.parametrize("text_of", [restoring, restoring_densely, enlarging, enlarging_densely])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_network_computes_what_its_shader_says(text_of: Callable[[int], str], seed: int) -> None:
    text, colour = text_of(seed), noise(7, 10)
    network = Network(shader_of("tiny.glsl", text), CPU)
    made = network(colour)
    expected = said(text, colour)
    assert made.shape[1:] == expected.shape
    assert network.factor == (2 if text_of in (enlarging, enlarging_densely) else 1)
    np.testing.assert_allclose(made[0].numpy(), expected, atol=1e-5)
    # It does something: tests that compare two identities prove nothing.
    assert np.abs(expected - said(text_of(seed + 7), colour)).max() > 0.05
