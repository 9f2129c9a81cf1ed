"""`soulsgen create handler`: a model archive from weights and the serve-handlers room."""

import click

from soulsgen.archive import pack, read_specs
from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project


@click.command()
@click.argument("name", default="souls")
@click.option("-v", "--version", default="1.0", show_default=True, help="Model version in its manifest.")
@click.option(
    "-i",
    "--input",
    "inputs",
    multiple=True,
    metavar="NAME=PATH",
    help="An input in place of archives.toml's; may repeat.",
)
@click.option(
    "--quantization",
    type=click.Choice(["int8", "int8_float32", "float32"]),
    help="Of the weights for CPUs. [int8]",
)
def handler(name: str, version: str, inputs: tuple[str, ...], quantization: str | None) -> None:
    """Pack the archive NAME of serve-handlers/archives.toml into model_store/NAME.mar.

    \b
    Example:
        soulsgen create handler souls --input weights=build/souls
    """
    project = find_project()
    specs = read_specs(project)
    if name not in specs:
        raise SoulsgenError(f"no archive {name!r} in archives.toml; known: {', '.join(specs)}")
    given = dict(_pair(word) for word in inputs)
    if unknown := given.keys() - specs[name].inputs.keys():
        known = ", ".join(specs[name].inputs)
        raise SoulsgenError(f"{name} has no input {', '.join(sorted(unknown))}; known: {known}")
    click.echo(f"Packing {name} …", err=True)
    extra = ("--quantization", quantization) if quantization else ()
    click.echo(pack(specs[name], project, given, version, extra))


def _pair(word: str) -> tuple[str, str]:
    key, equals, path = word.partition("=")
    if not equals:
        raise click.BadParameter(f"{word!r} is not NAME=PATH", param_hint="--input")
    return key, path
