"""CTranslate2: int8 Whisper on a CPU, several times faster than torch there.

Prompts of one of its calls have one length, and one temperature goes for all, so draws are grouped.
It detects languages only with a vocabulary that holds an empty token, by which it tells the published
multilingual checkpoints from the English ones. Others may know languages too: torch reads one token for them.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

# On AMD processors it chooses AVX2 where there is AVX-512, and takes a fifth to a third longer.
if torch.backends.cpu.get_cpu_capability() == "AVX512":
    os.environ.setdefault("CT2_FORCE_CPU_ISA", "AVX512")

import ctranslate2

from asr.alignment import FRAMES_A_SECOND
from asr.backend import Aligned, Backend, Draw, Drawn
from asr.vocabulary import Vocabulary
from handlerkit.heap import keep_freed

Memory = NDArray[np.float32]
MEL_FRAMES_A_SECOND = 100
MEDIAN_WIDTH = 7


class CTranslate2Backend:
    """A converted Whisper (a folder with model.bin) on the CPU; max_tokens 0 is half its positions.

    listener: makes the same model in torch, for a vocabulary without an empty token.
    """

    def __init__(
        self,
        folder: Path,
        vocabulary: Vocabulary,
        listener: Callable[[], Backend],
        compute_type: str,
        threads: int,
        max_tokens: int = 0,
    ) -> None:
        keep_freed()
        self.vocabulary = vocabulary
        self.listener = cache(listener)
        self.max_tokens = max_tokens or vocabulary.positions // 2
        self.model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type=compute_type, intra_threads=threads, inter_threads=1
        )

    def _suppressed(self, timestamps: bool) -> list[int]:
        times = range(0) if timestamps else self.vocabulary.timestamps
        return sorted({*self.vocabulary.suppressed, *self.vocabulary.controls, *times})

    def encode(self, features: torch.Tensor) -> Memory:
        """See `asr.backend.Backend`."""
        # One by one: attention among the 1500 positions of a window is 50 MB and more, and leaves the caches.
        return np.concatenate([self._encoded(features[row : row + 1]) for row in range(len(features))])

    def _encoded(self, features: torch.Tensor) -> Memory:
        view = ctranslate2.StorageView.from_array(np.ascontiguousarray(features.numpy()))
        return np.array(self.model.encode(view, to_cpu=True), np.float32)

    def detect(self, memory: Memory) -> list[dict[str, float]]:
        """See `asr.backend.Backend`."""
        if not self.model.is_multilingual:
            return self.listener().detect(torch.from_numpy(memory))
        found = self.model.detect_language(_view(memory))
        return [{name.strip("<|>"): chance for name, chance in row} for row in found]

    def decode(self, memory: Memory, draws: Sequence[Draw]) -> list[Drawn]:
        """See `asr.backend.Backend`."""
        groups: dict[object, list[int]] = defaultdict(list)
        for index, draw in enumerate(draws):
            groups[len(draw.context), len(draw.start), draw.temperature, draw.timestamps].append(index)
        drawn: dict[int, Drawn] = {}
        for indices in groups.values():
            group = [draws[index] for index in indices]
            drawn.update(zip(indices, self._group(memory[indices], group), strict=True))
        return [drawn[index] for index in range(len(draws))]

    def _group(self, memory: Memory, draws: list[Draw]) -> list[Drawn]:
        vocabulary = self.vocabulary
        prompts = [[*draw.context, *draw.start] for draw in draws]
        results = self.model.generate(
            _view(memory),
            prompts,
            beam_size=1,
            max_length=self._length(len(prompts[0])),
            return_scores=True,
            return_no_speech_prob=vocabulary.no_speech is not None,
            max_initial_timestamp_index=_first(vocabulary),
            suppress_blank=bool(vocabulary.suppressed_first),
            suppress_tokens=self._suppressed(draws[0].timestamps),
            sampling_topk=0 if draws[0].temperature else 1,
            sampling_temperature=draws[0].temperature or 1.0,
        )
        return [
            Drawn(
                ids=(ids := list(result.sequences_ids[0])),
                logprob=result.scores[0] * (len(ids) or 1),
                no_speech=result.no_speech_prob if vocabulary.no_speech is not None else 0.0,
            )
            for result in results
        ]

    def _length(self, prompt: int) -> int:
        """What makes it write `max_tokens`: it stops at half of this or at this less the prompt."""
        tokens = max(1, min(self.max_tokens, self.vocabulary.positions - prompt))
        # The last token of the prompt is not counted with it.
        return tokens + max(tokens, prompt - 1)

    def align(
        self, memory: Memory, start: tuple[int, ...], texts: Sequence[list[int]], seconds: Sequence[float]
    ) -> list[Aligned]:
        """See `asr.backend.Backend`."""
        most = memory.shape[1] * 2
        frames = [min(most, max(2, int(length * MEL_FRAMES_A_SECOND))) for length in seconds]
        # It adds the token for no timestamps itself.
        begins = [token for token in start if token != self.vocabulary.no_timestamps]
        results = self.model.align(
            _view(memory), begins, list(texts), frames, median_filter_width=MEDIAN_WIDTH
        )
        return [_aligned(result, text) for result, text in zip(results, texts, strict=True)]


def _first(vocabulary: Vocabulary) -> int:
    """The latest first timestamp it is told; without one, the last there is."""
    return (
        max(1, len(vocabulary.timestamps) - 1) if vocabulary.latest_first is None else vocabulary.latest_first
    )


def _aligned(result: "ctranslate2.models.WhisperAlignmentResult", text: list[int]) -> Aligned:
    tokens, frames = np.array(result.alignments, np.int64).reshape(-1, 2).T
    first = np.searchsorted(tokens, np.arange(len(text) + 1)).clip(max=len(frames) - 1)
    seconds = [int(frame) / FRAMES_A_SECOND for frame in frames[first]]
    return Aligned(seconds, [float(chance) for chance in result.text_token_probs])


def _view(memory: Memory) -> ctranslate2.StorageView:
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(memory))
