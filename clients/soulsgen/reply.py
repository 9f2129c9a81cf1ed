"""What a server replied, read with care: its JSON, its numbers, its words."""

import json
import math
import re
import unicodedata
from typing import Any

_HALF_OF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
_LONGEST_WORDS = 300


def json_of(content: bytes) -> Any:
    """Raises ValueError for what is no JSON, is nested too deep, or holds half a letter: a lone surrogate."""
    try:
        value = json.loads(content.decode())
        if _HALF_OF_A_PAIR.search(content):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return value


def number(value: object) -> float:
    """Raises ValueError for what is no finite number; JSON's readers take Infinity, NaN and 1e999."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{type(value).__name__} is no number")  # noqa: TRY004 - a fault of the reply
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise ValueError("a number is not finite")
    return found


def shown(text: str) -> str:
    """Without control characters: a server's words must not steer a terminal."""
    return "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
    )


def brief(words: object) -> str:
    """As a part of a sentence: in one line, and with an end."""
    line = " ".join(shown(str(words)[: 1 << 16]).split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[: _LONGEST_WORDS - 1]}…"
