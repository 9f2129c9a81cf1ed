"""From a model's text to a line fit to be read: whole, capitalised, and telling why not."""

import re

# A sentence ends in one of these, perhaps inside a closing quote or bracket.
_END = r"[.?!…]+[\"'”’)\]]*"
_WHOLE = re.compile(rf".*{_END}", re.DOTALL)
_BETWEEN = re.compile(r"(?<=[.?!…])(?P<close>[\"'”’)\]]*)\s+")
_LETTER = re.compile(r"[^\W\d_]")


def tidy(text: str) -> str:
    """White space folded, the first letter a capital."""
    text = " ".join(text.split())
    first = _LETTER.search(text)
    if first:
        at = first.start()
        text = text[:at] + text[at].upper() + text[at + 1 :]
    return text


def whole(text: str) -> str:
    """`text` up to the end of its last whole sentence; empty when it has none."""
    found = _WHOLE.match(text)
    return found.group() if found else ""


def sentences(text: str) -> list[str]:
    """The sentences of a tidy line, split after `.`, `?`, `!` and `…`."""
    marked = _BETWEEN.sub(lambda match: match["close"] + "\n", text)
    return [part for part in marked.split("\n") if part]
