"""The model: a small Whisper, and what helps it learn and is dropped afterwards.

One aid is a head on the encoder that names the sound of every frame, the other a loss that shows a head of
each decoder layer where to look. The synthesiser knows both answers.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

from soulstrain.speech import tokens
from soulstrain.speech.batches import Batch
from soulstrain.speech.mel import BANDS, FRAMES
from soulstrain.speech.presets import SpeechRecipe
from soulstrain.speech.sounds import NAMES
from soulstrain.speech.targets import IGNORED

SOUNDS_WEIGHT = 1.0
ASTRAY_WEIGHT = 0.3
LEADING_HEAD = 0  # of every decoder layer
NEAR = 6  # encoder positions of 0.02 s


@dataclass(frozen=True)
class Losses:
    """Cross entropy a token and a frame's sound; how far the leading heads look from what they write."""

    written: torch.Tensor
    sounded: torch.Tensor
    astray: torch.Tensor

    @property
    def total(self) -> torch.Tensor:
        return self.written + SOUNDS_WEIGHT * self.sounded + ASTRAY_WEIGHT * self.astray


class Learner(torch.nn.Module):
    """A Whisper in training; `whisper` is what stays."""

    def __init__(self, recipe: SpeechRecipe) -> None:
        super().__init__()
        self.whisper = make_whisper(recipe)
        self.sounds = torch.nn.Linear(recipe.width, len(NAMES))

    def forward(self, batch: Batch) -> Losses:
        output = self.whisper(
            input_features=batch.features,
            decoder_input_ids=batch.ids,
            use_cache=False,
            output_attentions=True,
        )
        leading = torch.stack([layer[:, LEADING_HEAD] for layer in output.cross_attentions])
        return Losses(
            written=_surprise(output.logits, batch.labels),
            sounded=_surprise(self.sounds(output.encoder_last_hidden_state), batch.sounds),
            astray=astray(leading, batch.times),
        )


def _surprise(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy of [rows, places, ids] logits over the places where something is wanted."""
    return functional.cross_entropy(logits.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)


def astray(attention: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
    """Mean of -log of the attention within `NEAR` positions of where a label sounds.

    `attention` is [layers, rows, labels, positions], `times` [rows, labels] in seconds. The synthesiser says
    when each word begins; without this the decoder writes likely sentences for a thousand steps before it
    finds where in the sound it is.
    """
    positions = torch.arange(attention.shape[-1], device=times.device)
    near = (positions - (times / tokens.STEP_S)[..., None]).abs() <= NEAR
    sounding = (times >= 0).float()
    seen = (attention.float() * near).sum(-1).clamp(min=1e-4)
    return -(seen.log() * sounding).sum() / (sounding.sum().clamp(min=1) * attention.shape[0])


def make_whisper(recipe: SpeechRecipe) -> Any:
    """A Whisper with chance weights."""
    whisper = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=tokens.SIZE,
            d_model=recipe.width,
            encoder_layers=recipe.encoder_layers,
            decoder_layers=recipe.decoder_layers,
            encoder_attention_heads=recipe.heads,
            decoder_attention_heads=recipe.heads,
            encoder_ffn_dim=4 * recipe.width,
            decoder_ffn_dim=4 * recipe.width,
            num_mel_bins=BANDS,
            max_source_positions=FRAMES // 2,
            max_target_positions=tokens.LONGEST,
            pad_token_id=tokens.END,
            bos_token_id=tokens.END,
            eos_token_id=tokens.END,
            decoder_start_token_id=tokens.START,
            suppress_tokens=None,
            begin_suppress_tokens=None,
            # On so small a model plain matrix products beat the fused kernel by a third on a CPU.
            attn_implementation="eager",
        )
    )
    whisper.generation_config = generation_config(recipe)
    return whisper


def generation_config(recipe: SpeechRecipe, heads: list[list[int]] | None = None) -> Any:
    """All that `generate` wants to know of a Whisper; `heads` are (layer, head) that follow the sound."""
    last = recipe.decoder_layers - 1
    return GenerationConfig(
        pad_token_id=tokens.END,
        bos_token_id=tokens.END,
        eos_token_id=tokens.END,
        decoder_start_token_id=tokens.START,
        prev_sot_token_id=tokens.PREVIOUS,
        no_timestamps_token_id=tokens.NO_TIMESTAMPS,
        max_length=tokens.LONGEST,
        max_initial_timestamp_index=tokens.TIMES - 1,
        is_multilingual=True,
        lang_to_id={"<|en|>": tokens.ENGLISH},
        task_to_id={"transcribe": tokens.TRANSCRIBE, "translate": tokens.TRANSLATE},
        return_timestamps=False,
        # Bytes beyond ASCII were never learnt, and of the specials only the end and the times are written.
        suppress_tokens=[*range(32), *range(127, 256), *range(tokens.START, tokens.NO_TIMESTAMPS)],
        begin_suppress_tokens=[],
        alignment_heads=heads or [[last, head] for head in range(recipe.heads)],
    )
