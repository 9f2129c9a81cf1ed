"""Spelling by characters, as VITS, MMS and SpeechT5 read: letters, or one sign of IPA after another."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handlerkit.checks import SettingsError
from tts.engines.pieces import read_pieces
from tts.engines.pronunciation import NEEDED, Pronounce
from tts.engines.spelled import SILENCE, Spelled, Unspeakable, with_blanks
from tts.text.sentence import Spoken

# ISO 639-3, as MMS names its languages, to a tag's first part where that is another.
_TAGS = {
    "eng": "en",
    "deu": "de",
    "fra": "fr",
    "spa": "es",
    "por": "pt",
    "rus": "ru",
    "ita": "it",
    "nld": "nl",
}
# Of IPA, what belongs to the sound beside it.
_NOT_A_SOUND = "ˈˌːˑ ˞"
_WORD_START = "▁"


class VitsSpelling:
    """transformers' own tokenizer, word by word, so that its tokens can be told apart by words."""

    def __init__(self, tokenizer: Any, pronounce: Pronounce | None) -> None:
        """Raises SettingsError when the tokenizer needs what is not there."""
        self.tokenizer, self.pronounce = tokenizer, pronounce
        self.vocabulary: dict[str, int] = tokenizer.get_vocab()
        language = str(tokenizer.language or "en")
        self.language = _TAGS.get(language, language)
        if tokenizer.phonemize and pronounce is None:
            raise SettingsError(f"this VITS checkpoint cannot be used: {NEEDED}")

    def spelled(self, words: Sequence[Spoken]) -> Spelled:
        written = self._written(words)
        spelled = spell(written, self.vocabulary, " ", phonemic=self.tokenizer.phonemize)
        return with_blanks(spelled, 0) if self.tokenizer.add_blank else spelled

    def _written(self, words: Sequence[Spoken]) -> list[str]:
        if self.tokenizer.phonemize and self.pronounce is not None:
            sounds = self.pronounce(words)
            # Trained with marks: they make the pauses.
            return [ipa + _mark(word.said) for ipa, word in zip(sounds, words, strict=True)]
        return [str(self.tokenizer.prepare_for_tokenization(word.said)[0]) for word in words]


class SpeechT5Spelling:
    """The characters of `spm_char.model`; a word begins with a mark, and the end is told."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = read_pieces(folder / "spm_char.model")
        self.end = self.vocabulary["</s>"]

    def spelled(self, words: Sequence[Spoken]) -> Spelled:
        plain = [unicodedata.normalize("NFKC", word.said) for word in words]
        spelled = spell(plain, self.vocabulary, _WORD_START, leading=True)
        return Spelled((*spelled.ids, self.end), (*spelled.words, SILENCE), (*spelled.sounds, ""))


def spell(
    words: Sequence[str],
    vocabulary: dict[str, int],
    between: str,
    leading: bool = False,
    phonemic: bool = False,
) -> Spelled:
    """A token a character; those that the model never learned are left out, as its own tokenizer does.

    between: what stands between two words, and with `leading` before the first. Raises Unspeakable.
    """
    ids: list[int] = []
    owners: list[int] = []
    sounds: list[str] = []
    for number, word in enumerate(words):
        signs = word.strip().replace(" ", between)
        known = [(sign, SILENCE if _is_mark(sign) else number) for sign in signs if sign in vocabulary]
        if known and between in vocabulary and (ids or leading):
            known.insert(0, (between, SILENCE))
        for sign, owner in known:
            ids.append(vocabulary[sign])
            owners.append(owner)
            sounds.append(sign if phonemic and owner != SILENCE and sign not in _NOT_A_SOUND else "")
    if all(owner == SILENCE for owner in owners):
        raise Unspeakable("none of the sentence's characters is one that this model can read")
    return Spelled(tuple(ids), tuple(owners), tuple(sounds))


def _is_mark(sign: str) -> bool:
    """Whether it is a pause and not part of a word."""
    return unicodedata.category(sign).startswith("P") and sign not in "'’-"


def _mark(said: str) -> str:
    return said[-1] if _is_mark(said[-1]) else ""
