"""CTranslate2: int8 GPT-2 on a CPU, several times faster than torch there.

One of its calls has one set of sampling settings, so draws are grouped by them. Its random numbers come
from one generator a thread, seeded from a process-wide seed when the thread first draws: a seeded decode
therefore gets a model, and so a thread, of its own. Weights are mapped from the page cache: milliseconds.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import ctranslate2

from souls.backend import Draw, Drawn
from souls.settings import Sampling
from souls.vocabulary import Vocabulary


class CTranslate2Backend:
    """A converted GPT-2 (a folder with model.bin) on the CPU."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, compute_type: str, threads: int) -> None:
        self.folder = folder
        self.compute_type = compute_type
        self.threads = threads
        self.vocabulary = vocabulary
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
        groups: dict[Sampling, list[int]] = defaultdict(list)
        for index, draw in enumerate(draws):
            groups[replace(draw.sampling, max_tokens=0)].append(index)
        drawn: dict[int, Drawn] = {}
        for sampling, indices in groups.items():
            group = [draws[index] for index in indices]
            drawn.update(zip(indices, self._group(generator, group, sampling), strict=True))
        return [drawn[index] for index in range(len(draws))]

    def _group(self, generator: ctranslate2.Generator, draws: list[Draw], sampling: Sampling) -> list[Drawn]:
        shortest = min(len(draw.prompt) for draw in draws)
        results = generator.generate_batch(
            [[self.name_of(token) for token in draw.prompt] for draw in draws],
            # The shortest prompt is read in one pass; what longer ones have beyond it is decoded as a
            # forced beginning, counted in max_length and returned with the result.
            include_prompt_in_result=False,
            max_length=max(len(draw.prompt) + draw.sampling.max_tokens for draw in draws) - shortest,
            end_token=[self.vocabulary.end_id],
            return_end_token=True,
            sampling_topk=1 if sampling.temperature == 0 else sampling.top_k,
            sampling_topp=sampling.top_p,
            sampling_temperature=sampling.temperature or 1.0,
            repetition_penalty=sampling.repetition_penalty,
            suppress_sequences=self.never,
        )
        return [
            self._drawn(result.sequences_ids[0][len(draw.prompt) - shortest :], draw.sampling.max_tokens)
            for result, draw in zip(results, draws, strict=True)
        ]

    def _drawn(self, ids: list[int], max_tokens: int) -> Drawn:
        ids = ids[:max_tokens]
        ended = ids[-1:] == [self.vocabulary.end_id]
        return Drawn(ids[:-1] if ended else ids, ended)
