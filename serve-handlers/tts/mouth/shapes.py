"""When a mouth takes which shape: phonemes in IPA to visemes, and visemes to mouth shapes.

A phoneme's time is shared evenly by its letters (`aɪ`: half `aa`, half `I`), a long one counting twice.
Sounds without a shape of their own (h, the glottal stop, letters that no table has) take that of the next
sound, as speakers do, or of the one before where silence follows.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from tts.mouth.table import SHAPE_OF_VISEME, SILENCE, VISEME_OF_LETTER
from tts.speech import Timed

# Of pauses between sounds: espeak-ng's silent joins of two words last up to 75 ms, its shortest comma 150 ms
# (both at 175 words a minute).
_BRIDGED_S = 0.08
_LONG = "ː"
# t and d before these are one sound with them, and it looks like the second.
_AFFRICATE = re.compile("[td]\u0361?(?=[ʃʒɕʑʂʐ])")
_SWITCH = re.compile(r"\(.*\)")  # of language, as in "(fr)"


def ipa_of(espeak_name: str) -> str | None:
    """The sound that a phoneme event of espeak-ng names, in IPA, with its stress; None where nothing sounds.

    `espeak_name` is the event's `id` as the library writes it once espeak_Initialize was given
    espeakINITIALIZE_PHONEME_IPA (2) besides the phoneme events (1): UTF-8 of up to 8 bytes, which a sound of
    8 bytes fills without a NUL at the end, so read all 8, cut at a NUL, and decode ignoring what is cut in
    two. Without that option the names are espeak-ng's own, and those cannot be told apart without knowing
    the voice: `a` is æ in one and a in another, `r` is ɹ, ɾ, r or ʁ.
    """
    name = espeak_name.partition("\0")[0].rstrip("-").replace(":", _LONG)
    if not name or _SWITCH.fullmatch(name):
        return None
    return unicodedata.normalize("NFC", name)


def visemes_of(phonemes: Sequence[Timed], until_s: float = 0.0) -> list[Timed]:
    """Visemes without gaps from 0 to the last phoneme's end, or to `until_s` where that is later.

    `phonemes` are in order of time, in IPA; an empty text is silence.
    """
    return _merged(_shaped([*_pieces(phonemes, until_s)]))


def mouth_of(visemes: Iterable[Timed]) -> list[Timed]:
    """The mouth shapes of visemes; neighbours of one shape are one."""
    return _merged((one.start_s, one.end_s, SHAPE_OF_VISEME[one.text]) for one in visemes)


_Piece = tuple[float, float, str | None]


def _pieces(phonemes: Sequence[Timed], until_s: float) -> Iterator[_Piece]:
    """(start, end, viseme, or None for a sound that has none), each where the one before it ends."""
    now = 0.0
    sounds = [one for one in phonemes if _bare(one.text)]
    for sound in sounds:
        start, end = max(sound.start_s, now), max(sound.end_s, now)
        if start > now:
            # A short join is no reason to close the mouth; at the very beginning it is closed.
            yield now, start, None if now and start - now < _BRIDGED_S else SILENCE
        visemes = _letters(sound.text)
        for place, viseme in enumerate(visemes):
            share = (end - start) / len(visemes)
            last = place == len(visemes) - 1
            yield start + place * share, end if last else start + (place + 1) * share, viseme
        now = end
    closing = max([until_s, *(one.end_s for one in phonemes)])
    if closing > now:
        yield now, closing, SILENCE


def _letters(ipa: str) -> list[str | None]:
    """The viseme of each letter of a sound; of one whose letters are all unknown, one None."""
    visemes: list[str | None] = []
    for letter in _AFFRICATE.sub("", unicodedata.normalize("NFC", ipa)):
        if letter == _LONG and visemes:
            visemes.append(visemes[-1])
        viseme = VISEME_OF_LETTER.get(letter) or VISEME_OF_LETTER.get(unicodedata.normalize("NFD", letter)[0])
        if viseme:
            visemes.append(viseme)
    return visemes or [None]


def _bare(ipa: str) -> str:
    return ipa.strip().strip("ˈˌ")


def _shaped(pieces: Sequence[_Piece]) -> Iterator[tuple[float, float, str]]:
    """Pieces without a viseme take the next one's, or the one's before where the next is silence."""
    following = SILENCE
    nexts: list[str] = []
    for _, _, viseme in reversed(pieces):
        following = viseme or following
        nexts.append(following)
    before = SILENCE
    for (start, end, viseme), after in zip(pieces, reversed(nexts), strict=True):
        before = viseme or (before if after == SILENCE else after)
        yield start, end, before


def _merged(pieces: Iterable[tuple[float, float, str]]) -> list[Timed]:
    merged: list[Timed] = []
    for start, end, name in pieces:
        if end <= start:
            continue
        if merged and merged[-1].text == name:
            merged[-1] = Timed(merged[-1].start_s, end, name)
        else:
            merged.append(Timed(start, end, name))
    return merged
