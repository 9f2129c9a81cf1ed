"""A reply's text as its tokens come: whole words and whole characters, and none is taken back.

A token alone is no text: it may be a part of a character, and what stands before it decides on spaces. So a
few tokens back are decoded again with the new ones, as text-generation-inference does it.
"""

import re
from collections.abc import Callable, Sequence

# What a decoder writes for a character whose bytes are not all there.
_HALF = "\ufffd"
_SPACE = re.compile(r"\s+(?=\S*$)")
# Some languages put no spaces; so many characters are given out without one.
_LONGEST_WORD = 24


class Growing:
    """One row's text. `stops`: where one of them would stand the text ends."""

    def __init__(self, decode: Callable[[Sequence[int]], str], stops: Sequence[str] = ()) -> None:
        self.decode = decode
        self.stops = stops
        self.ids: list[int] = []
        self.text = ""
        self.stopped = False
        # Tokens before `settled` are not decoded again; those before `read` are in the text.
        self.settled = self.read = 0
        # Characters given out; the spaces in front of all are passed over.
        self.given = 0
        self.begun = False

    def add(self, ids: Sequence[int]) -> str:
        """What can be given out after these tokens: up to the end of a word."""
        if self.stopped:
            return ""
        self.ids += ids
        before, now = self._window()
        if now == before or now.endswith(_HALF):
            return ""
        self._read(before, now)
        return self._give(len(self.text) if self.stopped else self._word_end())

    def end(self) -> str:
        """The rest, when no more tokens come."""
        if not self.stopped:
            before, now = self._window()
            self._read(before, now.rstrip(_HALF))
        return self._give(len(self.text))

    def _window(self) -> tuple[str, str]:
        """What the tokens that are decoded again say without the new ones, and with them."""
        return self.decode(self.ids[self.settled : self.read]), self.decode(self.ids[self.settled :])

    def _read(self, before: str, now: str) -> None:
        """Most tokens add to the text; some change the end of it, such as a space before a comma."""
        if now.startswith(before):
            self.text += now[len(before) :]
        else:
            self.text = self.text[: max(0, len(self.text) - len(before))] + now
        self.settled, self.read = self.read, len(self.ids)
        self._stop()

    def _give(self, upto: int) -> str:
        if not self.begun:
            self.given = len(self.text) - len(self.text.lstrip())
        piece = self.text[self.given : upto].rstrip()
        self.given += len(piece)
        self.begun = self.begun or bool(piece)
        return piece

    def _word_end(self) -> int:
        """Spaces wait for the word behind them, and what may begin a stop waits for the rest of it."""
        space = _SPACE.search(self.text)
        upto = space.start() if space else 0
        if len(self.text) - max(upto, self.given) > _LONGEST_WORD:
            upto = len(self.text)
        return min(upto, len(self.text) - self._held())

    def _held(self) -> int:
        """Characters at the end of the text with which a stop begins."""
        beginnings = (stop[:length] for stop in self.stops for length in range(1, len(stop)))
        return max((len(each) for each in beginnings if self.text.endswith(each)), default=0)

    def _stop(self) -> None:
        found = [place for stop in self.stops if (place := self.text.find(stop, self.given)) >= 0]
        if found:
            self.text = self.text[: min(found)]
            self.stopped = True
