"""Whether a text was said: each guard against hallucination has a name, told with what it drops.

Silence and noise never reach the model (asr.activity). Of what it writes, in this order: nothing or nothing
but punctuation, or unlikely while the model hears no speech; a text that compresses too well; an unlikely
one; an n-gram over and over; and last, only where the model was in doubt or the sound is faint, what
Whisper is known to write over music and breath.
"""

import re
import zlib
from dataclasses import dataclass

from asr.settings import ModelSettings

SILENCE = "silence"
NO_SPEECH = "no speech"
COMPRESSION = "compression ratio"
PROBABILITY = "low probability"
REPEATED = "repeated n-gram"
PHRASE = "phrase list"
REASONS = (SILENCE, NO_SPEECH, COMPRESSION, PROBABILITY, REPEATED, PHRASE)

# The subtitles Whisper was trained on end so. Compared in lower case, without punctuation.
PHRASES = frozenset({
    "amara org",
    "bye",
    "bye bye",
    "i'm sorry",
    "like and subscribe",
    "please subscribe",
    "please subscribe to my channel",
    "see you in the next video",
    "see you next time",
    "subscribe to the channel",
    "subtitles by the amara org community",
    "thank you",
    "thank you for watching",
    "thank you so much for watching",
    "thank you very much",
    "thanks",
    "thanks for listening",
    "thanks for watching",
    "the end",
    "you",
})  # fmt: skip
FAINT_DB = -50.0  # of full scale, in the speech band
# Times an n-gram may follow itself: "no, no, no, no, no!" is said, a phrase five times over hardly.
MOST_REPEATS = {1: 8, 2: 5}
MOST_REPEATS_LONGER = 4
LONGEST_NGRAM = 10
# Short texts compress by chance: "aye aye aye" is not a loop.
LEAST_COMPRESSED = 40
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Heard:
    """One window's text with all that speaks for and against it. level_db: of its speech."""

    text: str
    avg_logprob: float
    no_speech: float
    level_db: float

    @property
    def compression(self) -> float:
        return compression_ratio(self.text)


def compression_ratio(text: str) -> float:
    """Bytes of UTF-8 to bytes of their zlib."""
    content = text.encode()
    return len(content) / len(zlib.compress(content)) if content else 0.0


def needs_retry(heard: Heard, settings: ModelSettings) -> bool:
    """Whether the window should be decoded again with more chance, as the reference implementation has it."""
    if heard.no_speech > settings.no_speech and heard.avg_logprob < settings.fallback_logprob:
        return False
    return (
        _compresses(heard, settings)
        or heard.avg_logprob < settings.fallback_logprob
        or repeats(words_of(heard.text))
    )


def fault(heard: Heard, settings: ModelSettings) -> str | None:
    """The reason to drop the window's text, or None."""
    words = words_of(heard.text)
    unheard = heard.no_speech > settings.no_speech and heard.avg_logprob < settings.fallback_logprob
    if not words or unheard:
        return NO_SPEECH
    if _compresses(heard, settings):
        return COMPRESSION
    if heard.avg_logprob < settings.least_logprob:
        return PROBABILITY
    if repeats(words):
        return REPEATED
    doubtful = heard.avg_logprob < settings.doubtful_logprob or heard.no_speech > settings.no_speech / 2
    if " ".join(words) in PHRASES and (doubtful or heard.level_db < FAINT_DB):
        return PHRASE
    return None


def _compresses(heard: Heard, settings: ModelSettings) -> bool:
    return len(heard.text) >= LEAST_COMPRESSED and heard.compression > settings.fallback_compression


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def repeats(words: list[str]) -> bool:
    """Whether an n-gram follows itself more often than people say it."""
    for size in range(1, LONGEST_NGRAM + 1):
        most = MOST_REPEATS.get(size, MOST_REPEATS_LONGER)
        same = 0
        for index in range(size, len(words)):
            same = same + 1 if words[index] == words[index - size] else 0
            if same >= size * most:
                return True
    return False
