"""Which language a table is in: as its folder says, else as its prose reads."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

UNKNOWN = "und"  # ISO 639-2 for undetermined

# The games name a language's folder in full (`ENGLISH`, `na_english`) or by language and region (`engus`).
FOLDERS: Mapping[str, str] = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "ita": "it",
    "jpn": "ja",
    "jap": "ja",
    "kor": "ko",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "tha": "th",
    "zho": "zh",
    "ara": "ar",
    "tur": "tr",
    "chi": "zh",
    "tch": "zh",
    "sch": "zh",
}
FULL = r"english|french|german|italian|japanese|korean|polish|portuguese|russian|spanish|[ts]?chinese"
# Only pairs that games ship: `spade` is a folder of spades.
PAIRS = (
    "engus|enggb|enguk|frafr|fraca|frefr|frefre|deude|itait|jpnjp|korkr|polpl|porbr|porpt|rusru"
    "|spaes|spaar|spamx|thath|turtr|araae|zhocn|zhotw|zhohk"
)
FOLDER = re.compile(rf"(?:(?:na|uk|us|eu|la|br|neutral)[_ ]?)?({FULL})|({PAIRS})")

PROSE = re.compile(r"[.?!。！？…]\s*$")
# Below this a short name of an invented place decides; the prose of one item description is enough.
MIN_LETTERS = 200
MAX_CHARACTERS = 4000  # read of a table; more tells no more
MIN_PROBABILITY = 0.9


def language_of_folder(name: str) -> str | None:
    """The ISO 639-1 code of a game's language folder such as `engus` or `JAPANESE`, None for another one."""
    found = FOLDER.fullmatch(name.lower())
    return FOLDERS.get((found[1] or found[2])[:3]) if found else None


def sample_of(texts: Iterable[str]) -> str:
    """Enough of the prose among `texts` to tell the language by; names and labels would mislead."""
    sample: list[str] = []
    length = 0
    for text in texts:
        if PROSE.search(text):
            sample.append(text)
            length += len(text)
            if length >= MAX_CHARACTERS:
                break
    return " ".join(sample)


def detect(sample: str) -> str:
    """The language of `sample` (ISO 639-1), or UNKNOWN when it is too short or reads like several."""
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return UNKNOWN
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= MIN_PROBABILITY else UNKNOWN


@cache
def _identifier() -> Any:
    # langid's naive Bayes over byte n-grams (Lui and Baldwin 2012), 100 MB while loaded: only where needed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
