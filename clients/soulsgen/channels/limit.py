"""How long a text may be on a channel, and the longest part of it that fits."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from soulsgen.errors import Refused

# A sentence ends with its mark, the quotation marks and brackets that close it, and a space after them.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")


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
        if found := next((c for c in text if c in self.forbidden), None):
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
        for end in reversed([match.end() for match in _SENTENCE_END.finditer(text)]):
            if self.refusal(text[:end]) is None:
                return text[:end]
        raise Refused(reason)
