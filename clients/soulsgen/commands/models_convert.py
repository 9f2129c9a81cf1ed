"""`soulsgen models convert`: a model for CTranslate2."""

from pathlib import Path

import click

from soulsgen.commands.models_info import store_here
from soulsgen.project import find_project, from_here


@click.command()
@click.argument("name", metavar="NAME_OR_DIR")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to make. [NAME_OR_DIR.ctranslate2, here]"
)
@click.option(
    "--quantization",
    type=click.Choice(["int8", "int8_float32", "float32"]),
    default="int8",
    show_default=True,
)
def convert(name: str, output: Path | None, quantization: str) -> None:
    """Convert a Whisper or GPT-2 for CTranslate2 and the programs that build on it, such as faster-whisper.

    An archive needs no such folder: packing converts, with the same code.

    \b
    Example:
        soulsgen models convert whisper-small -o build/whisper-small.ctranslate2
    """
    from soulsgen.models.convert import convert as convert_folder
    from soulsgen.models.store import find_model

    project = find_project()
    folder = find_model(store_here(), name)
    out = output or Path(f"{folder.resolve().name}.ctranslate2")
    click.echo(f"Converting {folder} for CTranslate2 …", err=True)
    convert_folder(project, folder, out, quantization)
    click.echo(from_here(out))
