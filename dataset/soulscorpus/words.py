"""What a word is, for the corpus, its vocabulary and `soulsgen words` alike."""

import re
from collections.abc import Iterable
from unicodedata import normalize

# Letters, with single apostrophes and hyphens inside: don't, half-light.
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def words_of(text: str) -> list[str]:
    """The words of `text` in its order, lower-case, composed (NFC), with `'` for `’`."""
    return WORD.findall(normalize("NFC", text.lower()).replace("’", "'"))


def unique_words(texts: Iterable[str]) -> list[str]:
    """Every word of `texts` once, sorted by code point."""
    return sorted({word for text in texts for word in words_of(text)})
