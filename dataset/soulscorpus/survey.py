"""The first look at a source folder: which tables there are, in which language, and what their names tell.

Text is read again, table by table, when the corpus is made: only names and counts are kept from here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from soulscorpus.entries import Key
from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.kinds import HEAD_BYTES, kind_of
from soulscorpus.gamefiles.source import CLAIMS, FoundTable, tables_in
from soulscorpus.languages import UNKNOWN, detect, language_of_folder, sample_of
from soulscorpus.roles import Purpose, purpose_of
from soulscorpus.whole import digest

Progress = Callable[[str, int, int], None]
"""Called as work goes on with what is being done, how much of it is and how much there is."""

# Folders every game has; what stands before the first of them is the game's own.
STRUCTURE = {"msg", "text", "item", "menu", "talk"}
BACKUP = ".bak"  # what the unpackers leave of a file they changed


@dataclass(frozen=True)
class Input:
    """A source file as it was read; one that gave no entries stands out here."""

    sha256: str
    entries: int


@dataclass(frozen=True)
class Listed:
    """One table: where it is, what it holds. `source` names it, inside its container if it is in one."""

    path: Path
    source: str
    name: str
    game: str
    language: str
    purpose: Purpose


@dataclass
class Survey:
    """`names`: every name by the thing it names, for the steps that compare things by name."""

    inputs: dict[str, Input] = field(default_factory=dict)
    tables: list[Listed] = field(default_factory=list)
    names: dict[Key, str] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        return sum(file.entries for file in self.inputs.values())


def survey(root: Path, progress: Progress | None = None) -> Survey:
    """Read every game file under `root` once. Raises CorpusError for a faulty one and for none at all."""
    found = Survey()
    named: list[tuple[Listed, dict[int, str]]] = []
    samples: dict[str, str] = {}
    paths = find_sources(root)
    for done, path in enumerate(paths, start=1):
        name = path.relative_to(root).as_posix()
        entries = 0
        for table in tables_in(path):
            listed = _list(root, path, table)
            found.tables.append(listed)
            entries += len(table.table.texts)
            if listed.language == UNKNOWN:
                samples[listed.source] = sample_of(text.text or "" for text in table.table.texts)
            if listed.purpose.role == "name":
                named.append(
                    (listed, {text.id: text.text.strip() for text in table.table.texts if text.text})
                )
        found.inputs[name] = Input(digest(path), entries)
        if progress:
            progress("looking through files", done, len(paths))
    languages = _languages(found.tables, samples)
    found.tables = [replace(table, language=languages[table.source]) for table in found.tables]
    for listed, names in named:
        place = (listed.game, languages[listed.source], listed.purpose.kind)
        found.names.update({Key(*place, id_): name for id_, name in names.items()})
    return found


def find_sources(root: Path) -> list[Path]:
    """Every game file under the folder `root`, told by content, sorted by its name relative to `root`."""
    if not root.is_dir():
        raise CorpusError(f"{root} is not a folder")
    files = (path for path in root.rglob("*") if path.is_file() and not path.name.endswith(BACKUP))
    found = [path for path in files if _is_game_file(path)]
    if not found:
        raise CorpusError(
            f"{root} holds no .fmg.xml, .fmg, .msgbnd or .dcx file, at no depth; expected a game's msg "
            "folder or its text tables as Yabber or WitchyBND unpack them, such as item/WeaponName.fmg.xml"
        )
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _is_game_file(path: Path) -> bool:
    """Whether `path` is game text by its content, or claims to be: a damaged table is to be told of."""
    if path.name.endswith(CLAIMS):
        return True
    with path.open("rb") as file:
        return kind_of(file.read(HEAD_BYTES)) is not None


def _list(root: Path, path: Path, found: FoundTable) -> Listed:
    parent = path.relative_to(root).parent
    source = (parent / found.source).as_posix()
    game, language = _place(root, PurePosixPath(source).parts[:-1])
    return Listed(path, source, found.table.name, game, language, purpose_of(found.table.name))


def _place(root: Path, folders: tuple[str, ...]) -> tuple[str, str]:
    """The game and the language that the folders of a table name."""
    before: list[str] = []
    for folder in folders:
        if folder.lower() in STRUCTURE or language_of_folder(folder) or "bnd" in folder or "dcx" in folder:
            break
        before.append(folder)
    languages: Iterator[str | None] = map(language_of_folder, (root.name, *folders))
    language = next((code for code in languages if code), UNKNOWN)
    return "/".join(before) or root.name, language


def _languages(tables: list[Listed], samples: Mapping[str, str]) -> dict[str, str]:
    """Each table's language by source: its folder's, its own prose's, its game's, in this order."""
    of_game: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        of_game[table.game].append(samples.get(table.source, ""))
    fallback = {game: detect(sample_of(texts)) for game, texts in of_game.items()}
    known: dict[str, str] = {}
    for table in tables:
        language = table.language
        if language == UNKNOWN:
            language = detect(samples[table.source])
        known[table.source] = fallback[table.game] if language == UNKNOWN else language
    return known
