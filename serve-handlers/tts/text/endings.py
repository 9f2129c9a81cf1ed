"""Where sentences end. English has a list of short forms; elsewhere a letter or number may have a dot."""

import re
from collections.abc import Iterator, Sequence

from tts.text.abbreviations import MAY_END, NEVER_END, UNITS, is_numbered
from tts.text.numbers import is_number
from tts.text.tokens import Token

_CLOSING = "\"'”’»›)]}」』）"
_CLOSERS = frozenset(_CLOSING)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_MEASURE = re.compile(r"[0-9][0-9.,]*-?([a-z]+)")
_ELLIPSES = ("…", "..")
_FULL_WIDTH = "。！？।"
_OPENERS = """
a after all an and as at but by did do does during each every few for from he her here his how i if in
it its let my no not now on one or our she so some that the their then there these they this those to we
what when where which who why with would yes yet you your
"""
# What begins a sentence and follows no initial or short form: "Plan B. Then", "the U.S. It".
_STARTERS = frozenset(_OPENERS.split())


def sentence_tokens(tokens: Sequence[Token], english: bool) -> Iterator[list[Token]]:
    """`tokens` sentence by sentence."""
    sentence: list[Token] = []
    words: list[Token] = []  # a quote or bracket that stands apart belongs to what it closes
    for token, after in zip(tokens, [*tokens, None][1:], strict=True):
        sentence.append(token)
        if not set(token.plain) <= _CLOSERS:
            words.append(token)
        if after is None or token.gap or (words and _ends(words, words[-1] is not token, after, english)):
            yield sentence
            sentence, words = [], []


def _ends(words: Sequence[Token], closed: bool, after: Token, english: bool) -> bool:
    """Whether a sentence of `words`, `closed` by a quote that stands apart, ends before `after`."""
    if set(after.plain) <= _CLOSERS:
        return False
    trail = words[-1].trail
    if any(sign in trail for sign in _FULL_WIDTH):
        return True
    marks = trail.rstrip(_CLOSING)
    if marks[-1:] not in tuple(".!?…"):
        return False
    lower = after.core[:1].islower()
    dotted = marks.endswith(_ELLIPSES)
    if (lower and (dotted or marks != trail or closed)) or (dotted and _is_i(after.core)):
        return False  # "Run!" he said; well... yes
    return marks != "." or not words[-1].core or _full_stop(words, after, english)


def _is_i(core: str) -> bool:
    return bool(re.fullmatch(r"I(?:['’][a-z]+)?", core))


def _full_stop(words: Sequence[Token], after: Token, english: bool) -> bool:
    """Whether the one dot behind the last of `words` ends their sentence."""
    token, alone = words[-1], len(words) == 1
    name = token.core.lower()
    if alone and token.core.isdigit() and len(token.core) < 4:
        return False  # "1. Roll."
    if not english:
        return not (after.core[:1].islower() or _INITIALS.fullmatch(token.core) or token.core.isdigit())
    if name in NEVER_END:
        return False
    if name == "no":
        return not after.core[:1].isdigit()
    if name in MAY_END or _is_unit(name, words[-2].core if not alone else ""):
        return not after.core[:1].islower() and not is_numbered(name, after.core)
    if _INITIALS.fullmatch(token.core) and token.core.isupper() and token.core != "I":
        return after.core.lower() in _STARTERS and not alone
    return True


def _is_unit(name: str, before: str) -> bool:
    """Whether `name` holds figures and a unit ("30-ft") or is inches behind figures."""
    found = _MEASURE.fullmatch(name)
    return found[1] in UNITS | {"in"} if found else name == "in" and is_number(before)
