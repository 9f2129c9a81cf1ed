"""`soulsgen models list`: models pulled, archives packed, models known by name."""

import json
from typing import Any

import click

from soulsgen.project import find_project


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def list_models(as_json: bool) -> None:
    """Show the pulled models, what each archive was packed from, and the short names that `pull` knows.

    \b
    Example:
        soulsgen models list
        soulsgen models list --json
    """
    from soulsgen.models.inventory import inventory

    found = inventory(find_project())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo("Pulled:")
    for row in found["pulled"]:
        click.echo(_pulled(row))
    if not found["pulled"]:
        click.echo("  nothing yet; soulsgen models pull whisper-small")
    for row in found["unfinished"]:
        click.echo(
            f"  {row['name']}: not whole; soulsgen models pull {row['name'].replace('--', '/', 1)} goes on"
        )
    click.echo("Archives:")
    for row in found["archives"]:
        click.echo(_archive(row))
    click.echo("To pull:")
    for row in found["catalogue"]:
        click.echo(_known(row))


def _pulled(row: dict[str, Any]) -> str:
    from soulsgen.models.size import size_in_words

    licence = row["licence"] or "licence not told"
    size = size_in_words(row["size"])
    return f"  {row['name']}: {size}, {licence}, {row['repository']} at {row['commit'][:12]}"


def _archive(row: dict[str, Any]) -> str:
    from soulsgen.models.size import size_in_words

    if row["size"] is None:
        return f"  {row['name']}: not packed; by default from {row['default']}"
    size = f"  {row['name']}: {size_in_words(row['size'])}"
    if row["model"] is None:
        return f"{size}, packed by soulsgen create handler; its default is {row['default']}"
    commit = f" at {row['commit'][:12]}" if row["commit"] else ""
    return f"{size}, from {row['model']}{commit}"


def _known(row: dict[str, Any]) -> str:
    figures = [
        f"{row['parameters_m']:g}M parameters" if row["parameters_m"] else "",
        f"{row['gpu_gb']:g} GB on a GPU" if row["gpu_gb"] else "",
        row["licence"] or "",
    ]
    return f"  {row['name']}: {row['archive']}, " + ", ".join(filter(None, [row["repository"], *figures]))
