"""Hides what is written and not spoken: markdown, tags, emoji, what cannot be printed.

A hidden character becomes `HIDDEN`, or a space where it parted words, so that every other character keeps
its place.
"""

import re
import unicodedata
from types import MappingProxyType

HIDDEN = "\0"

_HTML = (
    "a|b|blockquote|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table|td|th"
    "|tr|u|ul"
)
# Version 1.1. With an attribute or nothing: "<voice of God>" is no tag.
_SSML = (
    "audio|break|desc|emphasis|lang|lexicon|lookup|mark|meta|metadata|phoneme|prosody|say-as|speak|sub|token"
    "|voice|w"
)
_TAG = re.compile(
    rf"</?(?:{_HTML})(?:\s[^<>\n]*)?/?>|</?(?:{_SSML})(?:\s+[\w:-]+\s*=[^<>]*|\s*)/?>|<\?xml\s[^<>]*>",
    re.IGNORECASE,
)
# Possessive: of a line that is none after all no other reading is tried.
_RULE = re.compile(r"^[ \t]*(?:[-*_=~+#:][ \t|]*){3,}+$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_QUOTE = re.compile(r"^(?:[ \t]*>(?![0-9]))+", re.MULTILINE)
# Of a line: heading or list, perhaps with a box to tick.
_OPENING = re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|[-*+•‣◦▪–](?=\s)(?:[ \t]+\[[ xX]\](?=\s))?)", re.MULTILINE)
# No longer words than these, or each of many brackets would look for its end far away.
_LINK_OPEN = re.compile(r"!?\[(?=[^\]\n]{0,500}\]\()")
_LINK_CLOSE = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]*\")?\)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
# An asterisk or tick is a mark except between digits, an underscore only at a word's edge.
_EMPHASIS = re.compile(r"(?<![0-9])\*+|\*+(?![0-9])|\*{2,}|`+|~~+|\|\||(?<![^\W_])_+|_+(?![^\W_])")
_EMOTICON = re.compile(r"(?<!\S)(?:[:;=8]['’]?-?[()DPpOo/|3\[\]]|<3|[xX]D|\^_*\^)(?!\S)")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp|apos|#39|hellip|mdash|ndash);")
_ENTITIES = MappingProxyType(
    {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " ", "apos": "'", "#39": "'"}
    | {"hellip": "…", "mdash": "—", "ndash": "–"}
)
# Symbols that are emoji, badges and arrows, surrogates alone, unassigned and private characters, joiners.
_UNSPOKEN = frozenset({"So", "Cs", "Co", "Cn", "Cf", "Sk"})
_SPOKEN_ANYWAY = "°№`^"


def shown(text: str) -> str:
    """`text` at the same length with all that is not spoken hidden."""
    # White space first, and so wide marks before those they are made of.
    for pattern in (_TAG, _RULE, _FENCE, _QUOTE):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]] + HIDDEN * (len(found[0]) - 1), text)
    for pattern in (_OPENING, _EMOTICON, _LINK_OPEN, _LINK_CLOSE, _ESCAPE, _EMPHASIS):
        text = pattern.sub(_hide, text)
    return "".join(map(_character, text))


def _hide(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])


def _character(character: str) -> str:
    if character == "|":
        return " "
    if character.isascii():
        return character if character.isprintable() or character in "\n\t\r\f\v" + HIDDEN else " "
    category = unicodedata.category(character)
    if (
        (category in _UNSPOKEN and character not in _SPOKEN_ANYWAY)
        or category == "Me"
        or "\ufe00" <= character <= "\ufe0f"
    ):
        return HIDDEN
    return " " if category == "Cc" else character
