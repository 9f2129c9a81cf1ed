"""A transcript as plain text, SubRip and WebVTT."""

from collections.abc import Iterator
from dataclasses import dataclass

from asr.transcript import Segment, Transcript

# Two lines of 42 characters for six seconds can be read.
MOST_CHARACTERS = 84
MOST_S = 6.0


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    text: str


def render(transcript: Transcript, form: str) -> str:
    """`form` is text, srt or vtt; each ends with a newline unless it is empty."""
    if form == "text":
        return "".join(f"{segment.text}\n" for segment in transcript.segments)
    made = [cue for segment in transcript.segments for cue in cues(segment)]
    if form == "srt":
        blocks = (f"{number}\n{_times(cue, ',')}\n{cue.text}\n" for number, cue in enumerate(made, 1))
        return "\n".join(blocks)
    # A cue's text may hold no markup of its own.
    blocks = (f"\n{_times(cue, '.')}\n{_escaped(cue.text)}\n" for cue in made)
    return "WEBVTT\n" + "".join(blocks)


def cues(segment: Segment) -> Iterator[Cue]:
    """The segment, in several cues where it is too long to be read and its words have times."""
    if not segment.words or (len(segment.text) <= MOST_CHARACTERS and segment.end - segment.start <= MOST_S):
        yield Cue(segment.start, segment.end, segment.text)
        return
    start, end, text = segment.words[0].start, segment.words[0].end, segment.words[0].word
    for word in segment.words[1:]:
        if len(text) + 1 + len(word.word) > MOST_CHARACTERS or word.end - start > MOST_S:
            yield Cue(start, end, text)
            start, text = word.start, word.word
        else:
            text = f"{text} {word.word}"
        end = word.end
    yield Cue(start, end, text)


def _times(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
