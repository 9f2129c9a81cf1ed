"""Where each table goes: beside the others of its container, and never over another."""

from collections import Counter
from dataclasses import dataclass, field

from soulscorpus.gamefiles.fmgxml import SUFFIX
from soulscorpus.gamefiles.table import table_name


@dataclass
class Places:
    """Paths given out so far, with the digest of what is there; `numbers` is how often each was wanted.

    Two that differ only in case are one, as they are to some file systems.
    """

    taken: dict[str, str] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)

    def holder(self, source: str, digest: str) -> str | None:
        """The path that `source` would have, where the same bytes are there already."""
        path = _path(source, 1)
        return path if self.taken.get(path.casefold()) == digest else None

    def take(self, source: str, digest: str) -> str:
        """The path for the table that `source` names: `item.msgbnd.dcx/WeaponName.fmg` gives a file in the
        folder `item.msgbnd.dcx`. One that is taken gets `-2`, `-3`, ...
        """
        key = _path(source, 1).casefold()
        while (path := _path(source, self.numbers[key] + 1)).casefold() in self.taken:
            self.numbers[key] += 1
        self.taken[path.casefold()] = digest
        return path


def _path(source: str, number: int) -> str:
    # No folder ends as every table does, so neither stands in the other's way.
    folders = [f"{part}_" if part.lower().endswith(SUFFIX) else part for part in source.split("/")[:-1]]
    numbered = f"-{number}" if number > 1 else ""
    return "/".join([*folders, table_name(source) + numbered + SUFFIX])
