"""What a Whisper decoder may write next: its suppressed tokens and the rules of its timestamps.

The rules are those of the reference implementation (openai/whisper, ApplyTimestampRules): a text begins with
a time, times stand in pairs except before the end, never decrease, and are written whenever all times
together are likelier than any one other token. For all rows at once and without a look at the device, so
that they run inside a CUDA graph.
"""

import torch
from torch import Tensor

from asr.vocabulary import Vocabulary


class Rules:
    """The rules of one vocabulary and the state of up to `rows` texts."""

    def __init__(self, vocabulary: Vocabulary, rows: int, device: torch.device) -> None:
        size = vocabulary.size
        self.stamps = vocabulary.timestamps
        ids = torch.arange(size, device=device)
        self.ids = ids
        self.is_stamp = (ids >= self.stamps.start) & (ids < self.stamps.stop)
        self.is_text = ~self.is_stamp & (ids != vocabulary.end)
        self.never = torch.zeros(size, device=device)
        self.never[[*vocabulary.suppressed, *_inside(vocabulary.controls, size)]] = -torch.inf
        # Ids that no token has: checkpoints round their vocabulary up.
        known = max(vocabulary.tokenizer.get_vocab_size(), self.stamps.stop)
        self.never[known:] = -torch.inf
        self.first = torch.zeros(size, device=device)
        self.first[list(vocabulary.suppressed_first)] = -torch.inf
        self.latest_first = size
        if vocabulary.latest_first is not None and self.stamps:
            self.latest_first = self.stamps.start + vocabulary.latest_first
        self.asked, self.paired = (torch.zeros(rows, dtype=torch.bool, device=device) for _ in range(2))
        self.last, self.before, self.stamp = (
            torch.zeros(rows, dtype=torch.long, device=device) for _ in range(3)
        )

    def begin(self, timestamps: list[bool]) -> None:
        """New texts; `timestamps` says which rows write times."""
        self.asked.zero_()
        if self.stamps:
            self.asked[: len(timestamps)] = torch.tensor(timestamps, device=self.asked.device)
        # As if two times had gone before: text must follow the first one.
        for state in (self.last, self.before, self.stamp):
            state.fill_(self.stamps.start)

    def allowed(self, logits: Tensor, first: bool) -> Tensor:
        """Logits [B, V] with minus infinity for what may not come next."""
        logits = logits + self.never
        if first:
            logits = logits + self.first
        if not self.stamps:
            return logits
        asked = self.asked[:, None]
        forbidden = self._first() if first else self._pairs()
        # A row that is not asked for times writes none.
        logits = logits.masked_fill(torch.where(asked, forbidden, self.is_stamp), -torch.inf)
        if first:
            return logits
        stamps = logits.masked_fill(~self.is_stamp, -torch.inf).logsumexp(1, keepdim=True)
        others = logits.masked_fill(self.is_stamp, -torch.inf).amax(1, keepdim=True)
        return logits.masked_fill(asked & (stamps > others) & ~self.is_stamp, -torch.inf)

    def took(self, tokens: Tensor) -> None:
        """Remember what was drawn, [B]."""
        self.stamp.copy_(torch.where(self._stamped(tokens), tokens, self.stamp))
        self.before.copy_(self.last)
        self.last.copy_(tokens)

    def _first(self) -> Tensor:
        return (~self.is_stamp | (self.ids > self.latest_first))[None]

    def _pairs(self) -> Tensor:
        last, before = self._stamped(self.last)[:, None], self._stamped(self.before)[:, None]
        # The second time of a pair may repeat the first; any other must be later than all before it.
        lowest = torch.where(last & ~before, self.stamp[:, None], self.stamp[:, None] + 1)
        earlier = self.is_stamp & (self.ids < lowest)
        return (last & before & self.is_stamp) | (last & ~before & self.is_text) | earlier

    def _stamped(self, tokens: Tensor) -> Tensor:
        return (tokens >= self.stamps.start) & (tokens < self.stamps.stop)


def _inside(ids: frozenset[int], size: int) -> list[int]:
    return sorted(token for token in ids if token < size)
