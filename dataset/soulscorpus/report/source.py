"""Where a report's text comes from: a file of one sentence a line, or the folder of a corpus."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from soulscorpus import items
from soulscorpus.build import RAW
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.kinds import kind_of
from soulscorpus.manifest import NAME, VERSION, read_manifest
from soulscorpus.report.drops import Drops, drops_of
from soulscorpus.settings import ANY_LANGUAGE, LANGUAGE


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
    """The text at `path`, which may be a pipe; a corpus's manifest beside it is read too.

    Raises CorpusError for a folder that is no corpus, for a manifest that is not as we write it, and as
    `read_lines` does; OSError for a file that cannot be read.
    """
    folder, file = (path, path / RAW) if path.is_dir() else (path.parent, path)
    if path.is_dir() and not file.is_file():
        raise CorpusError(f"{path} holds no {RAW}; `soulsgen create corpus` makes such a folder")
    # A path that ends in `..` has no name of its own.
    name = path.name or path.resolve().name or str(path)
    text = Source(name, read_lines(file.read_bytes(), str(file)))
    manifest = read_manifest(folder)
    if manifest is None:
        return text
    where, names = str(folder / NAME), folder / items.NAME
    if (version := manifest.get("version")) != VERSION:
        raise CorpusError(f"{where}: a corpus of version {version!r}, not {VERSION}; make the corpus anew")
    return replace(
        text,
        drops=drops_of(manifest, where),
        names=names if names.is_file() else None,
        language=_language(manifest, where),
    )


def _language(manifest: Mapping[str, Any], where: str) -> str | None:
    settings = manifest.get("settings", {})
    if not isinstance(settings, dict):
        raise CorpusError(f"{where}: settings is not {{name: value}}; make the corpus anew")
    code = settings.get("language")
    if code is None or code == ANY_LANGUAGE or (isinstance(code, str) and LANGUAGE.fullmatch(code)):
        return code
    raise CorpusError(f"{where}: language {code!r} is no code of two letters; make the corpus anew")


def read_lines(data: bytes, where: str) -> tuple[str, ...]:
    """The lines of UTF-8 `data` that are not blank, without the spaces around them.

    Raises CorpusError, beginning with `where`, for other bytes, with their line; for a game's own file; and
    for no line at all.
    """
    if kind_of(data):
        raise CorpusError(
            f"{where} is a game's file, not a text of one sentence a line; "
            "`soulsgen create corpus` makes a corpus of such files"
        )
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
