"""How surprised a model is by sentences it was not trained on."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from soulstrain.examples import IGNORED, collate

# Sentences at once: 16 x 64 tokens x GPT-2's 50257 logits are 206 MB.
BATCH_SIZE = 16
# exp(100) is worse than any vocabulary; beyond 709 a float overflows.
LOSS_CEILING = 100.0


def surprise(model: Any, examples: Sequence[Sequence[int]], pad: int) -> tuple[float, int]:
    """Summed negative log likelihood in nats, and the number of tokens predicted (all but each first).

    In the precision of the weights, without dropout; the model's mode is left as it was.
    """
    was_training = model.training
    model.eval()
    total, tokens = 0.0, 0
    ordered = sorted(examples, key=len)
    with torch.no_grad():
        for start in range(0, len(ordered), BATCH_SIZE):
            batch = collate(ordered[start : start + BATCH_SIZE], pad)
            inputs = {name: tensor.to(model.device) for name, tensor in batch.items() if name != "labels"}
            targets = batch["labels"][:, 1:].to(model.device)
            logits = model(**inputs).logits[:, :-1].float()
            total += cross_entropy(
                logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum"
            ).item()
            tokens += int((targets != IGNORED).sum())
    model.train(was_training)
    return total, tokens


def perplexity(loss: float) -> float:
    """exp of the mean negative log likelihood a token."""
    return math.exp(min(loss, LOSS_CEILING))
