"""Where sentences end. English has a list of short forms; elsewhere a letter or number may have a dot."""

import re
from collections.abc import Iterator, Sequence

from tts.text.abbreviations import MAY_END, NEVER_END
from tts.text.tokens import Token

_CLOSING = "\"'”’»›)]}」』）"
_CLOSERS = frozenset(_CLOSING)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
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
    for place, token in enumerate(tokens):
        sentence.append(token)
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if after is None or token.gap or _ends(sentence, after, english):
            yield sentence
            sentence = []


def _ends(sentence: Sequence[Token], after: Token, english: bool) -> bool:
    # A quote or bracket that stands apart belongs to what it closes.
    last = next((token for token in reversed(sentence) if not set(token.plain) <= _CLOSERS), None)
    if last is None or set(after.plain) <= _CLOSERS:
        return False
    trail = last.trail
    if any(sign in trail for sign in _FULL_WIDTH):
        return True
    marks = trail.rstrip(_CLOSING)
    if marks[-1:] not in tuple(".!?…"):
        return False
    lower = after.core[:1].islower()
    dotted = marks.endswith(_ELLIPSES)
    if (lower and (dotted or marks != trail or last is not sentence[-1])) or (dotted and _is_i(after.core)):
        return False  # "Run!" he said; well... yes
    return marks != "." or not last.core or _full_stop(last, sentence[0] is last, after, english)


def _is_i(core: str) -> bool:
    return bool(re.fullmatch(r"I(?:['’][a-z]+)?", core))


def _full_stop(token: Token, alone: bool, after: Token, english: bool) -> bool:
    """Whether the one dot behind `token`, the last of its sentence or `alone` in it, ends it."""
    name = token.core.lower()
    if alone and token.core.isdigit() and len(token.core) < 4:
        return False  # "1. Roll."
    if not english:
        return not (after.core[:1].islower() or _INITIALS.fullmatch(token.core) or token.core.isdigit())
    if name in NEVER_END:
        return False
    if name == "no":
        return not after.core[:1].isdigit()
    if name in MAY_END:
        return not after.core[:1].islower() and not after.core[:1].isdigit()
    if _INITIALS.fullmatch(token.core) and token.core.isupper() and token.core != "I":
        return after.core.lower() in _STARTERS and not alone
    return True
