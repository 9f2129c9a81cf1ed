"""A transcript as SubRip and WebVTT, one cue a line, speakers named."""

import html
from collections.abc import Iterable

from soulsgen.clock import timestamp
from soulsgen.session.transcript import Line, in_order

# A cue of no length is not shown.
_LEAST_S = 0.5


def srt(lines: Iterable[Line]) -> str:
    cues = [
        f"{number}\n{timestamp(line.at, ',')} --> {timestamp(_end(line), ',')}\n{_spoken(line)}\n"
        for number, line in enumerate(in_order(lines), 1)
    ]
    return "\n".join(cues)


def vtt(lines: Iterable[Line]) -> str:
    cues = [
        f"{timestamp(line.at, '.')} --> {timestamp(_end(line), '.')}\n{_voiced(line)}\n"
        for line in in_order(lines)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _end(line: Line) -> float:
    return max(line.to, line.at + _LEAST_S)


def _spoken(line: Line) -> str:
    return f"{line.speaker}: {line.text}" if line.speaker else line.text


def _voiced(line: Line) -> str:
    text = html.escape(line.text, quote=False)
    return f"<v {html.escape(line.speaker, quote=False)}>{text}</v>" if line.speaker else text
