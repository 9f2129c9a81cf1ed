"""Whisper in plain torch, for decoding: one static KV cache, every tensor updated in place.

After Radford et al. 2022 (arXiv:2212.04356) with the tensor names of Hugging Face checkpoints, whose class
is the reference in the tests. A step reads its column from a tensor and allocates nothing it keeps, so that
a CUDA graph can replay it, and a worker need not import transformers.

Shapes: B rows, T new columns, S cache columns, F encoder positions, H heads, D width of a head, E = H·D.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

_EPSILON = 1e-5
# What this module computes; a checkpoint that says otherwise is refused.
_COMPUTED = {"model_type": "whisper", "activation_function": "gelu"}


@dataclass(frozen=True)
class Shape:
    """The sizes a config.json gives. sources: encoder positions of 20 ms, so a window of sources / 50 s."""

    bands: int
    width: int
    encoder_layers: int
    encoder_heads: int
    decoder_layers: int
    decoder_heads: int
    sources: int
    positions: int
    vocabulary: int
    scale: float
    # Pairs of decoder layer and head whose attention follows the sound.
    alignment: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, folder: Path) -> "Shape":
        """Raises ValueError for a config.json that is not of a Whisper this module computes."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        wrong = [key for key, value in _COMPUTED.items() if config.get(key, value) != value]
        if wrong:
            raise ValueError(f"{folder}/config.json: not a Whisper this engine computes ({', '.join(wrong)})")
        layers, heads = config["decoder_layers"], config["decoder_attention_heads"]
        return cls(
            bands=config["num_mel_bins"],
            width=config["d_model"],
            encoder_layers=config["encoder_layers"],
            encoder_heads=config["encoder_attention_heads"],
            decoder_layers=layers,
            decoder_heads=heads,
            sources=config["max_source_positions"],
            positions=config["max_target_positions"],
            vocabulary=config["vocab_size"],
            scale=math.sqrt(config["d_model"]) if config.get("scale_embedding") else 1.0,
            alignment=_alignment(folder, layers, heads),
        )


def _alignment(folder: Path, layers: int, heads: int) -> tuple[tuple[int, int], ...]:
    """Heads that generation_config.json names, else all of the last half of the layers."""
    path = folder / "generation_config.json"
    generation = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    named = generation.get("alignment_heads")
    if named:
        return tuple((int(layer), int(head)) for layer, head in named)
    return tuple((layer, head) for layer in range(layers // 2, layers) for head in range(heads))


@dataclass
class Cache:
    """Keys and values of text [layers, B, H, S, D] and sound [layers, B, H, F, D]; padding columns [B]."""

    keys: Tensor
    values: Tensor
    sound_keys: Tensor
    sound_values: Tensor
    padding: Tensor

    @property
    def columns(self) -> int:
        return self.keys.shape[3]


class Whisper:
    """The weights of one checkpoint on one device."""

    def __init__(self, shape: Shape, weights: dict[str, Tensor]) -> None:
        self.shape = shape
        self.weights = weights
        embedding = weights["decoder.embed_tokens.weight"]
        self.device = embedding.device
        self.dtype = embedding.dtype

    @classmethod
    def load(cls, folder: Path, device: torch.device, dtype: torch.dtype) -> "Whisper":
        """Weights of a Hugging Face directory: config.json and safetensors, in one file or several."""
        weights = {
            name.removeprefix("model."): tensor.to(device, dtype)
            for path in weight_files(folder)
            for name, tensor in load_file(path, device="cpu").items()
        }
        weights.setdefault("proj_out.weight", weights["decoder.embed_tokens.weight"])
        return cls(Shape.read(folder), weights)

    def encode(self, features: Tensor) -> Tensor:
        """Encoder output [B, F, E] of features [B, bands, 2F]."""
        hidden = features.to(self.dtype)
        for name, stride in (("encoder.conv1", 1), ("encoder.conv2", 2)):
            weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
            hidden = functional.gelu(functional.conv1d(hidden, weight, bias, stride=stride, padding=1))
        hidden = hidden.transpose(1, 2) + self.weights["encoder.embed_positions.weight"]
        for layer in range(self.shape.encoder_layers):
            name = f"encoder.layers.{layer}"
            normed = self._norm(f"{name}.self_attn_layer_norm", hidden)
            query, key, value = (
                self._heads(f"{name}.self_attn.{part}_proj", normed, self.shape.encoder_heads)
                for part in "qkv"
            )
            mixed = functional.scaled_dot_product_attention(query, key, value)
            hidden = hidden + self._joined(f"{name}.self_attn.out_proj", mixed)
            hidden = hidden + self._mlp(name, hidden)
        return self._norm("encoder.layer_norm", hidden)

    def cache(self, rows: int, columns: int) -> Cache:
        shape = self.shape
        head = shape.width // shape.decoder_heads
        text, sound = (
            torch.zeros(
                (2, shape.decoder_layers, rows, shape.decoder_heads, length, head),
                device=self.device,
                dtype=self.dtype,
            )
            for length in (columns, shape.sources)
        )
        padding = torch.zeros(rows, device=self.device, dtype=torch.long)
        return Cache(text[0], text[1], sound[0], sound[1], padding)

    def listen(self, memory: Tensor, cache: Cache) -> None:
        """Put what the decoder hears, encoder output [B, F, E], into the first B rows of the cache."""
        rows = memory.shape[0]
        for layer in range(self.shape.decoder_layers):
            name = f"decoder.layers.{layer}.encoder_attn"
            cache.sound_keys[layer, :rows] = self._heads(f"{name}.k_proj", memory, self.shape.decoder_heads)
            cache.sound_values[layer, :rows] = self._heads(f"{name}.v_proj", memory, self.shape.decoder_heads)

    def forward(
        self, ids: Tensor, columns: Tensor, cache: Cache, heard: list[Tensor] | None = None
    ) -> Tensor:
        """Hidden state [B, T, E] after `ids` [B, T], which go to `columns` [T] of the cache.

        `heard` receives what the alignment heads attend to, [B, T, F] each, before the softmax.
        """
        at = torch.arange(cache.columns, device=self.device)
        earlier = at[None, None, :] <= columns[None, :, None]
        inside = at[None, None, :] >= cache.padding[:, None, None]
        # A padding column sees itself alone: a softmax over nothing would be NaN.
        itself = at[None, None, :] == columns[None, :, None]
        mask = (earlier & (inside | itself))[:, None]
        # Past the last position only rows run that have ended and wait for longer neighbours.
        positions = (columns[None, :] - cache.padding[:, None]).clamp(0, self.shape.positions - 1)
        hidden = self.weights["decoder.embed_tokens.weight"][ids] * self.shape.scale
        hidden = hidden + self.weights["decoder.embed_positions.weight"][positions]
        for layer in range(self.shape.decoder_layers):
            name = f"decoder.layers.{layer}"
            hidden = hidden + self._remember(layer, name, hidden, columns, cache, mask)
            hidden = hidden + self._hear(layer, name, hidden, cache, heard)
            hidden = hidden + self._mlp(name, hidden)
        return self._norm("decoder.layer_norm", hidden)

    def logits(self, hidden: Tensor) -> Tensor:
        """[..., vocabulary], float32."""
        return functional.linear(hidden, self.weights["proj_out.weight"]).float()

    def _remember(
        self, layer: int, name: str, hidden: Tensor, columns: Tensor, cache: Cache, mask: Tensor
    ) -> Tensor:
        normed = self._norm(f"{name}.self_attn_layer_norm", hidden)
        query, key, value = (
            self._heads(f"{name}.self_attn.{part}_proj", normed, self.shape.decoder_heads) for part in "qkv"
        )
        keys, values = cache.keys[layer], cache.values[layer]
        keys.index_copy_(2, columns, key)
        values.index_copy_(2, columns, value)
        mixed = functional.scaled_dot_product_attention(query, keys, values, attn_mask=mask)
        return self._joined(f"{name}.self_attn.out_proj", mixed)

    def _hear(
        self, layer: int, name: str, hidden: Tensor, cache: Cache, heard: list[Tensor] | None
    ) -> Tensor:
        normed = self._norm(f"{name}.encoder_attn_layer_norm", hidden)
        query = self._heads(f"{name}.encoder_attn.q_proj", normed, self.shape.decoder_heads)
        keys, values = cache.sound_keys[layer], cache.sound_values[layer]
        if heard is not None:
            for head in (head for at, head in self.shape.alignment if at == layer):
                scores = query[:, head].float() @ keys[:, head].float().transpose(1, 2)
                heard.append(scores / math.sqrt(query.shape[-1]))
        mixed = functional.scaled_dot_product_attention(query, keys, values)
        return self._joined(f"{name}.encoder_attn.out_proj", mixed)

    def _mlp(self, name: str, hidden: Tensor) -> Tensor:
        inner = functional.gelu(self._linear(f"{name}.fc1", self._norm(f"{name}.final_layer_norm", hidden)))
        return self._linear(f"{name}.fc2", inner)

    def _heads(self, name: str, inputs: Tensor, heads: int) -> Tensor:
        """[B, H, T, D] of inputs [B, T, E]."""
        rows, length, _ = inputs.shape
        return self._linear(name, inputs).view(rows, length, heads, -1).transpose(1, 2)

    def _joined(self, name: str, mixed: Tensor) -> Tensor:
        return self._linear(name, mixed.transpose(1, 2).flatten(2))

    def _linear(self, name: str, inputs: Tensor) -> Tensor:
        # Whisper's key projections have no bias.
        return functional.linear(inputs, self.weights[f"{name}.weight"], self.weights.get(f"{name}.bias"))

    def _norm(self, name: str, inputs: Tensor) -> Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(inputs, (self.shape.width,), weight, bias, _EPSILON)


def weight_files(folder: Path) -> Iterator[Path]:
    """The safetensors of a checkpoint, as its index names them where there are several."""
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        names = sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
    else:
        names = ["model.safetensors"]
    for name in names:
        # A name from a file: never a path out of the folder.
        yield folder / Path(name).name
