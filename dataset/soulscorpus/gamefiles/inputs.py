"""The files a user means by some files and folders, each with a name that says where it was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.files import files_under
from soulscorpus.languages import language_of_folder


@dataclass(frozen=True)
class Input:
    """A file to read. `folder` is what its tables go under, "" or ending in `/`."""

    path: Path
    folder: str

    @property
    def name(self) -> str:
        return self.folder + self.path.name


def find_inputs(sources: Sequence[Path], out: Path) -> list[Input]:
    """The files among `sources` and, to any depth, in their folders; `out` is left out. Each file once.

    Under a folder its way from there is kept; a language's folder is kept even when it is where the way
    begins. Equal names get a folder `2`, `3`, ... Raises CorpusError for a source that does not exist and
    when there is no file at all.
    """
    found: dict[Path, Input] = {}
    names: set[str] = set()
    for item in (item for source in sources for item in _inputs(source)):
        resolved = item.path.resolve()
        if resolved in found or resolved.is_relative_to(out.resolve()):
            continue
        folder, number = item.folder, 1
        while item.name.casefold() in names:
            number += 1
            item = replace(item, folder=f"{number}/{folder}")
        names.add(item.name.casefold())
        found[resolved] = item
    if not found:
        raise CorpusError(f"no file in {', '.join(map(str, sources))}")
    return list(found.values())


def _inputs(source: Path) -> Iterator[Input]:
    if source.is_dir():
        folder = _language(source)
        for path in files_under(source):
            way = path.relative_to(source).parent
            yield Input(path, folder + "".join(f"{part}/" for part in way.parts))
    elif source.is_file():
        yield Input(source, _language(source.parent))
    else:
        raise CorpusError(f"{source} is neither a file nor a folder")


def _language(folder: Path) -> str:
    name = folder.resolve().name
    return f"{name}/" if language_of_folder(name) else ""
