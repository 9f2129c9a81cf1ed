"""`soulsgen status`: what runs, for people and, with --json, for machines."""

import json
from dataclasses import asdict

import click

from soulsgen.project import find_project, from_here


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def status(as_json: bool) -> None:
    """Tell what TorchServe of this checkout is running; exit status 1 when not every worker is ready.

    \b
    Example:
        soulsgen status --json
    """
    from soulsgen import readiness, server

    here = server.default_server(find_project())
    running = here.running()
    counts = readiness.worker_counts(here, running) if running else {}
    ready = bool(counts) and all(up >= wanted for up, wanted in counts.values())
    if as_json:
        workers = {model: {"ready": up, "wanted": wanted} for model, (up, wanted) in counts.items()}
        state = {**asdict(running), "logs": str(here.logs)} if running else {}
        click.echo(json.dumps({"running": bool(running), "ready": ready, "workers": workers, **state}))
    elif running:
        click.echo(f"{readiness.in_words(counts)} at {running.addresses.inference} (pid {running.pid})")
        click.echo(f"token in {from_here(here.key_file)}, logs in {from_here(here.logs)}")
    else:
        click.echo("No TorchServe of this checkout is running; `soulsgen serve` starts it.")
    raise click.exceptions.Exit(0 if ready else 1)
