"""torch: one padded generation for the whole batch, on a GPU replayed as a CUDA graph.

A `Decoder` owns every tensor of a batch size and a cache length and updates them in place. Its step is
the same code on a CPU, called, and on a GPU, captured once and replayed: a step of a small model is some
200 kernel launches, which cost more than the arithmetic.
"""

import secrets
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from handlerkit.graphs import captured
from souls.backend import Draw, Drawn
from souls.gpt2 import GPT2
from souls.sampling import Rows, draw
from souls.vocabulary import Vocabulary

CACHE_BLOCK = 64  # cache lengths are multiples of this, so that few graphs serve all requests
CHECK_EVERY = 8  # steps between looks at whether every row has ended: each look waits for the GPU
GRAPHS_KEPT = 12


class Decoder:
    """Decodes up to `rows` prompts into a cache of `columns`, again and again."""

    def __init__(self, model: GPT2, vocabulary: Vocabulary, rows: int, columns: int) -> None:
        device = model.device
        self.model, self.vocabulary, self.rows = model, vocabulary, rows
        self.cache = model.cache(rows, columns)
        self.sampling = Rows.empty(rows, device)
        self.noise = torch.zeros(rows, columns, device=device)
        self.token = torch.zeros(rows, dtype=torch.long, device=device)
        self.column = torch.zeros(1, dtype=torch.long, device=device)
        self.output = torch.zeros(rows, columns, dtype=torch.long, device=device)
        self.ended = torch.zeros(rows, dtype=torch.bool, device=device)
        self.seen = torch.zeros(rows, model.shape.vocabulary, dtype=torch.bool, device=device)
        self.never = torch.zeros(model.shape.vocabulary, device=device)
        self.never[list(vocabulary.never)] = -torch.inf
        self.step: Callable[[], None] = self._step
        if device.type == "cuda":
            # Zero would divide while the graph is captured.
            self.sampling.temperature.fill_(1.0)
            self.sampling.repetition_penalty.fill_(1.0)
            self.step = captured(self._step, self.column)

    def decode(self, draws: Sequence[Draw], seed: int) -> list[Drawn]:
        """At most `rows` draws."""
        longest = max(len(item.prompt) for item in draws)
        steps = max(item.sampling.max_tokens for item in draws)
        self._begin(draws, longest, seed)
        check_every = CHECK_EVERY if self.model.device.type == "cuda" else 1
        for step in range(1, steps):
            if step % check_every == 0 and bool(self.ended[: len(draws)].all()):
                break
            self.step()
        written = self.output[: len(draws), longest : longest + steps].tolist()
        return [self._drawn(ids, item) for ids, item in zip(written, draws, strict=True)]

    def _begin(self, draws: Sequence[Draw], longest: int, seed: int) -> None:
        """Read the prompts, aligned on the right, in one pass and draw the first token."""
        end = self.vocabulary.end_id
        lines = [[end] * (longest - len(item.prompt)) + list(item.prompt) for item in draws]
        lines += [lines[0]] * (self.rows - len(lines))
        ids = torch.tensor(lines, device=self.model.device)
        padding = [longest - len(item.prompt) for item in draws]
        padding += [padding[0]] * (self.rows - len(padding))
        self.cache.padding.copy_(torch.tensor(padding))
        self.sampling.fill([item.sampling for item in draws], self.model.shape.vocabulary)
        self.noise.copy_(torch.rand(self.noise.shape, generator=torch.Generator().manual_seed(seed)))
        self.ended.zero_()
        self.seen.zero_()
        self.output.fill_(end)
        self.column.fill_(longest)
        columns = torch.arange(longest, device=self.model.device)
        self._take(self.model.forward(ids, columns, self.cache))

    def _step(self) -> None:
        logits = self.model.forward(self.token[:, None], self.column, self.cache)
        self.column.add_(1)
        self._take(logits)

    def _take(self, logits: Tensor) -> None:
        """Draw a token a row from `logits`, into the output at the current column."""
        noise = self.noise.index_select(1, self.column)[:, 0]
        token = draw(logits + self.never, noise, self.seen, self.sampling)
        self.token.copy_(torch.where(self.ended, self.vocabulary.end_id, token))
        self.ended.logical_or_(self.token == self.vocabulary.end_id)
        self.seen.scatter_(1, self.token[:, None], True)
        self.output.index_copy_(1, self.column, self.token[:, None])

    def _drawn(self, ids: list[int], item: Draw) -> Drawn:
        ids = ids[: item.sampling.max_tokens]
        ended = self.vocabulary.end_id in ids
        return Drawn(ids[: ids.index(self.vocabulary.end_id)] if ended else ids, ended)


class TorchBackend:
    """A GPT-2 in torch and its decoders, one for each size of batch and cache met."""

    def __init__(self, model: GPT2, vocabulary: Vocabulary) -> None:
        self.model = model
        self.vocabulary = vocabulary
        self.decoders: dict[tuple[int, int], Decoder] = {}

    @torch.inference_mode()
    def decode(self, draws: Sequence[Draw], seed: int | None = None) -> list[Drawn]:
        """See `souls.backend.Backend`."""
        needed = max(len(item.prompt) for item in draws) + max(item.sampling.max_tokens for item in draws)
        columns = -(-needed // CACHE_BLOCK) * CACHE_BLOCK
        return self._decoder(len(draws), columns).decode(
            draws, secrets.randbits(63) if seed is None else seed
        )

    def _decoder(self, rows: int, columns: int) -> Decoder:
        if self.model.device.type == "cuda":
            rows = 1 << (rows - 1).bit_length()
        if (rows, columns) not in self.decoders:
            if len(self.decoders) >= GRAPHS_KEPT:
                self.decoders.pop(next(iter(self.decoders)))
            self.decoders[rows, columns] = Decoder(self.model, self.vocabulary, rows, columns)
        return self.decoders[rows, columns]
