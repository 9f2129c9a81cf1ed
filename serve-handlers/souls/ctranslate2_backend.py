"""CTranslate2: int8 GPT-2 on a CPU, several times faster than torch there.

One of its calls has one set of sampling settings and one length, so draws are grouped. Its random numbers
come from one generator a thread, seeded from a process-wide seed when the thread first draws: a seeded
decode therefore gets a model, and so a thread, of its own. Weights come from the page cache: milliseconds.
"""

import os
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

# On AMD processors it chooses AVX2 where there is AVX-512, and takes a fifth to a third longer.
if torch.backends.cpu.get_cpu_capability() == "AVX512":
    os.environ.setdefault("CT2_FORCE_CPU_ISA", "AVX512")

import ctranslate2

from souls.backend import Draw, Drawn
from souls.settings import Sampling
from souls.vocabulary import Vocabulary

# Prompts of one call differ in length by less than this: the call ends where the longest of them has
# no positions left, so that is what the shorter ones may lose at the end of the model's window.
LENGTH_BUCKET = 16


class CTranslate2Backend:
    """A converted GPT-2 (a folder with model.bin) on the CPU; `positions` is the length of its window."""

    def __init__(
        self, folder: Path, vocabulary: Vocabulary, positions: int, compute_type: str, threads: int
    ) -> None:
        self.folder = folder
        self.vocabulary = vocabulary
        self.positions = positions
        self.compute_type = compute_type
        self.threads = threads
        self.name_of = vocabulary.tokenizer.id_to_token
        self.never = [[self.name_of(token)] for token in vocabulary.never]
        self.generator = self._open()

    def _open(self) -> ctranslate2.Generator:
        return ctranslate2.Generator(
            str(self.folder),
            device="cpu",
            compute_type=self.compute_type,
            intra_threads=self.threads,
            inter_threads=1,
        )

    def decode(self, draws: Sequence[Draw], seed: int | None = None) -> list[Drawn]:
        """See `souls.backend.Backend`."""
        if seed is None:
            return self._decode(self.generator, draws)
        ctranslate2.set_random_seed(seed)
        try:
            return self._decode(self._open(), draws)
        finally:
            # Threads that have not drawn yet must not inherit this seed.
            ctranslate2.set_random_seed(secrets.randbits(32))

    def _decode(self, generator: ctranslate2.Generator, draws: Sequence[Draw]) -> list[Drawn]:
        groups: dict[object, list[int]] = defaultdict(list)
        for index, draw in enumerate(draws):
            groups[_call(draw)].append(index)
        drawn: dict[int, Drawn] = {}
        for indices in groups.values():
            group = [draws[index] for index in indices]
            drawn.update(zip(indices, self._group(generator, group), strict=True))
        return [drawn[index] for index in range(len(draws))]

    def _group(self, generator: ctranslate2.Generator, draws: list[Draw]) -> list[Drawn]:
        sampling = draws[0].sampling
        room = self.positions - max(len(draw.prompt) for draw in draws)
        results = generator.generate_batch(
            [[self.name_of(token) for token in draw.prompt] for draw in draws],
            include_prompt_in_result=False,
            max_length=min(room, max(draw.sampling.max_tokens for draw in draws)),
            end_token=[self.vocabulary.end_id],
            return_end_token=True,
            sampling_topk=1 if sampling.temperature == 0 else sampling.top_k,
            sampling_topp=sampling.top_p,
            sampling_temperature=sampling.temperature or 1.0,
            repetition_penalty=sampling.repetition_penalty,
            suppress_sequences=self.never,
        )
        return [
            self._drawn(result.sequences_ids[0], draw.sampling.max_tokens)
            for result, draw in zip(results, draws, strict=True)
        ]

    def _drawn(self, ids: list[int], max_tokens: int) -> Drawn:
        ids = ids[:max_tokens]
        ended = ids[-1:] == [self.vocabulary.end_id]
        return Drawn(ids[:-1] if ended else ids, ended)


def _call(draw: Draw) -> tuple[Sampling, bool, int]:
    """Draws of one key go into one call.

    A prompt of the begin token alone makes CTranslate2 return its neighbours' prompts with their results,
    so such prompts keep to themselves.
    """
    sampling = replace(draw.sampling, max_tokens=0)
    return sampling, len(draw.prompt) == 1, len(draw.prompt) // LENGTH_BUCKET
