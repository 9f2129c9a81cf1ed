"""transcript.txt: the transcript as `0h_00m_00s > text`, for whoever reads along in an editor."""

from collections.abc import Sequence
from pathlib import Path

from soulsgen.files import write_text
from soulsgen.illustrate.board import Board
from soulsgen.session.transcript import Line

PART = "transcript.txt"


class TextMirror:
    """Made anew from `lines`, all there are, when it begins and when a write has failed."""

    def __init__(self, folder: Path, lines: Sequence[Line], board: Board) -> None:
        self._path = folder / "transcript.txt"
        self._lines = lines
        self._board = board
        self._whole = False
        self.add([])

    def add(self, new: Sequence[Line]) -> None:
        """`new` is in `lines` already."""
        try:
            if self._whole:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write("".join(map(text_of, new)))
            else:
                write_text(self._path, "".join(map(text_of, self._lines)))
            self._whole = True
        except OSError as error:
            self._whole = False
            self._board.trouble(PART, f"{self._path}: {error.strerror}; it is made anew with the next line")
        else:
            self._board.well(PART)


def text_of(line: Line) -> str:
    """Hours go on past a day."""
    seconds = int(line.at)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    speaker = f"{line.speaker}: " if line.speaker else ""
    return f"{hours}h_{minutes:02}m_{seconds % 60:02}s > {speaker}{line.text}\n"
