"""torch: one padded decode for the whole batch, on a GPU replayed as a CUDA graph.

A `Decoder` owns every tensor of a batch size and a cache length and updates them in place. Its step is
the same code on a CPU, called, and on a GPU, captured once and replayed: a step of a small model is some
hundreds of kernel launches, which cost more than the arithmetic.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from asr.alignment import FRAMES_A_SECOND, costs, token_frames
from asr.backend import Aligned, Draw, Drawn
from asr.rules import Rules
from asr.vocabulary import Vocabulary
from asr.whisper import Whisper
from handlerkit.graphs import captured

CACHE_BLOCK = 64  # cache lengths are multiples of this, so that few graphs serve all requests
CHECK_EVERY = 8  # steps between looks at whether every row has ended: each look waits for the GPU
GRAPHS_KEPT = 8


class Decoder:
    """Decodes up to `rows` windows into a cache of `columns`, again and again."""

    def __init__(self, model: Whisper, vocabulary: Vocabulary, rows: int, columns: int) -> None:
        device = model.device
        self.model, self.vocabulary, self.rows = model, vocabulary, rows
        self.cache = model.cache(rows, columns)
        self.rules = Rules(vocabulary, rows, device)
        self.temperature, self.logprob, self.no_speech = (torch.zeros(rows, device=device) for _ in range(3))
        self.noise = torch.zeros(rows, columns, device=device)
        self.token = torch.zeros(rows, dtype=torch.long, device=device)
        self.column = torch.zeros(1, dtype=torch.long, device=device)
        self.output = torch.zeros(rows, columns, dtype=torch.long, device=device)
        self.ended = torch.zeros(rows, dtype=torch.bool, device=device)
        self.step: Callable[[], None] = self._step
        if device.type == "cuda":
            self.step = captured(self._step, self.column)

    def decode(self, memory: Tensor, draws: Sequence[Draw], steps: int) -> list[Drawn]:
        """At most `rows` draws, at most `steps` tokens each."""
        longest = max(len(draw.context) + len(draw.start) for draw in draws)
        self._begin(memory, draws, longest)
        check_every = CHECK_EVERY if self.model.device.type == "cuda" else 1
        for step in range(1, steps):
            if step % check_every == 0 and bool(self.ended[: len(draws)].all()):
                break
            self.step()
        written = self.output[: len(draws), longest : longest + steps].tolist()
        figures = zip(written, self.logprob.tolist(), self.no_speech.tolist(), strict=False)
        return [self._drawn(*figure) for figure in figures]

    def _begin(self, memory: Tensor, draws: Sequence[Draw], longest: int) -> None:
        """Read the prompts, aligned on the right, in one pass and draw the first token."""
        end, device = self.vocabulary.end, self.model.device
        lines = [
            [end] * (longest - len(ids)) + ids for ids in ([*draw.context, *draw.start] for draw in draws)
        ]
        padding = [longest - len(draw.context) - len(draw.start) for draw in draws]
        spare = self.rows - len(draws)
        ids = torch.tensor(lines + [lines[0]] * spare, device=device)
        self.cache.padding.copy_(torch.tensor(padding + [padding[0]] * spare))
        self.model.listen(memory, self.cache)
        self.rules.begin([draw.timestamps for draw in draws] + [False] * spare)
        self.temperature.copy_(torch.tensor([draw.temperature for draw in draws] + [0.0] * spare))
        self.noise.uniform_()
        self.logprob.zero_()
        self.ended.zero_()
        self.ended[len(draws) :] = True
        self.output.fill_(end)
        self.column.fill_(longest)
        hidden = self.model.forward(ids, torch.arange(longest, device=device), self.cache)
        begins = [longest - len(draw.start) for draw in draws] + [longest - 1] * spare
        self._hear_silence(hidden[torch.arange(self.rows), torch.tensor(begins)])
        self._take(self.model.logits(hidden[:, -1]), first=True)

    def _hear_silence(self, hidden: Tensor) -> None:
        """The probability of no speech, as the begin token predicts it."""
        if self.vocabulary.no_speech is not None:
            self.no_speech.copy_(self.model.logits(hidden).softmax(-1)[:, self.vocabulary.no_speech])

    def _step(self) -> None:
        hidden = self.model.forward(self.token[:, None], self.column, self.cache)
        self.column.add_(1)
        self._take(self.model.logits(hidden[:, -1]), first=False)

    def _take(self, logits: Tensor, first: bool) -> None:
        """Draw a token a row from `logits`, into the output at the current column."""
        logits = self.rules.allowed(logits, first)
        drawn = self._draw(logits)
        token = torch.where(self.ended, self.vocabulary.end, drawn)
        logprob = logits.log_softmax(-1).gather(1, token[:, None])[:, 0]
        self.logprob.add_(torch.where(self.ended, 0.0, logprob))
        self.rules.took(token)
        self.token.copy_(token)
        self.ended.logical_or_(token == self.vocabulary.end)
        self.output.index_copy_(1, self.column, token[:, None])

    def _draw(self, logits: Tensor) -> Tensor:
        """The likeliest token, or one by chance where the temperature is above 0."""
        cool = self.temperature[:, None].clamp(min=1e-3)
        total = (logits / cool).softmax(-1).cumsum(-1)
        # Never quite 0 nor the whole: a token of no probability cannot be hit.
        target = self.noise.index_select(1, self.column).clamp(1e-6, 1 - 1e-6) * total[:, -1:]
        by_chance = (total >= target).long().argmax(-1)
        return torch.where(self.temperature > 0, by_chance, logits.argmax(-1))

    def _drawn(self, ids: list[int], logprob: float, no_speech: float) -> Drawn:
        end = self.vocabulary.end
        return Drawn(ids[: ids.index(end)] if end in ids else ids, logprob, no_speech)


class TorchBackend:
    """A Whisper in torch and its decoders, one for each size of batch and cache met.

    max_tokens: a window; 0 is half the decoder's positions.
    """

    def __init__(self, model: Whisper, vocabulary: Vocabulary, max_tokens: int = 0) -> None:
        self.model = model
        self.vocabulary = vocabulary
        self.max_tokens = max_tokens or vocabulary.positions // 2
        self.decoders: dict[tuple[int, int], Decoder] = {}
        # Added to logits: a word's probability is one among texts, not among times and controls.
        self.text_only = torch.zeros(vocabulary.size, device=model.device)
        others = [token for token in (*vocabulary.controls, vocabulary.end) if token < vocabulary.size]
        self.text_only[[*others, *vocabulary.timestamps]] = -torch.inf

    @torch.inference_mode()
    def encode(self, features: Tensor) -> Tensor:
        """See `asr.backend.Backend`."""
        return self.model.encode(features)

    @torch.inference_mode()
    def detect(self, memory: Tensor) -> list[dict[str, float]]:
        """See `asr.backend.Backend`."""
        cache = self.model.cache(memory.shape[0], 1)
        self.model.listen(memory, cache)
        device = self.model.device
        ids = torch.full((memory.shape[0], 1), self.vocabulary.begin, device=device)
        hidden = self.model.forward(ids, torch.zeros(1, dtype=torch.long, device=device), cache)
        known = self.vocabulary.languages
        logits = self.model.logits(hidden[:, -1])[:, list(known.values())]
        return [dict(zip(known, row, strict=True)) for row in logits.softmax(-1).tolist()]

    @torch.inference_mode()
    def decode(self, memory: Tensor, draws: Sequence[Draw]) -> list[Drawn]:
        """See `asr.backend.Backend`."""
        longest = max(len(draw.context) + len(draw.start) for draw in draws)
        steps = max(1, min(self.max_tokens, self.vocabulary.positions - longest))
        columns = -(-(longest + steps) // CACHE_BLOCK) * CACHE_BLOCK
        return self._decoder(len(draws), columns).decode(memory, draws, steps)

    def _decoder(self, rows: int, columns: int) -> Decoder:
        if self.model.device.type == "cuda":
            rows = 1 << (rows - 1).bit_length()
        if (rows, columns) not in self.decoders:
            if len(self.decoders) >= GRAPHS_KEPT:
                self.decoders.pop(next(iter(self.decoders)))
            self.decoders[rows, columns] = Decoder(self.model, self.vocabulary, rows, columns)
        return self.decoders[rows, columns]

    @torch.inference_mode()
    def align(
        self, memory: Tensor, start: tuple[int, ...], texts: Sequence[list[int]], seconds: Sequence[float]
    ) -> list[Aligned]:
        """See `asr.backend.Backend`."""
        end, device = self.vocabulary.end, self.model.device
        longest = len(start) + max(len(text) for text in texts) + 1
        lines = [[*start, *text, *[end] * (longest - len(start) - len(text))] for text in texts]
        cache = self.model.cache(len(texts), longest)
        self.model.listen(memory, cache)
        heard: list[Tensor] = []
        columns = torch.arange(longest, device=device)
        hidden = self.model.forward(torch.tensor(lines, device=device), columns, cache, heard)
        scores = torch.stack(heard, 1)
        batch, probabilities = [], []
        for row, text in enumerate(texts):
            # From the last token of the start, which predicts the first of the text, to the text's last.
            said = slice(len(start) - 1, len(start) + len(text))
            frames = min(max(1, int(seconds[row] * FRAMES_A_SECOND)), scores.shape[-1])
            batch.append(costs(scores[row, :, : said.stop + 1], frames)[said])
            chances = (self.model.logits(hidden[row, said][:-1]) + self.text_only).softmax(-1)
            wanted = torch.tensor(text, device=device)[:, None]
            probabilities.append(chances.gather(1, wanted)[:, 0].tolist())
        return [
            Aligned([int(frame) / FRAMES_A_SECOND for frame in frames], chance)
            for frames, chance in zip(token_frames(batch), probabilities, strict=True)
        ]
