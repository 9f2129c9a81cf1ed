"""What of a rolling window's text will not change any more.

With the text of the call before, words on which both agree (LocalAgreement-2, Machacek et al. 2023,
arXiv:2307.14743); without it, words that ended long enough before the window does.
"""

from asr.guards import words_of
from asr.transcript import Transcript


def stable(transcript: Transcript, previous: str | None, margin_s: float) -> str:
    """A prefix of the transcript's text."""
    if previous is not None:
        return agreed(transcript.text, previous)
    before = transcript.duration - margin_s
    kept: list[str] = []
    for segment in transcript.segments:
        if segment.end <= before:
            kept.append(segment.text)
            continue
        kept += [word.word for word in segment.words if word.end <= before]
        break
    return " ".join(kept)


def agreed(text: str, previous: str) -> str:
    """The leading words of `text` that `previous` has too, capitals and punctuation aside."""
    kept: list[str] = []
    for word, other in zip(text.split(), previous.split(), strict=False):
        if words_of(word) != words_of(other):
            break
        kept.append(word)
    return " ".join(kept)
