"""A transcript's segments, as the asr archive replies with them, as plain text, SubRip and WebVTT.

The archive writes the same files for whoever asks it for one format; a test holds the two together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from soulsgen.clock import timestamp

# Two lines of 42 characters for six seconds can be read.
MOST_CHARACTERS = 84
MOST_S = 6.0


@dataclass(frozen=True)
class Cue:
    """Seconds and what is said between them."""

    start: float
    end: float
    text: str


def plain(segments: Sequence[Mapping[str, Any]]) -> str:
    """A line a segment."""
    return "".join(f"{segment['text']}\n" for segment in segments)


def srt(segments: Sequence[Mapping[str, Any]]) -> str:
    """SubRip: numbered cues."""
    cues = enumerate(_all_cues(segments), 1)
    return "\n".join(f"{number}\n{_times(cue, ',')}\n{cue.text}\n" for number, cue in cues)


def vtt(segments: Sequence[Mapping[str, Any]]) -> str:
    """WebVTT, in which a text may hold no markup of its own."""
    cues = _all_cues(segments)
    return "WEBVTT\n" + "".join(f"\n{_times(cue, '.')}\n{_escaped(cue.text)}\n" for cue in cues)


def _all_cues(segments: Sequence[Mapping[str, Any]]) -> Iterator[Cue]:
    for segment in segments:
        yield from _cues(segment)


def _cues(segment: Mapping[str, Any]) -> Iterator[Cue]:
    """The segment, in several cues where it is too long to be read and its words have times."""
    words, text = segment.get("words") or [], segment["text"]
    if not words or (len(text) <= MOST_CHARACTERS and segment["end"] - segment["start"] <= MOST_S):
        yield Cue(segment["start"], segment["end"], text)
        return
    line: list[Mapping[str, Any]] = []
    for word in words:
        letters = sum(len(other["word"]) + 1 for other in line) + len(word["word"])
        if line and (letters > MOST_CHARACTERS or word["end"] - line[0]["start"] > MOST_S):
            yield _joined(line)
            line = []
        line.append(word)
    yield _joined(line)


def _joined(line: Sequence[Mapping[str, Any]]) -> Cue:
    return Cue(line[0]["start"], line[-1]["end"], " ".join(word["word"] for word in line))


def _times(cue: Cue, point: str) -> str:
    return f"{timestamp(cue.start, point)} --> {timestamp(cue.end, point)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
