"""Bark checkpoints (`BarkModel`): three transformers and a codec, each drawing by chance from the last.

Sentences go through one by one. Its second stage slides a window whose steps follow from the longest row of
a batch, so a row would not sound as it does alone.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from handlerkit.checks import SettingsError
from tts.engines.checkpoint import Checkpoint, read_network
from tts.engines.engine import Refused, Voice
from tts.engines.masking import Stop, go_on
from tts.engines.network import Sound, Utterance
from tts.engines.spelled import SILENCE, Spelled, Unspeakable
from tts.text.sentence import Sentence

_MOST_TOKENS = 256
_PRESETS = "speaker_embeddings_path.json"
_PROMPTS = ("semantic_prompt", "coarse_prompt", "fine_prompt")


class Bark:
    """All of it in `dtype` but the codec, whose output are the samples."""

    name = "bark"
    paced = False

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        from transformers import AutoTokenizer, BarkModel

        self.tokenizer: Any = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False
        )
        self.model: Any = read_network(BarkModel, Checkpoint(folder), device)
        self.device = device
        self.stop: Stop = go_on
        for stage in (self.model.semantic, self.model.coarse_acoustics, self.model.fine_acoustics):
            stage.to(dtype)
            stage.layers[0].register_forward_pre_hook(self._ask)
        self.sample_rate_hz = int(self.model.generation_config.sample_rate)
        self.presets = _read_presets(folder)

    def voices(self) -> tuple[Voice, ...]:
        names = sorted(self.presets) or [self.name]
        return tuple(Voice(name, _language(name)) for name in names)

    def spell(self, sentence: Sentence) -> Spelled:
        ids = self.tokenizer(sentence.said, add_special_tokens=False)["input_ids"]
        if not ids:
            raise Unspeakable("the sentence has nothing that this model can read")
        if len(ids) > _MOST_TOKENS:
            raise Unspeakable(f"a sentence of {len(ids)} tokens; this model reads at most {_MOST_TOKENS}")
        return Spelled(tuple(ids), (SILENCE,) * len(ids), ("",) * len(ids))

    @torch.inference_mode()
    def sound(self, utterances: Sequence[Utterance], stop: Stop) -> Iterator[tuple[int, Sound | Refused]]:
        self.stop = stop
        try:
            for place, one in enumerate(utterances):
                yield place, Sound(self._said(one))
        finally:
            self.stop = go_on

    def _ask(self, *_: object) -> None:
        """Before each step of a stage, as a hook of torch."""
        self.stop()

    def _said(self, one: Utterance) -> Any:
        # All rows of the first stage are as wide as it reads at most, whatever the text.
        ids = torch.zeros(1, _MOST_TOKENS, dtype=torch.long)
        ids[0, : len(one.spelled.ids)] = torch.tensor(one.spelled.ids)
        mask = (torch.arange(_MOST_TOKENS) < len(one.spelled.ids)).long()[None]
        preset = self.presets.get(one.voice)
        history = preset and {name: values.to(self.device) for name, values in preset.items()}
        devices = [self.device] if self.device.type == "cuda" else []
        with torch.random.fork_rng(devices):
            torch.manual_seed(one.seed)
            made = self.model.generate(
                ids.to(self.device), attention_mask=mask.to(self.device), history_prompt=history
            )
        return made[0].float().cpu().numpy()


def _read_presets(folder: Path) -> dict[str, dict[str, torch.Tensor]]:
    """Voice to its prompts, from the arrays that the checkpoint's own list names.

    Raises SettingsError for a list that names anything that is not in the folder.
    """
    path = folder / _PRESETS
    if not path.is_file():
        return {}
    listed = json.loads(path.read_text("utf-8"))
    listed.pop("repo_or_path", None)
    return {
        name: {part: _array(folder, files, part, path) for part in _PROMPTS} for name, files in listed.items()
    }


def _array(folder: Path, files: dict[str, str], part: str, listed: Path) -> torch.Tensor:
    found = (folder / str(files.get(part, ""))).resolve()
    if not found.is_relative_to(folder.resolve()) or not found.is_file():
        raise SettingsError(f"{listed}: {part} names {files.get(part)!r}, which is no file in {folder}")
    return torch.from_numpy(np.load(found, allow_pickle=False))


def _language(name: str) -> str:
    """Presets are called "v2/en_speaker_6"; a tag's first part is two letters there."""
    code = name.rpartition("/")[2].partition("_")[0]
    return code if len(code) == 2 else "en"
