"""Text to the words of the table: tokens, plurals, phrases."""

import re

from painter.scene import grammar
from painter.scene.words import FEATURES

_TOKEN = re.compile(r"[a-z]+(?:[-'’][a-z]+)*|\d+|[.,;:!?]")
_LONGEST_PHRASE = 4

Feature = tuple[str, str]


def tokens_of(text: str) -> list[str]:
    return [part for token in _TOKEN.findall(text.lower()) for part in _parts(token)]


def _parts(token: str) -> list[str]:
    """A word with a hyphen is itself where a table knows it, else its parts."""
    token = token.replace("’", "'")
    if "-" not in token or token in INDEX or token in grammar.COLOURS:
        return [token]
    return token.split("-")


def phrase_at(tokens: list[str], place: int) -> tuple[str, int, bool] | None:
    """Word of the table that begins at `place`, its length in tokens, whether it is a plural."""
    for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        *front, last = tokens[place : place + length]
        for form in singulars(last):
            word = "_".join([*front, form])
            if word in INDEX:
                return word, length, form != last and not last.endswith("'s")
    return None


def singulars(word: str) -> list[str]:
    """`word` itself, then what it could be the plural or the possessive of."""
    word = word.removesuffix("'")
    forms = [word]
    if word.endswith("'s"):
        return [*forms, word[:-2]]
    for ending, singular in (
        ("ies", "y"),
        ("ves", "f"),
        ("ves", "fe"),
        ("men", "man"),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            forms.append(word.removesuffix(ending) + singular)
    return forms


def _singular_only(words: list[str]) -> list[str]:
    """Without the plurals of words that are there too: a plural is told from its singular by its ending."""
    return [word for word in words if not set(singulars(word)[1:]) & set(words)]


def _index() -> dict[str, list[Feature]]:
    index: dict[str, list[Feature]] = {}
    for category, features in FEATURES.items():
        for feature, words in features.items():
            for word in _singular_only(words.split()):
                known = index.setdefault(word, [])
                if (category, feature) not in known:
                    known.append((category, feature))
    return index


INDEX = _index()
