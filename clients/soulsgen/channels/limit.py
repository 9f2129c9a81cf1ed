"""How long a text may be on a channel, and the longest part of it that fits."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from soulsgen.errors import Refused

# What is no text: neither UTF-8 nor a database takes it.
_BROKEN = re.compile("[\0\ud800-\udfff]")
# A sentence ends with its mark, the quotation marks and brackets that close it, and a space after them; what
# goes on in lower case is still the same one.
_MARK = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+(?=\s+[\"'“‘«(\[]*(\w?))")
# A full stop after these, or after a single capital, shortens a word.
_SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Sgt|Lt|Capt|Col|Gen|Prof|Rev|Fr|No|Vol|Ch|vs|cf|e\.g|i\.e)|\b[A-Z])$"
)
_LONGEST_SHORTENED = 6
_OPENING, _CLOSING = "“«([", "”»)]"


@dataclass(frozen=True)
class Limit:
    """At most `most` of `unit`, as `count` counts them in a text; `title` is the channel in a sentence.

    `max_bytes` bounds the text in UTF-8 as well; `forbidden` are characters the channel does not take.
    """

    title: str
    unit: str
    most: int
    count: Callable[[str], int]
    forbidden: str = ""
    max_bytes: int | None = None

    def refusal(self, text: str) -> str | None:
        """Why the channel would not take `text`, or None when it would."""
        if not text.strip():
            return "the text is blank"
        broken = _BROKEN.search(text)
        if found := broken[0] if broken else next((c for c in text if c in self.forbidden), None):
            return f"the text holds U+{ord(found):04X}, which {self.title} does not take"
        if (length := self.count(text)) > self.most:
            return f"the text has {length} {self.unit}, {self.title} takes {self.most}"
        size = len(text.encode())
        if self.max_bytes and size > self.max_bytes:
            return f"the text has {size} bytes, {self.title} takes {self.max_bytes}"
        return None

    def fit(self, text: str) -> str:
        """`text`, or the most whole sentences of its beginning that the channel takes.

        Raises Refused when not even the first sentence fits.
        """
        text = text.strip()
        reason = self.refusal(text)
        if reason is None:
            return text
        ends = _sentence_ends(text)
        # Where one end is too far, so are all behind it.
        fitting = bisect_left(ends, True, key=lambda end: self.refusal(text[:end]) is not None)
        if not fitting:
            raise Refused(reason)
        return text[: ends[fitting - 1]]


def _sentence_ends(text: str) -> list[int]:
    """Where the sentences of `text` end that are not within quotation marks or brackets."""
    ends = []
    depth = quotes = position = 0
    for match in _MARK.finditer(text):
        end = match.end()
        passed = text[position:end]
        depth = max(0, depth + sum(map(passed.count, _OPENING)) - sum(map(passed.count, _CLOSING)))
        quotes += passed.count('"')
        position = end
        before = text[max(0, match.start() - _LONGEST_SHORTENED) : match.start()]
        shortened = match[1] == "." and _SHORTENED.search(before)
        within = depth > 0 or quotes % 2 == 1
        if not within and not shortened and not match[2].islower():
            ends.append(end)
    return ends
