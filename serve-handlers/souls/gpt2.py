"""GPT-2 in plain torch, for decoding: one static KV cache, every tensor updated in place.

After Radford et al. 2019 ("Language Models are Unsupervised Multitask Learners") with the tensor names of
Hugging Face checkpoints. transformers' own class is the reference in the tests; this one differs in that
a step allocates nothing and reads its position from a tensor, so that a CUDA graph can replay it, and in
that a worker need not import transformers (seconds of its cold start).

Shapes: B rows, T new columns, S cache columns, H heads, D width of a head, E = H·D, V vocabulary.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

# What this module computes; a checkpoint that says otherwise is refused.
_COMPUTED = {
    "model_type": "gpt2",
    "activation_function": "gelu_new",
    "scale_attn_weights": True,
    "scale_attn_by_inverse_layer_idx": False,
    "reorder_and_upcast_attn": False,
}


@dataclass(frozen=True)
class Shape:
    """The sizes a config.json gives."""

    layers: int
    heads: int
    width: int
    positions: int
    vocabulary: int
    epsilon: float

    @classmethod
    def read(cls, folder: Path) -> "Shape":
        """Raises ValueError for a config.json that is not of a GPT-2 this module computes."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        wrong = [key for key, value in _COMPUTED.items() if config.get(key, value) != value]
        if wrong:
            raise ValueError(f"{folder}/config.json: not a GPT-2 this engine computes ({', '.join(wrong)})")
        return cls(
            layers=config["n_layer"],
            heads=config["n_head"],
            width=config["n_embd"],
            positions=config["n_positions"],
            vocabulary=config["vocab_size"],
            epsilon=config["layer_norm_epsilon"],
        )


@dataclass
class Cache:
    """Keys and values [layers, B, H, S, D], and each row's count of padding columns on its left [B]."""

    keys: Tensor
    values: Tensor
    padding: Tensor

    @property
    def columns(self) -> int:
        return self.keys.shape[3]


class GPT2:
    """The weights of one checkpoint on one device."""

    def __init__(self, shape: Shape, weights: dict[str, Tensor]) -> None:
        self.shape = shape
        self.weights = weights
        self.device = weights["wte.weight"].device
        self.dtype = weights["wte.weight"].dtype

    @classmethod
    def load(cls, folder: Path, device: torch.device, dtype: torch.dtype) -> "GPT2":
        """Weights of a Hugging Face directory (config.json, model.safetensors)."""
        tensors = load_file(folder / "model.safetensors", device="cpu")
        weights = {name.removeprefix("transformer."): tensor for name, tensor in tensors.items()}
        weights = {name: tensor.to(device, dtype) for name, tensor in weights.items()}
        weights.setdefault("lm_head.weight", weights["wte.weight"])
        return cls(Shape.read(folder), weights)

    def cache(self, rows: int, columns: int) -> Cache:
        shape = self.shape
        size = (shape.layers, rows, shape.heads, columns, shape.width // shape.heads)
        keys, values = (torch.zeros(size, device=self.device, dtype=self.dtype) for _ in range(2))
        return Cache(keys, values, torch.zeros(rows, device=self.device, dtype=torch.long))

    def forward(self, ids: Tensor, columns: Tensor, cache: Cache) -> Tensor:
        """Logits [B, V], float32, after the last of `ids` [B, T], which go to `columns` [T] of the cache."""
        at = torch.arange(cache.columns, device=self.device)
        earlier = at[None, None, :] <= columns[None, :, None]
        inside = at[None, None, :] >= cache.padding[:, None, None]
        # A padding column sees itself alone: a softmax over nothing would be NaN.
        itself = at[None, None, :] == columns[None, :, None]
        mask = (earlier & (inside | itself))[:, None]
        # Past the last position only rows run that have all their tokens and wait for longer neighbours.
        positions = (columns[None, :] - cache.padding[:, None]).clamp(0, self.shape.positions - 1)
        hidden = self.weights["wte.weight"][ids] + self.weights["wpe.weight"][positions]
        for layer in range(self.shape.layers):
            hidden = hidden + self._attention(layer, hidden, columns, cache, mask)
            hidden = hidden + self._mlp(layer, hidden)
        last = self._norm("ln_f", hidden[:, -1])
        return functional.linear(last, self.weights["lm_head.weight"]).float()

    def _attention(self, layer: int, hidden: Tensor, columns: Tensor, cache: Cache, mask: Tensor) -> Tensor:
        rows, length, width = hidden.shape
        normed = self._norm(f"h.{layer}.ln_1", hidden)
        heads = self._linear(f"h.{layer}.attn.c_attn", normed).view(rows, length, 3, self.shape.heads, -1)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        cache.keys[layer].index_copy_(2, columns, key)
        cache.values[layer].index_copy_(2, columns, value)
        mixed = functional.scaled_dot_product_attention(
            query, cache.keys[layer], cache.values[layer], attn_mask=mask
        )
        return self._linear(f"h.{layer}.attn.c_proj", mixed.transpose(1, 2).reshape(rows, length, width))

    def _mlp(self, layer: int, hidden: Tensor) -> Tensor:
        normed = self._norm(f"h.{layer}.ln_2", hidden)
        inner = functional.gelu(self._linear(f"h.{layer}.mlp.c_fc", normed), approximate="tanh")
        return self._linear(f"h.{layer}.mlp.c_proj", inner)

    def _linear(self, name: str, inputs: Tensor) -> Tensor:
        # GPT-2 stores its matrices [in, out] (TensorFlow's Conv1D).
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return torch.addmm(bias, inputs.flatten(0, -2), weight).view(*inputs.shape[:-1], -1)

    def _norm(self, name: str, inputs: Tensor) -> Tensor:
        weights, width = self.weights, (self.shape.width,)
        return functional.layer_norm(
            inputs, width, weights[f"{name}.weight"], weights[f"{name}.bias"], self.shape.epsilon
        )
