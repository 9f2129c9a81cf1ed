"""Tracks to a session folder's transcript, chunk by chunk; what is there is not asked for again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from soulsgen.session.correction import correct
from soulsgen.session.cut import Chunk, chunks
from soulsgen.session.folder import SessionFolder
from soulsgen.session.glossary import Glossary
from soulsgen.session.pipeline import worked
from soulsgen.session.scribe import Heard, Scribe
from soulsgen.session.sound import blocks
from soulsgen.session.tracks import Track
from soulsgen.session.transcript import Line


@dataclass(frozen=True)
class Plan:
    """chunk_s: most seconds of a chunk. at_once: chunks under way; ahead: chunks read beforehand, 0 all."""

    chunk_s: float
    at_once: int = 2
    ahead: int = 2
    glossary: Glossary = field(default_factory=Glossary)


@dataclass(frozen=True)
class Piece:
    track: Track
    chunk: Chunk


class _Bar(tqdm):  # type: ignore[type-arg]
    """Counts seconds of audio, so that its rate is the speed over real time."""

    @property
    def format_dict(self) -> dict[str, Any]:
        told = super().format_dict
        rate = told["rate"] or (told["n"] - told["initial"]) / max(told["elapsed"], 1e-9)
        return {**told, "speed": f"{rate:.1f}x"}


_FORMAT = "{percentage:3.0f}%|{bar}| {n:.0f}/{total:.0f} s of audio, {speed}, {remaining} left"
_OPEN_FORMAT = "{n:.0f} s of audio, {speed}, {elapsed}"


def transcribe(folder: SessionFolder, tracks: Sequence[Track], scribe: Scribe, plan: Plan) -> float:
    """Append all that `tracks` still lack; returns the seconds of audio that were new.

    Raises SoulsgenError as the client does; what had come is in the folder.
    """
    done = folder.transcript.chunks()
    total = sum(track.length_s or 0.0 for track in tracks) or None
    new = 0.0
    form = _FORMAT if total else _OPEN_FORMAT
    with _Bar(total=total, disable=None, leave=False, bar_format=form, smoothing=0.1) as bar:
        pieces = _missing(_pieces(tracks, plan.chunk_s), done, bar)
        for piece, heard in worked(pieces, lambda piece: scribe.hear(piece.chunk), plan.at_once, plan.ahead):
            folder.transcript.append(lines_of(piece, heard, plan.glossary))
            new += piece.chunk.seconds
            bar.update(piece.chunk.seconds)
    return new


def _pieces(tracks: Iterable[Track], chunk_s: float) -> Iterator[Piece]:
    for track in tracks:
        with track.opened() as source:
            for chunk in chunks(blocks(source, str(track.path)), chunk_s):
                yield Piece(track, chunk)


def _missing(pieces: Iterable[Piece], done: set[tuple[str, float]], bar: _Bar) -> Iterator[Piece]:
    for piece in pieces:
        if (piece.track.name, key(piece.chunk)) in done:
            if not bar.disable:
                # Not work of this run: the speed must not count it.
                bar.initial += piece.chunk.seconds
            bar.update(piece.chunk.seconds)
        else:
            yield piece


def key(chunk: Chunk) -> float:
    """A chunk's start as the transcript keeps it."""
    return round(chunk.start, 3)


def lines_of(piece: Piece, heard: Sequence[Heard], glossary: Glossary) -> list[Line]:
    """On the session's clock, with the names put right."""
    begun = piece.track.offset_s + piece.chunk.start
    lines = []
    for segment in heard:
        corrected = correct(segment.text, glossary)
        lines.append(
            Line(
                at=round(begun + segment.start, 3),
                to=round(begun + segment.end, 3),
                speaker=piece.track.speaker,
                text=corrected.text,
                source=piece.track.name,
                words=tuple(_shifted(word, begun) for word in segment.words),
                confidence=segment.confidence,
                corrections=tuple({"heard": old, "written": new} for old, new in corrected.corrections),
                chunk=key(piece.chunk),
                of=len(heard),
            )
        )
    return lines


def _shifted(word: dict[str, Any], begun: float) -> dict[str, Any]:
    times: dict[str, Any] = {
        name: round(begun + float(word[name]), 3) for name in ("start", "end") if name in word
    }
    return {**word, **times}
