import math

import numpy as np
import pytest
import torch

from soulstrain.speech import tokens
from soulstrain.speech.batches import Batches
from soulstrain.speech.network import SOUNDS_WEIGHT, Learner, astray
from soulstrain.speech.presets import speech_recipe
from soulstrain.speech.shards import Data
from soulstrain.speech.sounds import NAMES


def test_attention_where_the_label_sounds_costs_nothing_and_elsewhere_what_is_missing() -> None:
    times = torch.tensor([[0.5, 1.0, -1.0]])  # positions 25 and 50; the last label does not sound
    attention = torch.zeros(1, 1, 3, 250)
    attention[0, 0, 0, 31] = 1  # six positions off: near
    attention[0, 0, 1, 50] = attention[0, 0, 1, 100] = 0.5
    attention[0, 0, 2, 7] = 1
    assert float(astray(attention, times)) == pytest.approx(math.log(2) / 2)
    attention[0, 0, 0] = attention[0, 0, 0].roll(1)
    assert float(astray(attention, times)) == pytest.approx((math.log(1e4) + math.log(2)) / 2, rel=1e-4)


def test_no_sounding_label_costs_nothing() -> None:
    assert float(astray(torch.zeros(2, 1, 1, 250), torch.tensor([[-1.0]]))) == 0


@pytest.fixture
def data() -> Data:
    segment = {"start": 0.0, "end": 1.0, "text": "Run!", "words": [0.0], "sounds": [[0.0, 3]]}
    return Data((np.zeros((2, 80, 500), np.float16),), (({"segments": [segment]}, {"segments": []}),))


def test_the_total_weighs_the_aids(data: Data) -> None:
    torch.manual_seed(1)
    with torch.no_grad():
        losses = Learner(speech_recipe("tiny-test"))(Batches(data, 2, seed=1)[0][0])
    assert SOUNDS_WEIGHT == 1.0
    assert float(losses.total) == pytest.approx(
        float(losses.written) + float(losses.sounded) + 0.3 * float(losses.astray)
    )
    # To chance weights every token and every sound is as likely as any other.
    assert float(losses.written) == pytest.approx(math.log(tokens.SIZE), rel=0.05)
    assert float(losses.sounded) == pytest.approx(math.log(len(NAMES)), rel=0.25)
