"""`soulsgen k8s secrets`: keys from the environment into the cluster."""

import json
import os

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster.credentials import SECRETS, store, values_for
from soulsgen.cluster_options import cluster_options, dry_run_option


@click.command()
@click.argument("name", metavar="|".join(SECRETS), type=click.Choice(list(SECRETS)))
@click.option(
    "--from-env", is_flag=True, required=True, help="Take the values from the environment or from .env."
)
@cluster_options
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def secrets(name: str, from_env: bool, target: Target, dry_run: bool, as_json: bool) -> None:  # noqa: ARG001
    """Create or update a Secret that the manifests use; values are never shown.

    twitter-oauth takes TWITTER_CONSUMER_KEY, TWITTER_CONSUMER_SECRET, TWITTER_ACCESS_TOKEN and
    TWITTER_TOKEN_SECRET, torchserve-token takes TORCHSERVE_TOKEN, discord-webhook DISCORD_WEBHOOK and
    discord-bot DISCORD_BOT_TOKEN. Needs the rights create and patch on secrets.

    \b
    Example:
        soulsgen k8s secrets twitter-oauth --from-env
    """
    from soulsgen.cluster.access import connect

    values = values_for(name, os.environ)
    new = store(connect(target), name, values, target.namespace, dry_run)
    result = "created" if new else "updated"
    if as_json:
        click.echo(json.dumps({"secret": name, "result": result, "keys": list(values), "dry_run": dry_run}))
    else:
        click.echo(f"Secret/{name} {result}: {', '.join(values)}{' (dry run)' if dry_run else ''}")
