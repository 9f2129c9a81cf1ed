"""The torch backend on a GPU: replayed CUDA graphs write what the CPU writes. `pytest -m gpu`."""

from pathlib import Path

import pytest
import torch

from souls.backend import Draw
from souls.gpt2 import GPT2
from souls.settings import Sampling
from souls.torch_backend import TorchBackend
from souls.vocabulary import Vocabulary

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU that torch can use"),
]


def backend(folder: Path, device: str) -> TorchBackend:
    """In float32 on both: bfloat16 may choose otherwise between two close tokens."""
    return TorchBackend(GPT2.load(folder, torch.device(device), torch.float32), Vocabulary.read(folder))


@pytest.mark.parametrize("rows", [1, 3, 8])
def test_greedy_text_is_the_cpus_at_every_batch_size_and_on_every_replay(
    random_weights: Path, rows: int
) -> None:
    gpu, cpu = backend(random_weights, "cuda"), backend(random_weights, "cpu")
    greedy = Sampling(max_tokens=30, temperature=0)
    for first in (40, 90):
        draws = [Draw((1, *range(first, first + row + 1)), greedy) for row in range(rows)]
        assert gpu.decode(draws) == cpu.decode(draws)


def test_a_seed_gives_the_same_tokens_on_every_replay(random_weights: Path) -> None:
    gpu = backend(random_weights, "cuda")
    draws = [Draw((1, 45), Sampling(max_tokens=30, top_p=1.0, temperature=2.0))]
    first = gpu.decode(draws, seed=5)
    assert gpu.decode(draws, seed=6) != first
    assert gpu.decode(draws, seed=5) == first
