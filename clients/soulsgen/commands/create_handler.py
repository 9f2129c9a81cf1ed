"""`soulsgen create handler`: a model archive from weights and the serve-handlers room."""

import click

from soulsgen.archive import pack, read_specs
from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project


@click.command()
@click.argument("name", default="souls")
@click.option("-v", "--version", default="1.0", show_default=True, help="Model version in its manifest.")
@click.option("--weights", help="Folder of the trained weights in place of archives.toml's.")
@click.option("--corpus", help="Folder of the corpus in place of archives.toml's.")
@click.option(
    "--quantization",
    type=click.Choice(["int8", "int8_float32", "float32"]),
    default="int8",
    show_default=True,
    help="Of the CPU weights.",
)
def handler(name: str, version: str, weights: str | None, corpus: str | None, quantization: str) -> None:
    """Pack the archive NAME of serve-handlers/archives.toml into model_store/NAME.mar.

    \b
    Example:
        soulsgen create handler souls --weights build/souls
    """
    project = find_project()
    specs = read_specs(project)
    if name not in specs:
        raise SoulsgenError(f"no archive {name!r} in archives.toml; known: {', '.join(specs)}")
    inputs = {key: path for key, path in (("weights", weights), ("corpus", corpus)) if path}
    click.echo(f"Packing {name} …", err=True)
    target = pack(specs[name], project, inputs, version, ("--quantization", quantization))
    click.echo(target)
