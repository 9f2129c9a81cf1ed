"""`soulsgen k8s delete`: an overlay out of the cluster."""

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, dry_run_option, show_outcomes


@click.command()
@click.argument("overlay")
@cluster_options
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--keep-data", is_flag=True, help="Leave the namespace, volume claims and Secrets.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list on standard output.")
def delete(overlay: str, target: Target, dry_run: bool, yes: bool, keep_data: bool, as_json: bool) -> None:
    """Delete every object of an overlay, after asking; what is gone already is no fault.

    A namespace takes everything in it along: Secrets, volumes, what others put there. Needs the right
    delete on every kind of the overlay.

    \b
    Example:
        soulsgen k8s delete cpu --keep-data --dry-run
    """
    from soulsgen.cluster import applying
    from soulsgen.cluster.access import connect
    from soulsgen.cluster.objects import title
    from soulsgen.cluster.overlay import read_overlay

    objects = read_overlay(overlay, target.namespace)
    if keep_data:
        objects = [thing for thing in objects if thing["kind"] not in applying.DATA_KINDS]
    cluster = connect(target)
    if not (yes or dry_run):
        click.echo("\n".join(title(thing) for thing in objects), err=True)
        everything = any(thing["kind"] == "Namespace" for thing in objects)
        along = f" and all else in namespace {target.namespace}" if everything else ""
        question = f"Delete these {len(objects)} objects{along} from {cluster.host}?"
        click.confirm(question, abort=True, err=True)
    shown = show_outcomes(applying.remove(cluster, objects, target.namespace, dry_run=dry_run), as_json)
    if dry_run:
        click.echo("Dry run: nothing was deleted.", err=True)
    if error := applying.verdict(shown):
        raise error
