"""IPA of English to ARPAbet, the phonemes of CMUdict, in which FastSpeech2's tokens are written."""

from collections.abc import Iterator

_PRIMARY, _SECONDARY = "ˈ", "ˌ"
_VOWELS = {
    "ɑː": "AA", "ɑ": "AA", "ɒ": "AA", "æ": "AE", "a": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "ɔː": "AO", "ɔ": "AO", "oː": "AO", "aʊ": "AW", "aɪ": "AY", "ɛ": "EH", "e": "EH", "eː": "EH",
    "ɜː": "ER", "ɜ": "ER", "ɚ": "ER", "eɪ": "EY", "ɪ": "IH", "ᵻ": "IH", "iː": "IY", "i": "IY",
    "oʊ": "OW", "əʊ": "OW", "ɔɪ": "OY", "ʊ": "UH", "uː": "UW", "u": "UW",
}  # fmt: skip
# A vowel with an r behind it is one sign in some spellings of IPA and two phonemes here.
_BEFORE_R = {"ɪɹ": "IH", "ɛɹ": "EH", "ʊɹ": "UH", "ɑːɹ": "AA", "ɔːɹ": "AO", "oːɹ": "AO"}
_CONSONANTS = {
    "b": "B", "tʃ": "CH", "d": "D", "ð": "DH", "f": "F", "ɡ": "G", "g": "G", "h": "HH", "dʒ": "JH",
    "k": "K", "x": "K", "l": "L", "ɫ": "L", "m": "M", "n": "N", "ŋ": "NG", "p": "P", "r": "R", "ɹ": "R",
    "s": "S", "ʃ": "SH", "t": "T", "ɾ": "D", "ʔ": "T", "θ": "TH", "v": "V", "w": "W", "ʍ": "W",
    "j": "Y", "z": "Z", "ʒ": "ZH",
}  # fmt: skip
_SYLLABIC = {"n̩": ("AH0", "N"), "l̩": ("AH0", "L"), "m̩": ("AH0", "M"), "əl": ("AH0", "L")}
_LONGEST = 3


def arpabet(ipa: str) -> list[tuple[str, str]]:
    """(ARPAbet, the IPA it stands for) of a word; a vowel's digit is its stress, and 1 where none is marked.

    Signs that are none of English are left out.
    """
    marked = _PRIMARY in ipa or _SECONDARY in ipa
    found: list[tuple[str, str]] = []
    stress = ""
    for sign in _signs(ipa):
        if sign in (_PRIMARY, _SECONDARY):
            stress = "1" if sign == _PRIMARY else "2"
        elif sign in _SYLLABIC:
            found += [(name, sign[place : place + 1]) for place, name in enumerate(_SYLLABIC[sign])]
        elif sign in _BEFORE_R:
            found += [(_BEFORE_R[sign] + (stress or "0"), sign[:-1]), ("R", "ɹ")]
            stress = ""
        elif sign in _VOWELS:
            found.append((_VOWELS[sign] + (stress or "0"), sign))
            stress = ""
        else:
            found.append((_CONSONANTS[sign], sign))
    return found if marked else _stressed(found)


def _signs(ipa: str) -> Iterator[str]:
    """The longest signs that are known, one after another."""
    known = {_PRIMARY, _SECONDARY, *_VOWELS, *_BEFORE_R, *_CONSONANTS, *_SYLLABIC}
    place = 0
    while place < len(ipa):
        sizes = (size for size in range(_LONGEST, 0, -1) if ipa[place : place + size] in known)
        size = next(sizes, 0)
        if size:
            yield ipa[place : place + size]
        place += size or 1


def _stressed(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first full vowel of a word has the stress that nothing marks; a lone ə has none."""
    for place, (name, ipa) in enumerate(found):
        if name.endswith("0") and ipa not in ("ə", "ɐ"):
            return [*found[:place], (f"{name[:-1]}1", ipa), *found[place + 1 :]]
    return found
