"""Pictures made larger by kernels: as Pillow and by the kernels' own laws."""

import numpy as np
import pytest
import torch
from PIL import Image

from animator.upscaling.resampling import KERNELS, resized, weights_of


def noise(*shape: int) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("size", [(64, 96), (71, 50), (129, 200), (33, 400)])
def test_a_larger_picture_is_pillows(kernel: str, size: tuple[int, int]) -> None:
    values = noise(33, 50)
    method = Image.Resampling[kernel.upper()]
    expected = np.asarray(Image.fromarray(values.numpy()).resize(size[::-1], method))
    np.testing.assert_allclose(resized(values, *size, kernel).numpy(), expected, atol=1e-5)


@pytest.mark.parametrize("kernel", KERNELS)
def test_each_picture_of_many_is_made_larger_by_itself(kernel: str) -> None:
    values = noise(2, 3, 20, 30)
    together = resized(values, 45, 61, kernel)
    assert together.shape == (2, 3, 45, 61)
    for row, channel in ((0, 0), (1, 2)):
        alone = resized(values[row, channel], 45, 61, kernel)
        torch.testing.assert_close(together[row, channel], alone)


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_even_stays_even_up_to_its_edge(kernel: str) -> None:
    np.testing.assert_allclose(weights_of(17, 40, kernel).sum(1), 1)
    assert torch.allclose(resized(torch.full((17, 17), 0.3), 40, 40, kernel), torch.tensor(0.3))


def test_the_same_size_is_the_same_picture() -> None:
    values = noise(3, 65, 130)
    for kernel in KERNELS:
        torch.testing.assert_close(resized(values, 65, 130, kernel), values)
