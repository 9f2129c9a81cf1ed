"""From a text to its Scene: finds the words of the table, their numbers and colours, and what is denied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from painter.scene import grammar
from painter.scene.defaults import completed
from painter.scene.scene import Lch, Scene
from painter.scene.words import FEATURES

_TOKEN = re.compile(r"[a-z]+(?:[-'’][a-z]+)*|\d+|[.,;:!?]")
_LONGEST_PHRASE = 3
# How far back a number may stand: "two very old and weary knights".
_NUMBER_REACH = 5
# Words for people at large: denied, they empty the scene.
_ANYBODY = frozenset(("people", "person", "figure", "man", "woman", "human", "character", "crowd", "nobody"))

Feature = tuple[str, str]


@dataclass(frozen=True)
class Mention:
    """A word of the table in a text: what it may mean, and how the words around it change that."""

    word: str
    features: tuple[Feature, ...]
    count: int
    denied: bool
    colour: Lch | None
    place: int


def scene_of(prompt: str, negative: str = "", seed: int | None = None) -> Scene:
    """What `prompt` shows and `negative` does not.

    The seed of its chance comes from the text, and from `seed` where there is one: two texts never share it.
    """
    tidy = " ".join(prompt.split())
    digest = sha256(f"{tidy}\n{' '.join(negative.split())}\n{seed}".encode()).digest()
    mentions = list(mentions_in(tidy))
    unwanted = [replaced_denial(mention) for mention in mentions_in(negative)]
    scene = completed(int.from_bytes(digest[:8], "big"), mentions, denials([*mentions, *unwanted], unwanted))
    tints, accents = tints_in(tidy)
    return replace(scene, tints=tints, accents=accents)


def replaced_denial(mention: Mention) -> Mention:
    return Mention(mention.word, mention.features, mention.count, True, mention.colour, mention.place)


def denials(mentions: list[Mention], unwanted: list[Mention]) -> frozenset[Feature]:
    """Features that must not be painted.

    "No moon" does not take the night away: a word that is a thing and an hour denies the thing.
    """
    denied: set[Feature] = set()
    for mention in mentions:
        if not mention.denied:
            continue
        things = [feature for feature in mention.features if feature[0] in ("feature", "structure", "figure")]
        denied.update(things or mention.features)
        if mention in unwanted and not any(category == "hour" for category, _ in mention.features):
            denied.update(mention.features)
        if mention.word in _ANYBODY:
            denied.add(("figure", "anybody"))
    return frozenset(denied)


def mentions_in(text: str) -> Iterator[Mention]:
    """The words of the table in `text`, the longest phrase first."""
    tokens = [part for token in _TOKEN.findall(text.lower()) for part in _parts(token)]
    place = 0
    while place < len(tokens):
        yield from _denial_by_itself(tokens[place], place)
        found = _phrase_at(tokens, place)
        if found is None:
            place += 1
            continue
        word, length, plural = found
        end = place + length
        of = end < len(tokens) and tokens[end] == "of" and word in grammar.NUMBERS
        # "A band of elves" is elves; "towers like teeth" shows none; "the king's road" no king.
        size = word in grammar.SIZES and _names_a_figure(tokens, end)
        if not (of or size or _is_simile(tokens, place) or tokens[end - 1].endswith("'s")):
            yield Mention(
                word,
                tuple(_INDEX[word]),
                _count(tokens, place, word, plural),
                _is_denied(tokens, place),
                _colour(tokens, place, end),
                place,
            )
        place = end


def _parts(token: str) -> list[str]:
    """A word with a hyphen is itself where a table knows it, else its parts."""
    token = token.replace("’", "'")
    if "-" not in token or token in _INDEX or token in grammar.COLOURS:
        return [token]
    return token.split("-")


def _denial_by_itself(token: str, place: int) -> Iterator[Mention]:
    thing = grammar.DENIALS.get(token)
    if thing == "figures":
        yield Mention("nobody", (("figure", "anybody"),), 0, True, None, place)
    elif thing:
        features = tuple(_INDEX.get(thing) or _INDEX[singulars(thing)[-1]])
        yield Mention(thing, features, 0, True, None, place)


def _phrase_at(tokens: list[str], place: int) -> tuple[str, int, bool] | None:
    """Word of the table that begins at `place`, its length in tokens, whether it is a plural."""
    for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        *front, last = tokens[place : place + length]
        for form in singulars(last):
            word = "_".join([*front, form])
            if word in _INDEX:
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


def _count(tokens: list[str], place: int, word: str, plural: bool) -> int:
    """How many: the number before it, else one, or some for a plural."""
    for back in range(place - 1, max(-1, place - 1 - _NUMBER_REACH), -1):
        before = tokens[back]
        if before in grammar.CLAUSE_ENDS and before != "and":
            break
        if before.isdecimal():
            return max(1, min(int(before), 24))
        number = grammar.NUMBERS.get(before) or grammar.NUMBERS.get(singulars(before)[-1])
        if number and not (number == 1 and (plural or word in grammar.CROWDS)):
            return number
        if before in _INDEX and before not in grammar.NUMBERS and back < place - 1:
            break
    return grammar.CROWDS.get(word, grammar.PLURAL_COUNT if plural else 1)


def _is_denied(tokens: list[str], place: int) -> bool:
    """Whether a negation stands before it in its clause: "no moon or stars", "without a single tree"."""
    for back in range(place - 1, max(-1, place - 6), -1):
        if tokens[back] in grammar.NEGATIONS:
            return True
        if tokens[back] in grammar.CLAUSE_ENDS:
            return False
    return False


def _names_a_figure(tokens: list[str], place: int) -> bool:
    """Whether a person or a beast is named at `place`: "a giant spider" is no giant."""
    found = _phrase_at(tokens, place) if place < len(tokens) else None
    return found is not None and any(category == "figure" for category, _ in _INDEX[found[0]])


def _is_simile(tokens: list[str], place: int) -> bool:
    before = [token for token in tokens[max(0, place - 3) : place] if token not in ("a", "an", "the")]
    return bool(before) and before[-1] in grammar.SIMILES


def _colour(tokens: list[str], place: int, end: int) -> Lch | None:
    """The colour just before it, or after "is" or "are"."""
    for token in reversed(tokens[max(0, place - 2) : place]):
        if token in grammar.CLAUSE_ENDS:
            break
        if token in grammar.COLOURS:
            return grammar.COLOURS[token]
    after = tokens[end : end + 2]
    return grammar.COLOURS.get(after[1]) if len(after) == 2 and after[0] in ("is", "are", "glows") else None


def tints_in(text: str) -> tuple[tuple[tuple[str, Lch], ...], tuple[Lch, ...]]:
    """The colours of a text: those of named things, then those of nothing in particular."""
    tokens = [part for token in _TOKEN.findall(text.lower()) for part in _parts(token)]
    tints: dict[str, Lch] = {}
    accents: list[Lch] = []
    for place, token in enumerate(tokens):
        if (colour := grammar.COLOURS.get(token)) is None:
            continue
        near = [_THINGS.get(form) for word in tokens[place + 1 : place + 4] for form in singulars(word)]
        thing = next((name for name in near if name), None)
        if thing:
            tints.setdefault(thing, colour)
        else:
            accents.append(colour)
    return tuple(tints.items()), tuple(accents)


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


_INDEX = _index()
_THINGS = {word: thing for thing, words in grammar.COLOURED.items() for word in words.split()}
