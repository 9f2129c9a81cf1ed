"""`soulsgen create fmg`: an edited `.fmg.xml` back into a table the game reads."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    from soulscorpus.gamefiles.table import Version


@click.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="FMG to write; a file there is replaced.",
)
@click.option(
    "--version",
    type=click.Choice(["0", "1", "2"]),
    help="0 Demon's Souls, 1 Dark Souls I and II, 2 later games. [what TABLE says]",
)
@click.option("--big-endian/--little-endian", default=None, help="Byte order. [what TABLE says]")
def fmg(table: Path, output_file: Path, version: str | None, big_endian: bool | None) -> None:
    """Make an FMG, the games' binary text table, of the .fmg.xml at TABLE.

    \b
    Example:
        soulsgen create fmg build/text/WeaponName.fmg.xml -o WeaponName.fmg
    """
    from soulscorpus.errors import CorpusError
    from soulscorpus.gamefiles.create import create_fmg

    number = cast("Version | None", None if version is None else int(version))
    try:
        made = create_fmg(table, output_file, number, big_endian=big_endian)
    except CorpusError as error:
        raise SoulsgenError(str(error)) from error
    except RuntimeError as error:  # how pathlib tells of a link to itself
        raise SoulsgenError(f"cannot write {output_file}: {error}") from error
    if repeated := made.repeated_ids():
        some = ", ".join(map(str, repeated[:3])) + (", …" if len(repeated) > 3 else "")
        click.echo(f"ids that stand more than once: {some}", err=True)
    click.echo(f"{len(made.texts)} entries, version {made.version}, written to {output_file}", err=True)
