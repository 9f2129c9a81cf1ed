"""Words with times to the segments that `soulsgen.subtitles` writes: a sentence each."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from soulsgen.voice.said import Word

# With what a sentence ends, closing quotes and brackets behind it.
_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# An abbreviation ends in a point too, but nobody pauses after it.
_PAUSE_S = 0.1


def segments(words: Sequence[Word]) -> list[dict[str, Any]]:
    """`{"start", "end", "text", "words"}` of each sentence, in seconds, as the asr archive lists them."""
    return [
        {
            "start": sentence[0].start_s,
            "end": sentence[-1].end_s,
            "text": " ".join(word.text for word in sentence),
            "words": [{"start": word.start_s, "end": word.end_s, "word": word.text} for word in sentence],
        }
        for sentence in _sentences(words)
    ]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if sentence and _END.search(sentence[-1].text) and word.start_s - sentence[-1].end_s >= _PAUSE_S:
            yield sentence
            sentence = []
        sentence.append(word)
    if sentence:
        yield sentence
