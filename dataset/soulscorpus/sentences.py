"""Texts to sentences, by their marks.

A mark ends a sentence when what follows, past closing quotes and a space, does not go on in lower case:
`He said "Run!" and ran.` is one. `Mr.`, `J.` and `No. 7` end none. Japanese and Chinese marks need no space.
Rules of our own, not a library's: the libraries open a sentence inside quotes and cost seconds and 200 MB.
"""

import re

ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr st ste sr jr prof rev hon gen col capt cpt lt sgt adm gov vs etc vol fig".split()  # noqa: SIM905
)
# What stands between two sentences: marks, quotes and brackets that close, and the space (captured apart).
# A run of marks is tried from its first one only, or a long run would take the square of its length.
BOUNDARY = re.compile(r"""(?:(?<![.!?…])[.!?…]++["'”’»)\]]*+(?=\s)|(?<![。！？])[。！？]++[」』）]*+)\s*+""")
LAST_WORD = re.compile(r"[^\W\d_]+$")
LOOK_BACK = 8  # characters: longer than any abbreviation
NEXT = re.compile(r"""[\s"'“‘«„(\[「『（¿¡—–-]*(\w)""")


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, stripped; all its characters but the space between them, in order."""
    sentences: list[str] = []
    start = 0
    for boundary in BOUNDARY.finditer(text):
        if _ends(text, start, boundary):
            sentences.append(text[start : boundary.end()].strip())
            start = boundary.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def _ends(text: str, start: int, boundary: re.Match[str]) -> bool:
    after = NEXT.match(text, boundary.end())
    if not after or after[1].islower():
        return False
    if text[boundary.start() : boundary.end()].strip() != ".":
        return True
    word = LAST_WORD.search(text, max(start, boundary.start() - LOOK_BACK), boundary.start())
    return not (word and _is_abbreviation(word[0], after[1]))


def _is_abbreviation(word: str, following: str) -> bool:
    if word.lower() == "no":
        return following.isdigit()
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")
