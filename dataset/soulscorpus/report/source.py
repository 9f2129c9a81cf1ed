"""Where a report's text comes from: a file of one sentence a line, or the folder of a corpus."""

from dataclasses import dataclass, replace
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.manifest import NAME, read_manifest
from soulscorpus.report.drops import Drops, drops_of

RAW = "corpus.raw.txt"
ITEMS = "items.jsonl"


@dataclass(frozen=True)
class Source:
    """`name` is for the page. What follows is None where no corpus of ours has it beside the text: `names`
    is a file that `soulscorpus.language` reads, `language` a code such as "en"."""

    name: str
    sentences: tuple[str, ...]
    drops: Drops | None = None
    names: Path | None = None
    language: str | None = None


def read_source(path: Path) -> Source:
    """The text at `path`; raises CorpusError for a folder that is no corpus, and as `read_lines` does."""
    folder, file = (path, path / RAW) if path.is_dir() else (path.parent, path)
    if not file.is_file():
        raise CorpusError(f"{path} holds no {RAW}; `soulsgen create corpus` makes such a folder")
    # A path that ends in `..` has no name of its own.
    name = path.name or path.resolve().name or str(path)
    text = Source(name, read_lines(file.read_bytes(), str(file)))
    manifest = read_manifest(folder)
    if manifest is None:
        return text
    return replace(
        text,
        drops=drops_of(manifest, str(folder / NAME)),
        names=items if (items := folder / ITEMS).is_file() else None,
        language=manifest.get("settings", {}).get("language"),
    )


def read_lines(data: bytes, where: str) -> tuple[str, ...]:
    """The lines of UTF-8 `data` that are not blank, without the spaces around them.

    Raises CorpusError, beginning with `where` and the line, for other bytes; and for no line at all.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CorpusError(f"{where}:{line}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    # Not splitlines(): a form feed or U+2028 within a sentence ends no line of its file.
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    if not lines:
        raise CorpusError(f"{where} holds no sentence; expected one a line")
    return tuple(lines)
