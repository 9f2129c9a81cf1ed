"""Work shared out by content: which of several runs takes a recording."""

import re
from dataclasses import dataclass

from soulsgen.errors import SoulsgenError

_WRITTEN = re.compile(r"(\d{1,6})/(\d{1,6})")


@dataclass(frozen=True)
class Shard:
    """Run `index` of `count`, counted from 0."""

    index: int = 0
    count: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.count:
            raise SoulsgenError(
                f"shard {self.index}/{self.count}: the index is one of 0 to the count less one"
            )

    def takes(self, digest: str) -> bool:
        """`digest` is in hexadecimal. Of all shards exactly one takes it."""
        return int(digest[:16], 16) % self.count == self.index


def parse_shard(text: str) -> Shard:
    """`2/8`. Raises SoulsgenError."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise SoulsgenError(f"the shard {text!r} is not INDEX/COUNT such as 0/4")
    return Shard(int(found[1]), int(found[2]))
