"""Sentence embeddings of a BERT encoder such as all-MiniLM-L6-v2: the mean of its last layer, of unit length.

Reimers and Gurevych 2019, arXiv:1908.10084. The forward pass is written out: importing transformers takes a
worker longer than loading the model.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from agent.vectors import Embed, Matrix

# Longer texts are cut; sentence-transformers cuts this model's at the same length.
_MOST_TOKENS = 256
_ROWS = 64


class MiniLM:
    """An encoder in memory.

    Of this model unrelated sentences seldom come above 0.35, a question and its answer seldom below 0.5.
    """

    name = "minilm"
    near = 0.35
    sure = 0.5

    def __init__(self, folder: Path, device: torch.device) -> None:
        """Raises ValueError for a model of another kind."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise ValueError(f"{folder} is no BERT encoder with GELU, which the agent embeds with")
        self.heads = int(config["num_attention_heads"])
        self.layers = int(config["num_hidden_layers"])
        self.epsilon = float(config["layer_norm_eps"])
        weights = load_file(folder / "model.safetensors", device=str(device))
        self.weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
        self.device = device
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(min(_MOST_TOKENS, int(config["max_position_embeddings"])))
        self.tokenizer.enable_padding(pad_id=int(config.get("pad_token_id") or 0))

    def fitted(self, texts: Sequence[str]) -> Embed:  # noqa: ARG002 - it has learned what is common already
        return self.embed

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Matrix:
        """(texts, width). Texts of like length are embedded together: padding costs as much as words."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        width = self.weights["embeddings.word_embeddings.weight"].shape[1]
        matrix = np.zeros((len(texts), width), np.float32)
        for first in range(0, len(order), _ROWS):
            rows = order[first : first + _ROWS]
            encoded = self.tokenizer.encode_batch([texts[row] for row in rows])
            ids = torch.tensor([each.ids for each in encoded], device=self.device)
            mask = torch.tensor([each.attention_mask for each in encoded], device=self.device)
            matrix[rows] = self._pooled(ids, mask).cpu().numpy()
        return matrix

    def _pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(rows, tokens) to (rows, width)."""
        hidden = self._hidden(ids, mask)
        share = mask[..., None].float()
        mean = (hidden * share).sum(1) / share.sum(1).clamp(min=1e-9)
        return functional.normalize(mean, dim=-1)

    def _hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(rows, tokens, width) of the last layer."""
        tables = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm("embeddings.LayerNorm", tables)
        seen = mask[:, None, None, :].bool()
        for number in range(self.layers):
            layer = f"encoder.layer.{number}."
            attended = self._linear(f"{layer}attention.output.dense", self._attend(layer, hidden, seen))
            hidden = self._norm(f"{layer}attention.output.LayerNorm", attended + hidden)
            inner = functional.gelu(self._linear(f"{layer}intermediate.dense", hidden))
            hidden = self._norm(
                f"{layer}output.LayerNorm", self._linear(f"{layer}output.dense", inner) + hidden
            )
        return hidden

    def _attend(self, layer: str, hidden: Tensor, seen: Tensor) -> Tensor:
        query, key, value = (
            self._linear(f"{layer}attention.self.{name}", hidden)
            .view(*hidden.shape[:2], self.heads, -1)
            .transpose(1, 2)
            for name in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        return mixed.transpose(1, 2).flatten(-2)

    def _linear(self, name: str, hidden: Tensor) -> Tensor:
        return functional.linear(hidden, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name: str, hidden: Tensor) -> Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(hidden, weight.shape, weight, bias, self.epsilon)
