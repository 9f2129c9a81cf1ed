"""`soulsgen k8s suspend`: a schedule off."""

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, dry_run_option, switch


@click.command()
@click.argument("name")
@cluster_options
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def suspend(name: str, target: Target, dry_run: bool, as_json: bool) -> None:
    """Stop a schedule: its CronJob makes no further jobs; one that runs goes on.

    Needs the rights get and patch on cronjobs.

    \b
    Example:
        soulsgen k8s suspend tweet-lore
    """
    switch(name, target, suspended=True, dry_run=dry_run, as_json=as_json)
