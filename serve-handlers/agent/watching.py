"""A batch while it is decoded: what its rows have said, which of them are done, and who hears of it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from agent.answers import Finish
from agent.growing import Growing

# Tokens are read from the device, and pieces sent, after so many steps or seconds, whichever comes first.
_STEPS = 8
_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote. `finish` as in `agent.answers`."""

    text: str
    tokens_in: int
    tokens_out: int
    finish: Finish


# Of some rows the next piece of the reply, or all of it when it is done; the pieces come to its text.
HearRows = Callable[[Mapping[int, str | Reply]], None]


@dataclass(slots=True)
class Row:
    """A row under way. until: `time.monotonic` at which it ends. finish: how it ended, when it has."""

    tokens_in: int
    most_tokens: int
    until: float
    text: Growing
    finish: Finish | None = None
    said: str = ""

    def take(self, tokens: Sequence[int], enders: frozenset[int], now: float) -> str:
        """The next piece, after the tokens of some steps; those behind the row's end are not its own."""
        left = self.most_tokens - len(self.text.ids)
        own = tokens[:left]
        ended = next((place for place, token in enumerate(own) if token in enders), None)
        piece = self.text.add(own[:ended])
        if ended is not None or self.text.stopped:
            self.finish = "stop"
        elif len(own) == left:
            self.finish = "length"
        elif now >= self.until:
            self.finish = "deadline"
        piece += self.text.end() if self.finish else ""
        self.said += piece
        return piece

    def reply(self) -> Reply:
        return Reply(self.said, self.tokens_in, len(self.text.ids), self.finish or "length")


class Watching:
    """As `transformers` calls a stopping criterion, after each step: which rows are done."""

    def __init__(self, rows: Sequence[Row], width: int, enders: frozenset[int], hear: HearRows) -> None:
        """width: tokens of the padded prompts. enders: tokens that end a row."""
        self.rows = rows
        self.seen = width
        self.enders = enders
        self.hear = hear
        self.done: Tensor | None = None
        self.last = time.monotonic()

    def __call__(self, input_ids: Tensor, scores: object, **_: object) -> Tensor:  # noqa: ARG002
        """input_ids: (rows, tokens so far), prompts included."""
        now = time.monotonic()
        if self.done is None:
            self.done = torch.zeros(len(self.rows), dtype=torch.bool, device=input_ids.device)
        if input_ids.shape[1] - self.seen >= _STEPS or now - self.last >= _SECONDS:
            self.look(input_ids, now)
            self.done = torch.tensor([row.finish is not None for row in self.rows], device=input_ids.device)
        return self.done

    def look(self, input_ids: Tensor, now: float) -> None:
        """Read what came since the last time, and tell of it."""
        fresh = input_ids[:, self.seen :].tolist()
        self.seen, self.last = input_ids.shape[1], now
        pieces: dict[int, str | Reply] = {}
        ends: dict[int, str | Reply] = {}
        for number, row in enumerate(self.rows):
            if row.finish is None:
                if piece := row.take(fresh[number], self.enders, now):
                    pieces[number] = piece
                if row.finish is not None:
                    ends[number] = row.reply()
        for news in (pieces, ends):
            if news:
                self.hear(news)
