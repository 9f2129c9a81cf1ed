"""`soulsgen k8s resume`: a schedule on."""

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, dry_run_option, switch


@click.command()
@click.argument("name")
@cluster_options
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def resume(name: str, target: Target, dry_run: bool, as_json: bool) -> None:
    """Let a suspended schedule make jobs again.

    Needs the rights get and patch on cronjobs.

    \b
    Example:
        soulsgen k8s resume tweet-lore
    """
    switch(name, target, suspended=False, dry_run=dry_run, as_json=as_json)
