import numpy as np
import pytest
import torch

from soulstrain.speech.batches import PROMPTED, Batches, masked
from soulstrain.speech.shards import Data
from soulstrain.speech.tokens import PREVIOUS


@pytest.fixture
def data() -> Data:
    """Nine windows in shards of four; window n is all n and says so."""
    features = [np.full((80, 500), n, np.float16) for n in range(9)]
    labels = [
        {
            "segments": [
                {"start": 0.0, "end": 1.0, "text": f"Number {n}.", "words": [0.0, 0.5], "sounds": [[0.0, n]]}
            ]
        }
        for n in range(9)
    ]
    cuts = [slice(0, 4), slice(4, 8), slice(8, 9)]
    return Data(tuple(np.stack(features[cut]) for cut in cuts), tuple(tuple(labels[cut]) for cut in cuts))


def numbers(batches: Batches, number: int) -> list[int]:
    return [int(row.max()) for part in batches[number] for row in part.features]


def test_every_window_is_seen_once_before_any_is_seen_again(data: Data) -> None:
    batches = Batches(data, 3, seed=1)
    rounds = [[numbers(batches, 3 * again + place) for place in range(3)] for again in range(2)]
    assert [sorted(n for batch in seen for n in batch) for seen in rounds] == [list(range(9))] * 2
    assert rounds[0] != rounds[1]


def test_a_batch_depends_on_seed_and_number_alone(data: Data) -> None:
    wanted = Batches(data, 3, seed=1)[7][0]
    batches = Batches(data, 3, seed=1)
    for number in (2, 11, 7):
        batch = batches[number][0]
    for name in ("features", "ids", "labels", "times", "sounds"):
        assert torch.equal(getattr(batch, name), getattr(wanted, name))


def test_parts_hold_all_rows_of_a_batch(data: Data) -> None:
    whole, parts = Batches(data, 4, seed=1)[0], Batches(data, 4, seed=1, parts=2)[0]
    assert [part.features.shape[0] for part in parts] == [2, 2]
    assert sum(part.sounds.sum() for part in parts) == whole[0].sounds.sum() > 0


def test_every_sixth_batch_has_prompts(data: Data) -> None:
    batches = Batches(data, 3, seed=1)
    prompted = [bool((batches[number][0].ids == PREVIOUS).any()) for number in range(2 * PROMPTED)]
    assert [number for number, has in enumerate(prompted) if has] == [PROMPTED - 1, 2 * PROMPTED - 1]


def test_masks_are_few_narrow_and_leave_the_data_alone() -> None:
    features = np.random.default_rng(0).standard_normal((80, 500)).astype(np.float16)
    before = features.copy()
    shares = [
        float(np.mean(masked(features, np.random.default_rng(seed)) != features.astype(np.float32)))
        for seed in range(50)
    ]
    assert np.array_equal(features, before)
    assert 0 < max(shares) < 0.45
    assert min(shares) < 0.1
