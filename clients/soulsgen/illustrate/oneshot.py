"""Transcripts that somebody else wrote, a line each: ours, the original's, or plain text."""

import re
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.session.transcript import Line, read_lines

_STAMPED = re.compile(r"(\d+)h_(\d{1,2})m_(\d{1,2})s > (.*)")
_SECONDS_A_LINE = 5.0  # of talk, where nobody wrote down when


def read_talk(path: Path) -> list[Line]:
    """Of a .jsonl transcript, of `0h_00m_00s > text`, or of plain text. Raises SoulsgenError for no line."""
    if path.suffix == ".jsonl":
        lines = [line for line in read_lines(path) if line.text.strip()]
    else:
        try:
            written = path.read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise SoulsgenError(f"{path} is not text in UTF-8 ({error})") from error
        lines = [
            _line(text.strip(), number, path.name) for number, text in enumerate(written) if text.strip()
        ]
    if not lines:
        raise SoulsgenError(f"{path} holds no line of talk")
    return lines


def _line(text: str, number: int, source: str) -> Line:
    found = _STAMPED.fullmatch(text)
    if not found:
        at = number * _SECONDS_A_LINE
        return Line(at, at + _SECONDS_A_LINE, None, text, source)
    at = float(int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]))
    return Line(at, at + _SECONDS_A_LINE, None, found[4], source)
