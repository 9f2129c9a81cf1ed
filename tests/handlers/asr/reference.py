"""transformers' own Whisper, for comparison."""

from pathlib import Path

import numpy as np
import torch
from transformers import (
    GenerationMixin,
    LogitsProcessorList,
    SuppressTokensAtBeginLogitsProcessor,
    SuppressTokensLogitsProcessor,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTimeStampLogitsProcessor,
)

import whisper_checkpoints
from whisper_checkpoints import voice

SOUNDS = [
    voice(4.0).astype(np.float32) / 32768,
    voice(2.0, pitch_hz=200).astype(np.float32) / 32768,
    np.random.default_rng(0).standard_normal(60000).astype(np.float32) * 0.1,
]


def features(sounds: list[np.ndarray] = SOUNDS) -> torch.Tensor:
    extractor = WhisperFeatureExtractor(chunk_length=whisper_checkpoints.SECONDS)
    return extractor(sounds, sampling_rate=16000, return_tensors="pt").input_features


def load(folder: Path) -> WhisperForConditionalGeneration:
    return WhisperForConditionalGeneration.from_pretrained(folder).eval()


def greedy(
    model: WhisperForConditionalGeneration,
    heard: torch.Tensor,
    prompt: tuple[int, ...],
    times: bool,
    most: int,
) -> list[list[int]]:
    """Ids after `prompt`, without the end, by transformers' generate and its own rules."""
    told = model.generation_config
    rules = [
        SuppressTokensLogitsProcessor(told.suppress_tokens),
        SuppressTokensAtBeginLogitsProcessor(told.begin_suppress_tokens, begin_index=len(prompt)),
    ]
    if times:
        rules.append(WhisperTimeStampLogitsProcessor(told, begin_index=len(prompt)))
    written = GenerationMixin.generate(
        model,
        heard,
        decoder_input_ids=torch.tensor([prompt] * len(heard)),
        decoder_attention_mask=torch.ones(len(heard), len(prompt), dtype=torch.long),
        logits_processor=LogitsProcessorList(rules),
        max_new_tokens=most,
        do_sample=False,
    )
    rows = written[:, len(prompt) :].tolist()
    end = told.eos_token_id
    return [row[: row.index(end)] if end in row else row for row in rows]
