"""A live stream on standard input as a track: raw WAV, for as long as it comes."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import cast

from soulsgen.session.folder import SessionFolder
from soulsgen.session.sound import Source
from soulsgen.session.tracks import Track

_NAME = re.compile(r"live-(\d+)\.wav")


class _Unseekable:
    """A pipe shows decoders only what it can do."""

    def __init__(self) -> None:
        self.read = cast(BufferedReader, sys.stdin.buffer).read1


@dataclass(frozen=True)
class LiveTrack(Track):
    @contextmanager
    def opened(self) -> Iterator[Source]:
        yield cast(Source, _Unseekable())


def live_track(folder: SessionFolder, speaker: str | None) -> LiveTrack:
    """The next stream of the folder: it begins as long after the first as this moment is."""
    sources = [_NAME.fullmatch(line.source) for line in folder.transcript.lines]
    last = max((int(match[1]) for match in sources if match), default=0)
    since = (datetime.now(UTC) - folder.started).total_seconds() if last else 0.0
    return LiveTrack(
        f"live-{last + 1}.wav", Path("standard input"), speaker, offset_s=round(max(0.0, since), 3)
    )
