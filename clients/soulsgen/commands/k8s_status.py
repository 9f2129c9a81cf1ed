"""`soulsgen k8s status`: what runs in the cluster, for people and, with --json, for machines."""

import json

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options


@click.command()
@cluster_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def status(target: Target, as_json: bool) -> None:
    """Tell which workers are ready, when schedules ran and run next, and what failed or waits for what.

    Exit status 1 when a worker is not ready, a Pod is stuck or a last run failed. Needs the right list on
    deployments, cronjobs, jobs, pods and events.

    \b
    Example:
        soulsgen k8s status --json
    """
    from soulsgen.cluster.access import connect
    from soulsgen.cluster.state import observe

    state = observe(connect(target), target.namespace)
    if as_json:
        click.echo(json.dumps(state.record(), ensure_ascii=False))
    else:
        for line in state.lines():
            click.echo(line)
    if state.empty:
        click.echo(
            f"Namespace {target.namespace} holds nothing of SoulsGen; `soulsgen k8s apply` puts it there.",
            err=True,
        )
    raise click.exceptions.Exit(0 if state.healthy else 1)
