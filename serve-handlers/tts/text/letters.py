"""Letters by their names, and which words of capitals are said letter by letter: "NPC" is "en pee see"."""

import re
from types import MappingProxyType

# Spelled so that espeak-ng says them as it says the letters, which "ay" and "eff" are not.
_LETTER_NAMES = """
eigh bee see dee ee ef gee aitch eye jay kay ell em en oh pee cue ar ess tee you vee double_you ex why zee
"""
_NAMES = MappingProxyType(
    {
        letter: name.replace("_", " ")
        for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _LETTER_NAMES.split(), strict=True)
    }
)
# With a vowel, so that they look like words.
_INITIALISMS = """
AC AI AKA AOE API ATM BBEG BCE CE CEO CI CLI CN CPU DIY EU EV FAQ FYI GPU IOU IP IQ IV NE OOC PDF TTRPG TV
UFO UI UK UN URL USA USB VI VIP AD
"""
_SPELLED = frozenset(_INITIALISMS.split())
# Without one, and not spelled.
_UTTERED = "MR MRS MS DR ST VS HM HMM SH SHH PST PSST TSK BRR GRR MMM ZZZ PFF PFFT NTH"
_SOUNDS = frozenset(_UTTERED.split())
_CAPITALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,6}")


def spelled(letters: str) -> str:
    """A to Z by their names."""
    return " ".join(_NAMES[letter] for letter in letters.upper())


def acronym(word: str) -> str | None:
    """`word` letter by letter where it is said so, with its s; None for a word like any other."""
    stem = re.sub(r"['’]?s\Z", "", word)
    if stem not in _SPELLED and (stem in _SOUNDS or not _CAPITALS.fullmatch(stem)):
        return None
    return spelled(stem) + ("'s" if stem != word else "")
