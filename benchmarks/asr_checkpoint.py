"""A Whisper for timing: the shape of a published one, random weights, and a known text in every window.

What a window says is decided by its positions: the position embedding of each step points, far stronger than
anything else, along the embedding of the token that comes next, the end included. So every engine decodes the
same number of tokens, is as good as certain of each, and none of its guards or fallbacks is ever called for.
The arithmetic is that of any Whisper of the shape.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AddedToken,
    GenerationConfig,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizer,
)
from transformers.convert_slow_tokenizer import bytes_to_unicode
from transformers.models.whisper.tokenization_whisper import LANGUAGES

WORDS = 50_257  # tokens before the special ones, as in the published vocabularies
END = "<|endoftext|>"
POSITIONS = 448
STRENGTH = 100.0  # the length of a position embedding; a token's is about 1
CERTAIN = 30.0  # the logit of what comes next; those of all others together are like one of 12
OPENAI = "openai.pt"
# Hugging Face's names to openai-whisper's, in this order.
RENAMED = (
    ("model.", ""),
    ("embed_positions.weight", "positional_embedding"),
    ("embed_tokens", "token_embedding"),
    ("layers.", "blocks."),
    ("self_attn_layer_norm", "attn_ln"),
    ("encoder_attn_layer_norm", "cross_attn_ln"),
    ("final_layer_norm", "mlp_ln"),
    ("encoder.layer_norm", "encoder.ln_post"),
    ("decoder.layer_norm", "decoder.ln"),
    ("self_attn", "attn"),
    ("encoder_attn", "cross_attn"),
    ("q_proj", "query"),
    ("k_proj", "key"),
    ("v_proj", "value"),
    ("out_proj", "out"),
    ("fc1", "mlp.0"),
    ("fc2", "mlp.2"),
)


@dataclass(frozen=True)
class Shape:
    """Sizes of a published checkpoint; heads are 64 wide, feed-forward layers four times the width."""

    width: int
    layers: int
    bands: int = 80
    languages: int = 99


SHAPES = {"tiny": Shape(384, 4), "base": Shape(512, 6), "large-v3": Shape(1280, 32, 128, 100)}


def write_checkpoint(folder: Path, shape: Shape, tokens: int, dtype: torch.dtype = torch.float32) -> int:
    """A Hugging Face directory, with the same weights as openai-whisper reads them in OPENAI beside it.

    Every window says `tokens` tokens, each a word. Returns the number of parameters.
    """
    torch.manual_seed(0)
    tokenizer = _tokenizer(shape)
    model = WhisperForConditionalGeneration._from_config(_config(shape, tokenizer), dtype=dtype)
    model.generation_config = _generation(shape, tokenizer)
    text = random.Random(0).sample(range(1000, WORDS - 1000), tokens)
    _speak(model, [*_ids(tokenizer, "<|en|>", "<|transcribe|>", "<|notimestamps|>"), *text], _end(tokenizer))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=shape.bands).save_pretrained(folder)
    torch.save(_openai(model, shape), folder / OPENAI)
    return int(model.num_parameters())


@torch.no_grad()
def _speak(model: Any, said: list[int], end: int) -> None:
    """Make position i write `said[i]`, and every position after those the end."""
    decoder, following = model.model.decoder, said + [end] * (POSITIONS - len(said))
    tokens, chosen = decoder.embed_tokens.weight, sorted(set(following))
    directions = torch.nn.functional.normalize(torch.randn(len(chosen), tokens.shape[1]))
    # The final norm makes any state as long as the root of the width.
    tokens[chosen] = (CERTAIN / math.sqrt(tokens.shape[1]) * directions).to(tokens.dtype)
    lengths = tokens[following].norm(dim=1, keepdim=True)
    decoder.embed_positions.weight.copy_(STRENGTH * tokens[following] / lengths)


def _tokenizer(shape: Shape) -> Any:
    """The published order of ids: bytes and words, the special tokens, the times."""
    languages = [f"<|{code}|>" for code in islice(LANGUAGES, shape.languages)]
    steering = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    specials = [END, "<|startoftranscript|>", *languages, *(f"<|{name}|>" for name in steering)]
    # An empty token last among the plain ones: CTranslate2 knows by it that there are languages.
    entries = [*bytes_to_unicode().values(), *islice(_words(), WORDS - 257), "", *specials]
    vocabulary = {entry: index for index, entry in enumerate(entries)}
    tokenizer = WhisperTokenizer(vocab=vocabulary, merges=[], pad_token=END, language="en", task="transcribe")
    tokenizer.add_special_tokens({"additional_special_tokens": specials[1:]})
    times = [f"<|{place * 0.02:.2f}|>" for place in range(1501)]
    tokenizer.add_tokens([AddedToken(time, normalized=False, special=False) for time in times])
    return tokenizer


def _words() -> Iterator[str]:
    """Words of three syllables, each with the space before it."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    return ("Ġ" + "".join(parts) for parts in product(syllables, repeat=3))


def _config(shape: Shape, tokenizer: Any) -> WhisperConfig:
    end = _end(tokenizer)
    return WhisperConfig(
        vocab_size=len(tokenizer),
        num_mel_bins=shape.bands,
        d_model=shape.width,
        encoder_layers=shape.layers,
        decoder_layers=shape.layers,
        encoder_attention_heads=shape.width // 64,
        decoder_attention_heads=shape.width // 64,
        encoder_ffn_dim=4 * shape.width,
        decoder_ffn_dim=4 * shape.width,
        max_target_positions=POSITIONS,
        pad_token_id=end,
        bos_token_id=end,
        eos_token_id=end,
        decoder_start_token_id=_ids(tokenizer, "<|startoftranscript|>")[0],
    )


def _generation(shape: Shape, tokenizer: Any) -> GenerationConfig:
    end = _end(tokenizer)
    begin, no_times = _ids(tokenizer, "<|startoftranscript|>", "<|notimestamps|>")
    languages = [f"<|{code}|>" for code in islice(LANGUAGES, shape.languages)]
    return GenerationConfig(
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=begin,
        max_length=POSITIONS,
        is_multilingual=True,
        lang_to_id=dict(zip(languages, _ids(tokenizer, *languages), strict=True)),
        task_to_id={task: _ids(tokenizer, f"<|{task}|>")[0] for task in ("transcribe", "translate")},
        no_timestamps_token_id=no_times,
        prev_sot_token_id=_ids(tokenizer, "<|startofprev|>")[0],
        suppress_tokens=[],
        begin_suppress_tokens=[end],
        max_initial_timestamp_index=50,
        return_timestamps=False,
    )


def _ids(tokenizer: Any, *names: str) -> list[int]:
    return [int(token) for token in tokenizer.convert_tokens_to_ids(list(names))]


def _end(tokenizer: Any) -> int:
    return _ids(tokenizer, END)[0]


def _openai(model: Any, shape: Shape) -> dict[str, Any]:
    """Dimensions and weights by openai-whisper's names."""
    named = {}
    for name, tensor in model.state_dict().items():
        for theirs, openai in RENAMED:
            name = name.replace(theirs, openai)
        if name != "proj_out.weight":
            named[name] = tensor
    size = {"ctx": 1500, "state": shape.width, "head": shape.width // 64, "layer": shape.layers}
    dims = {f"n_audio_{key}": value for key, value in size.items()}
    dims |= {f"n_text_{key}": value for key, value in (size | {"ctx": POSITIONS}).items()}
    dims |= {"n_mels": shape.bands, "n_vocab": model.config.vocab_size}
    return {"dims": dims, "model_state_dict": named}
