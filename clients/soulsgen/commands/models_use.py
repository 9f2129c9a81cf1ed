"""`soulsgen models use`: an archive packed from a model."""

import click

from soulsgen.commands.models_info import store_here
from soulsgen.project import find_project, from_here

# As in soulsgen.models.kinds, which `--help` need not load.
ARCHIVES = ("asr", "agent", "souls", "painter")


@click.command()
@click.argument("name", metavar="[NAME_OR_DIR]", required=False)
@click.option("--archive", type=click.Choice(ARCHIVES), help="Archive to pack. [the one the model serves]")
@click.option(
    "--default", "default", is_flag=True, help="Go back to what --archive is packed from by default."
)
@click.option(
    "--quantization",
    type=click.Choice(["int8", "int8_float32", "float32"]),
    help="Of the weights for CPUs, of asr and souls. [int8]",
)
@click.option("-v", "--version", default="1.0", show_default=True, help="Model version in the manifest.")
def use(name: str | None, archive: str | None, default: bool, quantization: str | None, version: str) -> None:
    """Pack an archive from a pulled model or a directory, as `soulsgen create handler --input` does.

    \b
    Example:
        soulsgen models use whisper-small
        soulsgen models use path/to/my-chat-model --archive agent
        soulsgen models use --default --archive asr
    """
    from soulsgen.models.store import find_model
    from soulsgen.models.use import archive_for, how_to_load, use_default
    from soulsgen.models.use import use as use_model

    if default == (name is not None):
        raise click.UsageError("give NAME_OR_DIR, or --default with --archive")
    project = find_project()
    if default:
        if archive is None:
            raise click.UsageError("--default needs --archive: which one goes back")
        click.echo(f"Packing {archive} …", err=True)
        packed = use_default(project, archive, quantization, version)
    else:
        folder = find_model(store_here(), name or "")
        archive = archive_for(folder, archive)
        click.echo(f"Packing {archive} from {folder} …", err=True)
        packed = use_model(project, folder, archive, quantization, version)
    click.echo(from_here(packed))
    click.echo(how_to_load(project, archive), err=True)
