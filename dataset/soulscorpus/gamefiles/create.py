"""From `.fmg.xml`, as edited by a modder, back to the FMG that a game reads."""

from dataclasses import replace
from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.atomic import write_file
from soulscorpus.gamefiles.fmg import write_fmg
from soulscorpus.gamefiles.fmgxml import read_fmgxml
from soulscorpus.gamefiles.limits import MAX_TABLE_BYTES
from soulscorpus.gamefiles.table import Table, Version


def create_fmg(
    source: Path, out: Path, version: Version | None = None, *, big_endian: bool | None = None
) -> Table:
    """Write the table of the `.fmg.xml` at `source` to `out`, whole or not at all, and return it.

    `version` and `big_endian` are the file's own unless given; `%null%` becomes a null. Raises CorpusError
    for a faulty file, an id or text that FMG cannot hold, and an `out` that is `source`.
    """
    if out.resolve() == source.resolve():
        raise CorpusError(f"{out} is the source; name another file")
    with source.open("rb") as file:
        table = read_fmgxml(file.read(MAX_TABLE_BYTES + 1), str(source)).with_nulls()
    table = replace(
        table,
        version=table.version if version is None else version,
        big_endian=table.big_endian if big_endian is None else big_endian,
    )
    try:
        data = write_fmg(table)
    except CorpusError as error:
        raise CorpusError(f"{source}: {error}") from error
    write_file(out, data)
    return table
