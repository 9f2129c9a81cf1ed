"""The words of the table in a text, and what the words around each make of it: its number, colour, denial."""

from collections.abc import Iterator
from dataclasses import dataclass

from painter.scene import grammar
from painter.scene.lexicon import INDEX, Feature, phrase_at, singulars, tokens_of
from painter.scene.scene import Lch
from painter.scene.subjects import somebody

# How far back a number may stand: "two very old and weary knights".
_NUMBER_REACH = 5
_MOST = 48


@dataclass(frozen=True)
class Mention:
    """A word of the table in a text: what it may mean, and how the words around it change that."""

    word: str
    features: tuple[Feature, ...]
    count: int
    denied: bool
    colour: Lch | None
    place: int


def mentions_in(text: str) -> Iterator[Mention]:
    """The words of the table in `text`, the longest phrase first; then whoever is named and acts."""
    tokens = tokens_of(text)
    place = 0
    while place < len(tokens):
        yield from _denial_by_itself(tokens[place], place)
        found = phrase_at(tokens, place)
        if found is None:
            place += 1
            continue
        word, length, plural = found
        end = place + length
        if _is_shown(tokens, place, end, word):
            yield Mention(
                word,
                tuple(INDEX[word]),
                _count(tokens, place, word, plural),
                _is_denied(tokens, place),
                _colour(tokens, place, end),
                place,
            )
        place = end
    named = somebody(text)
    if named:
        yield Mention("somebody", (("figure", "somebody"),), named, False, None, place)


def _is_shown(tokens: list[str], place: int, end: int, word: str) -> bool:
    """ "A band of elves" is elves; "towers like teeth" shows none; "the king's road" no king."""
    band = end < len(tokens) and tokens[end] == "of" and word in grammar.NUMBERS
    size = word in grammar.SIZES and _names_a_figure(tokens, end)
    possessive = tokens[end - 1].endswith("'s")
    return not (band or size or possessive or _is_simile(tokens, place) or _is_likeness(tokens, place, word))


def _denial_by_itself(token: str, place: int) -> Iterator[Mention]:
    thing = grammar.DENIALS.get(token)
    if thing == "figures":
        yield Mention("nobody", (("figure", "anybody"),), 0, True, None, place)
    elif thing:
        features = tuple(INDEX.get(thing) or INDEX[singulars(thing)[-1]])
        yield Mention(thing, features, 0, True, None, place)


def _count(tokens: list[str], place: int, word: str, plural: bool) -> int:
    """How many: the number before it, else one, or some for a plural; of armies, all their heads."""
    crowd = grammar.CROWDS.get(word, 1)
    number = _number_before(tokens, place, plural or crowd > 1)
    if number:
        return min(number * crowd, _MOST) if plural else number
    return min(crowd * 2, _MOST) if plural and crowd > 1 else crowd if crowd > 1 else _some(plural)


def _some(plural: bool) -> int:
    return grammar.PLURAL_COUNT if plural else 1


def _number_before(tokens: list[str], place: int, many: bool) -> int | None:
    for back in range(place - 1, max(-1, place - 1 - _NUMBER_REACH), -1):
        before = tokens[back]
        if before in grammar.CLAUSE_ENDS and before != "and":
            break
        if before.isdecimal():
            return max(1, min(int(before), 24))
        number = grammar.NUMBERS.get(before) or grammar.NUMBERS.get(singulars(before)[-1])
        if number and not (number == 1 and many):
            return number
        if before in INDEX and before not in grammar.NUMBERS and back < place - 1:
            break
    return None


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
    found = phrase_at(tokens, place) if place < len(tokens) else None
    return found is not None and any(category == "figure" for category, _ in INDEX[found[0]])


def _is_simile(tokens: list[str], place: int) -> bool:
    before = [token for token in tokens[max(0, place - 3) : place] if token not in ("a", "an", "the")]
    return bool(before) and before[-1] in grammar.SIMILES


def _is_likeness(tokens: list[str], place: int, word: str) -> bool:
    """Whether a figure is only shown by something else: "the statue of a forgotten king"."""
    if not any(category == "figure" for category, _ in INDEX[word]):
        return False
    for back in range(place - 1, max(0, place - 5), -1):
        if tokens[back] in grammar.CLAUSE_ENDS:
            return False
        if tokens[back] == "of":
            return tokens[back - 1] in grammar.LIKENESSES
    return False


def _colour(tokens: list[str], place: int, end: int) -> Lch | None:
    """The colour just before it, or after "is" or "are"."""
    for token in reversed(tokens[max(0, place - 2) : place]):
        if token in grammar.CLAUSE_ENDS:
            break
        if token in grammar.COLOURS:
            return grammar.COLOURS[token]
    after = tokens[end : end + 2]
    return grammar.COLOURS.get(after[1]) if len(after) == 2 and after[0] in ("is", "are", "glows") else None
