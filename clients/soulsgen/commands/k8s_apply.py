"""`soulsgen k8s apply`: an overlay into the cluster."""

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, show_outcomes


@click.command()
@click.argument("overlay")
@cluster_options
@click.option(
    "--dry-run",
    type=click.Choice(["server"]),
    is_flag=False,
    flag_value="server",
    help="Let the server check everything and change nothing; so it is without --yes.",
)
@click.option("-y", "--yes", is_flag=True, help="Write.")
@click.option("--force-conflicts", is_flag=True, help="Take over fields that somebody else has set.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list on standard output.")
def apply(
    overlay: str, target: Target, dry_run: str | None, yes: bool, force_conflicts: bool, as_json: bool
) -> None:
    """Apply an overlay: what would change, checked by the server, and with --yes the change.

    OVERLAY is a name under k8s/overlays, a folder with a kustomization.yaml, a file of YAML, or -. An
    object that is refused does not keep the others out; the exit status is 2 then, or 75 where the fault
    may pass. Needs the rights get, create and patch on every kind of the overlay, and on a Role and its
    binding those that it gives.

    \b
    Example:
        soulsgen k8s apply cpu
        soulsgen k8s apply cpu --yes
    """
    if dry_run and yes:
        raise click.UsageError("--dry-run writes nothing: drop it, or --yes")
    from soulsgen.cluster import applying
    from soulsgen.cluster.access import connect
    from soulsgen.cluster.overlay import read_overlay

    objects = read_overlay(overlay, target.namespace)
    outcomes = applying.apply(
        connect(target), objects, target.namespace, dry_run=not yes, force=force_conflicts
    )
    shown = show_outcomes(outcomes, as_json)
    if any(outcome.reason.startswith("Apply failed with") for outcome in shown):
        click.echo("Fields that somebody else has set are taken over with --force-conflicts.", err=True)
    if any(outcome.result == "unchecked" for outcome in shown):
        click.echo(
            f"Namespace {target.namespace} is not there yet; what goes into it is unchecked.", err=True
        )
    if not yes:
        click.echo("Dry run: nothing was changed; --yes writes.", err=True)
    if error := applying.verdict(shown):
        raise error
