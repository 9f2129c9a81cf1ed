"""A text to the sentences that are spoken one after another.

English is read as it is said: numbers, dice, units, short forms, symbols. Other languages are cut into
sentences and otherwise left to the voice, which knows them better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tts.text.clauses import cuts
from tts.text.endings import sentence_tokens
from tts.text.english import said_of
from tts.text.figures import with_their_marks
from tts.text.prosody import as_written, marked, pause_behind, pause_s
from tts.text.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as it is written at `at` (`text[at : at + len(word)] == word`) and what is said for it.

    `said` ends in the mark that a voice hears: "2d6+3," is "two dee six plus three,". It is never empty.
    `at` counts characters (code points), an astral one as one.
    """

    word: str
    at: int
    said: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words to speak in one breath, and seconds of silence behind them at a voice's own speed."""

    words: tuple[Spoken, ...]
    pause_s: float

    @property
    def said(self) -> str:
        """What an engine speaks: of each word what is said, one space between two."""
        return " ".join(word.said for word in self.words)


def sentences_of(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of `text` in order; the last has no pause behind it.

    `language` is a BCP 47 tag. Raises ValueError with a sentence for the caller where `text` holds nothing
    that is spoken. How long a text may be is for the caller to say.
    """
    english = language.replace("_", "-").split("-")[0].lower() == "en"
    found = with_their_marks(tokens_of(text))
    sentences = [piece for tokens in sentence_tokens(found, english) for piece in _pieces(tokens, english)]
    if not sentences:
        raise ValueError(
            "text holds nothing that can be spoken, only marks, symbols or emoji: give at least one word"
        )
    return (*sentences[:-1], replace(sentences[-1], pause_s=0.0))


def _pieces(tokens: Sequence[Token], english: bool) -> Iterator[Sentence]:
    """The sentence of `tokens`, in pieces if it is long; nothing where it has no word."""
    if not any(character.isalnum() for token in tokens for character in token.core):
        return
    said = marked(tokens, said_of(tokens)) if english else as_written(tokens)
    words = [Spoken(token.word, token.at, one) for token, one in zip(tokens, said, strict=True) if one]
    if not words:
        return
    places = [0, *cuts([word.said for word in words]), len(words)]
    for start, end in pairwise(places):
        piece = tuple(words[start:end])
        yield Sentence(piece, pause_s(tokens[-1]) if end == len(words) else pause_behind(piece[-1].said))
