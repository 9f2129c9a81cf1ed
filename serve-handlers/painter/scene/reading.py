"""From a text to its Scene: what is mentioned, what is denied, and the colours of both."""

from dataclasses import replace
from hashlib import sha256

from painter.scene import grammar
from painter.scene.defaults import completed
from painter.scene.lexicon import Feature, singulars, tokens_of
from painter.scene.mentions import Mention, mentions_in
from painter.scene.scene import Lch, Scene

# Words for people at large: denied, they empty the scene.
_ANYBODY = frozenset(("people", "person", "figure", "man", "woman", "human", "character", "crowd", "nobody"))
_THINGS = {word: thing for thing, words in grammar.COLOURED.items() for word in words.split()}


def scene_of(prompt: str, negative: str = "", seed: int | None = None) -> Scene:
    """What `prompt` shows and `negative` does not.

    The seed of its chance comes from the text, and from `seed` where there is one: two texts never share it.
    """
    tidy = " ".join(prompt.split())
    digest = sha256(f"{tidy}\n{' '.join(negative.split())}\n{seed}".encode()).digest()
    mentions = list(mentions_in(tidy))
    unwanted = [replace(mention, denied=True) for mention in mentions_in(negative)]
    scene = completed(int.from_bytes(digest[:8], "big"), mentions, denials([*mentions, *unwanted], unwanted))
    tints, accents = tints_in(tidy)
    return replace(scene, tints=tints, accents=accents)


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


def tints_in(text: str) -> tuple[tuple[tuple[str, Lch], ...], tuple[Lch, ...]]:
    """The colours of a text: those of named things, then those of nothing in particular."""
    tokens = tokens_of(text)
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
