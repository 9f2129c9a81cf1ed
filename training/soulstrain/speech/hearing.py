"""A checkpoint at work: windows in, text out, in plain transformers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import WhisperForConditionalGeneration

from soulstrain.errors import TrainingError
from soulstrain.speech import tokens

ROWS = 24
HEAD = [tokens.START, tokens.ENGLISH, tokens.TRANSCRIBE, tokens.NO_TIMESTAMPS]


def load(folder: Path) -> Any:
    """The Whisper in `folder`, ready to hear. Raises TrainingError when there is none of ours."""
    try:
        model = WhisperForConditionalGeneration.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{folder} holds no Whisper checkpoint: {error}") from error
    if model.config.vocab_size != tokens.SIZE:
        raise TrainingError(f"{folder} is another Whisper than `soulsgen train asr` makes")
    return model.eval()


def transcribe(model: Any, windows: Sequence[NDArray[np.floating]]) -> list[str]:
    """The most likely text of each window ([bands, frames]), found greedily; empty where nothing is said."""
    texts: list[str] = []
    for first in range(0, len(windows), ROWS):
        features = _tensor(windows[first : first + ROWS], model)
        with torch.inference_mode():
            ids = model.generate(features, language="en", task="transcribe")
        texts += [_text(row) for row in ids.tolist()]
    return texts


def no_speech(model: Any, windows: Sequence[NDArray[np.floating]]) -> list[float]:
    """The probability, window by window, that nothing is said: of `<|nospeech|>` behind the start."""
    features = _tensor(windows, model)
    start = torch.full((len(windows), 1), tokens.START, device=model.device)
    with torch.inference_mode():
        logits = model(input_features=features, decoder_input_ids=start).logits[:, 0].float()
    values: list[float] = logits.softmax(-1)[:, tokens.NO_SPEECH].tolist()
    return values


def _tensor(windows: Sequence[NDArray[np.floating]], model: Any) -> torch.Tensor:
    return torch.from_numpy(np.stack(windows).astype(np.float32)).to(model.device)


def _text(ids: list[int]) -> str:
    return bytes(token for token in ids if token < tokens.END).decode("ascii", "replace").strip()
