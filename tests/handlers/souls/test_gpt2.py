"""Our GPT-2 computes what transformers' does."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import GPT2LMHeadModel

from souls.gpt2 import GPT2

CPU = torch.device("cpu")


@torch.inference_mode()
def test_the_logits_are_the_reference_implementations(random_weights: Path) -> None:
    reference = GPT2LMHeadModel.from_pretrained(random_weights).eval()
    model = GPT2.load(random_weights, CPU, torch.float32)
    ids = torch.randint(4, model.shape.vocabulary, (3, 9), generator=torch.Generator().manual_seed(1))
    cache = model.cache(3, 64)
    first = model.forward(ids[:, :5], torch.arange(5), cache)
    torch.testing.assert_close(first, reference(ids[:, :5]).logits[:, -1], atol=1e-4, rtol=1e-4)
    for column in range(5, 9):
        logits = model.forward(ids[:, column : column + 1], torch.tensor([column]), cache)
        expected = reference(ids[:, : column + 1]).logits[:, -1]
        torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)


@torch.inference_mode()
def test_padding_on_the_left_changes_nothing(random_weights: Path) -> None:
    model = GPT2.load(random_weights, CPU, torch.float32)
    alone = model.forward(torch.tensor([[5, 6, 7]]), torch.arange(3), model.cache(1, 64))
    cache = model.cache(2, 64)
    cache.padding.copy_(torch.tensor([4, 0]))
    ids = torch.tensor([[2, 2, 2, 2, 5, 6, 7], [9, 8, 7, 6, 5, 4, 9]])
    together = model.forward(ids, torch.arange(7), cache)
    torch.testing.assert_close(together[:1], alone, atol=1e-4, rtol=1e-4)


def test_a_checkpoint_with_other_arithmetic_is_refused(random_weights: Path, tmp_path: Path) -> None:
    shutil.copytree(random_weights, tmp_path / "other")
    config = json.loads((tmp_path / "other/config.json").read_text("utf-8"))
    changed = {**config, "activation_function": "relu", "scale_attn_by_inverse_layer_idx": True}
    (tmp_path / "other/config.json").write_text(json.dumps(changed), "utf-8")
    wrong = "not a GPT-2 this engine computes \\(activation_function, scale_attn_by_inverse_layer_idx\\)"
    with pytest.raises(ValueError, match=wrong):
        GPT2.load(tmp_path / "other", CPU, torch.float32)
