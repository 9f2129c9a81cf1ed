"""Words as they sound, for models that read phonemes or tell none: asked of an engine that tells them."""

from collections.abc import Callable, Sequence

from tts.engines.engine import Engine, Line
from tts.engines.spelled import Unspeakable
from tts.speech import Speech, Timed
from tts.text.sentence import Sentence, Spoken

# IPA of each word of a sentence, in its context ("the" before a vowel is another); raises Unspeakable.
Pronounce = Callable[[Sequence[Spoken]], list[str]]
NOBODY = frozenset[int]().__contains__  # whose row is cancelled
NEEDED = "it reads phonemes, which espeak-ng tells: pip install espeakng-loader"


def pronounced_by(engine: Engine, voice: str) -> Pronounce:
    """What `engine` says; a word of which it tells nothing (a dash) has no sound."""

    def pronounce(words: Sequence[Spoken]) -> list[str]:
        return ["".join(one.text for one in own) for own in sounds_by(engine, words, voice)]

    return pronounce


def sounds_by(engine: Engine, words: Sequence[Spoken], voice: str) -> list[tuple[Timed, ...]]:
    """The phonemes of each word as `voice` of `engine` says the sentence, at its times; raises Unspeakable.

    A phoneme belongs to the word in which its middle falls.
    """
    line = Line(0, Sentence(tuple(words), 0.0), voice)
    for _, spoken in engine.speak([line], NOBODY):
        if not isinstance(spoken, Speech):
            raise Unspeakable(spoken.sentence)
        sounds = {word.at: _within(word, spoken.phonemes) for word in spoken.words}
        return [sounds.get(word.at, ()) for word in words]
    raise Unspeakable("nothing was said of this sentence")


def voice_for(engine: Engine, language: str) -> str:
    """The engine's own voice where it speaks `language`, else the voice of that name."""
    usual = engine.voices()[0]
    return usual.name if usual.language.partition("-")[0] == language else language


def _within(word: Timed, phonemes: Sequence[Timed]) -> tuple[Timed, ...]:
    # One that runs into the next has no length and stands at its word's end; at a start there is none.
    middles = ((one, (one.start_s + one.end_s) / 2) for one in phonemes)
    return tuple(one for one, middle in middles if word.start_s < middle <= word.end_s)
