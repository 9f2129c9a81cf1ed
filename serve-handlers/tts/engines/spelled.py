"""A sentence as a model reads it: tokens, and which word each of them belongs to."""

from dataclasses import dataclass

SILENCE = -1  # the word of a token that is a pause, a space or a mark


class Unspeakable(ValueError):
    """A sentence of which a model makes no speech; the message is for the caller."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """ids, words, sounds: one entry a token.

    words: its word's place in the sentence, or SILENCE. sounds: its IPA, "" where it has none.
    """

    ids: tuple[int, ...]
    words: tuple[int, ...]
    sounds: tuple[str, ...]


def with_blanks(spelled: Spelled, blank: int) -> Spelled:
    """A blank before, between and behind the tokens, as VITS is trained; each is of the token before it."""
    ids, words, sounds = [blank], [SILENCE], [""]
    for token, word, sound in zip(spelled.ids, spelled.words, spelled.sounds, strict=True):
        ids += [token, blank]
        words += [word, word]
        sounds += [sound, ""]
    return Spelled(tuple(ids), tuple(words), tuple(sounds))
