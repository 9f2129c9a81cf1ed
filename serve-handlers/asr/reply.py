"""A transcript as it goes over the wire: JSON, or a file of text.

Times to the millisecond, figures to four places.
"""

from typing import Any

from asr.partial import stable
from asr.settings import Request
from asr.subtitles import render
from asr.transcript import Dropped, Segment, Transcript, Word
from handlerkit.media import Media

CONTENT_TYPES = {
    "text": "text/plain; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}


def reply(transcript: Transcript, request: Request, margin_s: float) -> dict[str, Any] | Media:
    """An object, or a file where the request asks for another format."""
    if request.format != "json":
        return Media(render(transcript, request.format).encode(), CONTENT_TYPES[request.format])
    told: dict[str, Any] = {
        "text": transcript.text,
        "language": transcript.language,
        "language_probability": round(transcript.language_probability, 4),
        "duration": round(transcript.duration, 3),
        "speech": round(transcript.speech, 3),
        "segments": [_segment(segment) for segment in transcript.segments],
        "dropped": [_dropped(dropped) for dropped in transcript.dropped],
    }
    if request.partial:
        told["stable"] = stable(transcript, request.previous, margin_s)
    return told


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "avg_logprob": round(segment.avg_logprob, 4),
        "compression_ratio": round(segment.compression_ratio, 4),
        "no_speech_prob": round(segment.no_speech_prob, 4),
        "temperature": segment.temperature,
        "words": [_word(word) for word in segment.words],
    }


def _word(word: Word) -> dict[str, Any]:
    return {
        "start": round(word.start, 3),
        "end": round(word.end, 3),
        "word": word.word,
        "probability": round(word.probability, 4),
    }


def _dropped(dropped: Dropped) -> dict[str, Any]:
    return {
        "start": round(dropped.start, 3),
        "end": round(dropped.end, 3),
        "text": dropped.text,
        "reason": dropped.reason,
    }
