"""What a folder's transcript is written out as: Markdown, SubRip, WebVTT, the list of corrections."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from soulsgen.clock import clock
from soulsgen.files import write_text
from soulsgen.session.subtitles import srt, vtt
from soulsgen.session.transcript import Line, in_order

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


def write_derived(folder: Path, title: str, lines: Iterable[Line]) -> None:
    """Anew each time: they hold nothing that the transcript does not."""
    ordered = in_order(lines)
    write_text(folder / "transcript.md", markdown(title, ordered))
    write_text(folder / "transcript.srt", srt(ordered))
    write_text(folder / "transcript.vtt", vtt(ordered))
    write_text(folder / "corrections.jsonl", corrections(ordered))


def markdown(title: str, lines: Iterable[Line]) -> str:
    """A paragraph a line; the speaker's name once, until another speaks."""
    parts = [f"# {escaped(title)}\n"]
    speaker: str | None = None
    for line in lines:
        name = f"**{escaped(line.speaker)}:** " if line.speaker and line.speaker != speaker else ""
        parts.append(f"`{clock(line.at)}` {name}{escaped(line.text)}\n")
        speaker = line.speaker
    return "\n".join(parts)


def escaped(text: str) -> str:
    """As Markdown shows it letter for letter."""
    return _MARKUP.sub(r"\\\1", text)


def corrections(lines: Iterable[Line]) -> str:
    """Every place where the glossary changed what was heard, as JSON lines."""
    records = [
        {"at": line.at, "speaker": line.speaker, **made, "source": line.source}
        for line in lines
        for made in line.corrections
    ]
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
