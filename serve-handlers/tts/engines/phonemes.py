"""Spelling by ARPAbet, as FastSpeech2Conformer reads: its own tokenizer would need g2p_en and NLTK's data."""

import json
from collections.abc import Sequence
from pathlib import Path

from handlerkit.checks import SettingsError
from tts.engines.arpabet import arpabet
from tts.engines.pronunciation import NEEDED, Pronounce
from tts.engines.spelled import SILENCE, Spelled, Unspeakable
from tts.text.sentence import Spoken

_END = "<sos/eos>"
_MARKS = {",": ",", ";": ",", ":": ",", "—": ",", ".": ".", "!": "!", "?": "?"}


class PhonemeSpelling:
    """Tokens of `vocab.json`: phonemes, marks, and an end."""

    def __init__(self, folder: Path, pronounce: Pronounce | None) -> None:
        """Raises SettingsError when there is no vocabulary, or nothing that tells phonemes."""
        path = folder / "vocab.json"
        if not path.is_file():
            raise SettingsError(f"{path}: not found; it holds the phonemes that the model reads")
        self.vocabulary: dict[str, int] = json.loads(path.read_text("utf-8"))
        if _END not in self.vocabulary:
            raise SettingsError(f"{path}: no {_END}, which ends a sentence")
        if pronounce is None:
            raise SettingsError(f"this FastSpeech2Conformer checkpoint cannot be used: {NEEDED}")
        self.pronounce: Pronounce = pronounce

    def spelled(self, words: Sequence[Spoken]) -> Spelled:
        """Raises Unspeakable."""
        tokens: list[tuple[str, int, str]] = []
        for number, (word, ipa) in enumerate(zip(words, self.pronounce(words), strict=True)):
            tokens += [(name, number, sound) for name, sound in arpabet(ipa)]
            if mark := _MARKS.get(word.said[-1]):
                tokens.append((mark, SILENCE, ""))
        known = [token for token in tokens if token[0] in self.vocabulary]
        if all(owner == SILENCE for _, owner, _ in known):
            raise Unspeakable("none of the sentence's words has a sound that this model can read")
        known.append((_END, SILENCE, ""))
        ids, owners, sounds = zip(*((self.vocabulary[name], *rest) for name, *rest in known), strict=True)
        return Spelled(tuple(map(int, ids)), tuple(map(int, owners)), tuple(map(str, sounds)))
