"""Words that are no number: letters as they are, capitals by their names, symbols within."""

import re
import unicodedata
from types import MappingProxyType

from tts.text.cardinals import decimal, whole
from tts.text.letters import acronym, spelled

_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?"
_WORD = re.compile(rf"{_LETTERS}(?:[-‐‑]{_LETTERS})*")
SYMBOLS = MappingProxyType(
    {
        "&": "and",
        "@": "at",
        "+": "plus",
        "=": "equals",
        "%": "percent",
        "°": "degrees",
        "×": "times",
        "÷": "divided by",
        "±": "plus or minus",
        "≈": "about",
        "∞": "infinity",
        "§": "section",
        "№": "number",
        "<": "less than",
        ">": "more than",
        "≤": "at most",
        "≥": "at least",
    }
)
_THOUSANDS = r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9])(?:\.[0-9]+)?"
_PIECE = re.compile(rf"{_LETTERS}|{_THOUSANDS}|[0-9]+(?:\.[0-9]+)*|\d+|[{re.escape(''.join(SYMBOLS))}]")


def word_said(core: str) -> str:
    """What is said for `core`; empty where it holds nothing that is."""
    # Also the letters of mathematics and of wide type, which many write for style.
    core = unicodedata.normalize("NFKC", core)
    if _WORD.fullmatch(core):
        parts = re.split("[-‐‑]", core.replace("’", "'"))
        letters = [acronym(part) for part in parts]
        if not any(letters):
            return "-".join(parts)
        return " ".join(name or part for name, part in zip(letters, parts, strict=True))
    return " ".join(_piece(piece) for piece in _PIECE.findall(core))


def _piece(piece: str) -> str:
    """A part of a word that also holds figures or symbols: "AC17", "5e", "Q&A"."""
    if piece in SYMBOLS:
        return SYMBOLS[piece]
    if piece[0].isdecimal():
        return decimal(piece) if piece.isascii() else whole(str(int(piece)))
    if len(piece) == 1 and piece.isascii():
        return spelled(piece)
    return acronym(piece) or piece.replace("’", "'")
