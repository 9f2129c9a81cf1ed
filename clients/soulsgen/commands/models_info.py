"""`soulsgen models info`: what a model is and takes, without loading it."""

import json
from typing import TYPE_CHECKING

import click

from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project

if TYPE_CHECKING:
    from soulsgen.models.facts import Facts
    from soulsgen.models.store import Store


@click.command()
@click.argument("name", metavar="NAME_OR_DIR")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def info(name: str, as_json: bool) -> None:
    """Tell a model's architecture, size, licence, memory and archive, from its headers alone.

    \b
    Example:
        soulsgen models info whisper-small
        soulsgen models info path/to/whisper-small --json
    """
    from soulsgen.models.facts import facts_of
    from soulsgen.models.store import find_model

    facts = facts_of(find_model(store_here(), name))
    click.echo(json.dumps(facts.record(), ensure_ascii=False) if as_json else _text(facts))


def store_here() -> "Store | None":
    """The store of the checkout around, if there is one: a directory can be looked at without."""
    from soulsgen.models.store import store_of

    try:
        return store_of(find_project())
    except SoulsgenError:
        return None


def _text(facts: "Facts") -> str:
    from soulsgen.models.size import size_in_words

    millions = f"{facts.parameters / 1e6:,.1f}M"
    lines = [
        f"{facts.architecture}, {millions} parameters, {size_in_words(facts.size)} on disk",
        f"archive: {facts.archive or 'none serves it'}",
        f"licence: {facts.licence or 'not told'}",
        f"from: {facts.repository} at {facts.commit}"
        if facts.commit
        else f"from: {facts.folder}, not pulled",
    ]
    if facts.memory_cpu and facts.memory_gpu:
        cpu, gpu = size_in_words(facts.memory_cpu), size_in_words(facts.memory_gpu)
        lines.append(f"memory a worker, estimated: {cpu} on a CPU, {gpu} on a GPU ({facts.memory_how})")
    return "\n".join(lines)
