"""The models that have a short name (catalogue.toml), and what a user's word for a model means."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from soulsgen.errors import SoulsgenError

_FILE = Path(__file__).with_name("catalogue.toml")
# As the Hub names repositories: owner/name.
_REPOSITORY = re.compile(r"\w[\w.-]*/\w[\w.-]*", re.ASCII)


@dataclass(frozen=True)
class Known:
    """A table of catalogue.toml, which explains the keys; `sources` are addresses here."""

    name: str
    repository: str
    archive: str
    parameters_m: float | None = None
    gpu_gb: float | None = None
    licence: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@cache
def catalogue() -> dict[str, Known]:
    """All of them, by short name, in the file's order."""
    content = tomllib.loads(_FILE.read_text("utf-8"))
    pages = content["pages"]
    return {
        name: Known(
            name=name,
            **{**table, "sources": {key: pages[page] for key, page in table["sources"].items()}},
        )
        for name, table in content["models"].items()
    }


@dataclass(frozen=True)
class Wanted:
    """A repository of the Hub, and the name of its folder in the store."""

    name: str
    repository: str


def wanted(word: str) -> Wanted:
    """What `whisper-small` or `openai/whisper-small` means, which is the same. Raises SoulsgenError."""
    if word in catalogue():
        return Wanted(word, catalogue()[word].repository)
    if not _REPOSITORY.fullmatch(word):
        raise SoulsgenError(
            f"{word!r} is neither a short name (`soulsgen models list` shows them) nor a repository "
            "of the Hugging Face Hub such as openai/whisper-small"
        )
    known = next((each.name for each in catalogue().values() if each.repository == word), None)
    return Wanted(known or word.replace("/", "--"), word)
