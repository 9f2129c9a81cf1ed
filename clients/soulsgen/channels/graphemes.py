"""What a reader calls a character: Unicode's extended grapheme clusters (UAX #29)."""


def graphemes(text: str) -> int:
    """How many `text` has."""
    if text.isascii():
        # The one cluster of two ASCII characters.
        return len(text.replace("\r\n", "\n"))
    from grapheme import length

    return int(length(text))
