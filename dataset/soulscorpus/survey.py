"""The first look at a source folder: which tables there are, in which language, and what their names tell.

Text is read again, table by table, when the corpus is made: only names and counts are kept from here.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from soulscorpus.entries import Key, Role
from soulscorpus.errors import CorpusError
from soulscorpus.files import files_under, spelled
from soulscorpus.gamefiles.kinds import HEAD_BYTES, kind_of
from soulscorpus.gamefiles.source import CLAIMS, FoundTable, tables_in
from soulscorpus.languages import UNKNOWN, detect, language_of_folder, sample_of
from soulscorpus.roles import Purpose, purpose_of
from soulscorpus.rules import says_something
from soulscorpus.whole import digest

Progress = Callable[[str, int, int], None]
"""Called as work goes on with what is being done, how much of it is and how much there is."""

# Folders every game has; what stands before the first of them is the game's own.
STRUCTURE = {"msg", "text", "item", "menu", "talk"}
CONTAINER = re.compile(r"bnd(?:\.dcx)?$|\.dcx$", re.IGNORECASE)
BACKUP = ".bak"  # what the unpackers leave of a file they changed


@dataclass(frozen=True)
class Input:
    """A source file as it was read; one that gave no entries stands out here."""

    sha256: str
    entries: int


@dataclass(frozen=True)
class Listed:
    """One table: where it is and what it holds.

    `inside` leads to it in the file at `path`, `source` from the root.
    """

    path: Path
    inside: str
    source: str
    name: str
    game: str
    language: str
    purpose: Purpose


@dataclass
class Survey:
    """`names`: every name by the thing it names. `told`: by source, the ids of texts that say something."""

    inputs: dict[str, Input] = field(default_factory=dict)
    tables: list[Listed] = field(default_factory=list)
    names: dict[Key, str] = field(default_factory=dict)
    told: "dict[str, array[int]]" = field(default_factory=dict)

    @property
    def entries(self) -> int:
        return sum(file.entries for file in self.inputs.values())

    @property
    def languages(self) -> set[str]:
        return {table.language for table in self.tables}

    def tellers(self, things: Container[Key]) -> set[tuple[Key, Role]]:
        """Which of `things` say something, and in which role."""
        return {
            (key, table.purpose.role)
            for table in self.tables
            for id_ in self.told[table.source]
            if (key := Key(table.game, table.language, table.purpose.kind, id_)) in things
        }


def survey(root: Path, progress: Progress | None = None) -> Survey:
    """Read every game file under `root` once. Raises CorpusError for a faulty one and for none at all."""
    found = Survey()
    named: list[tuple[Listed, dict[int, str]]] = []
    samples: dict[str, str] = {}
    paths = find_sources(root)
    for done, path in enumerate(paths, start=1):
        entries = 0
        for inside in tables_in(path):
            listed, texts = _list(root, path, inside), inside.table.texts
            found.tables.append(listed)
            found.told[listed.source] = array("q", (text.id for text in texts if says_something(text.text)))
            entries += len(texts)
            if listed.language == UNKNOWN:
                samples[listed.source] = sample_of(text.text or "" for text in texts)
            if listed.purpose.role == "name":
                named.append((listed, {text.id: text.text.strip() for text in texts if text.text}))
        found.inputs[name_of(path, root)] = Input(digest(path), entries)
        if progress:
            progress("looking through files", done, len(paths))
    languages = _languages(found.tables, samples)
    found.tables = [replace(table, language=languages[table.source]) for table in found.tables]
    for listed, names in named:
        place = (listed.game, languages[listed.source], listed.purpose.kind)
        found.names.update({Key(*place, id_): name for id_, name in names.items()})
    return found


def name_of(path: Path, root: Path) -> str:
    """How a source file is called: its way from `root`, with `/`."""
    return spelled(path.relative_to(root).as_posix())


def find_sources(root: Path) -> list[Path]:
    """Every game file under the folder `root`, told by content, sorted by its name relative to `root`."""
    if not root.is_dir():
        raise CorpusError(f"{root} is not a folder")
    found = [path for path in files_under(root) if not path.name.endswith(BACKUP) and _is_game_file(path)]
    if not found:
        raise CorpusError(
            f"{root} holds no .fmg.xml, .fmg, .msgbnd or .dcx file, at no depth; expected a game's msg "
            "folder or its text tables as Yabber or WitchyBND unpack them, such as item/WeaponName.fmg.xml"
        )
    return found


def _is_game_file(path: Path) -> bool:
    """Whether `path` is game text by its content, or claims to be: a damaged table is to be told of."""
    if path.name.lower().endswith(CLAIMS):
        return True
    with path.open("rb") as file:
        return kind_of(file.read(HEAD_BYTES)) is not None


def _list(root: Path, path: Path, found: FoundTable) -> Listed:
    source = (PurePosixPath(name_of(path, root)).parent / spelled(found.source)).as_posix()
    game, language = _place(root, PurePosixPath(source).parts[:-1])
    name = spelled(found.table.name)
    return Listed(path, found.source, source, name, game, language, purpose_of(name))


def _place(root: Path, folders: tuple[str, ...]) -> tuple[str, str]:
    """The game and the language that the folders of a table name."""
    before: list[str] = []
    for folder in folders:
        if folder.lower() in STRUCTURE or language_of_folder(folder) or CONTAINER.search(folder):
            break
        before.append(folder)
    languages: Iterator[str | None] = map(language_of_folder, (root.resolve().name, *folders))
    language = next((code for code in languages if code), UNKNOWN)
    return "/".join(before) or spelled(root.resolve().name), language


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
