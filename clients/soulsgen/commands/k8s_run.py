"""`soulsgen k8s run`: a scheduled job, now."""

import json
import sys
from dataclasses import asdict

import click

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, dry_run_option
from soulsgen.errors import Unavailable


@click.command()
@click.argument("name")
@cluster_options
@click.option("-f", "--follow", is_flag=True, help="Print its log as it is written, and wait for its end.")
@click.option("--slot", help="What a post is for, see `soulsgen post`. [the schedule's last time]")
@dry_run_option
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object on standard output; the log goes to stderr."
)
def run(name: str, target: Target, follow: bool, slot: str | None, dry_run: bool, as_json: bool) -> None:
    """Run a CronJob's job once, now, with the template the schedule uses; a suspended one too.

    With --follow the exit status is the job's own: 0 done, 2 refused for good, 69 the fate of a post is
    unknown, 75 a fault that may pass. Needs the rights get on cronjobs and create on jobs; to follow, also
    get and watch on jobs, list on pods and events, and get on pods/log.

    \b
    Example:
        soulsgen k8s run tweet-lore --follow
        soulsgen k8s run tweet-lore --slot 2026-01-01T04:00:00Z
    """
    if follow and dry_run:
        raise click.UsageError("a dry run makes nothing to follow: drop --dry-run, or --follow")
    from soulsgen.cluster.access import connect
    from soulsgen.cluster.follow import follow as to_the_end
    from soulsgen.cluster.jobs import start
    from soulsgen.cluster.objects import title
    from soulsgen.ledger.slot import parse_slot

    slot = parse_slot(slot) if slot else None
    cluster = connect(target)
    job = start(cluster, name, target.namespace, slot, dry_run)
    if not follow:
        words = "would be created; dry run" if dry_run else "created; `soulsgen k8s status` tells how it goes"
        click.echo(f"{title(job)} {words}", err=True)
        click.echo(json.dumps({"job": job["metadata"]["name"]}) if as_json else job["metadata"]["name"])
        return
    click.echo(f"{title(job)} created", err=True)

    def show(line: str) -> None:
        print(line, file=sys.stderr if as_json else sys.stdout, flush=True)

    try:
        result = to_the_end(cluster, job, show, lambda words: click.echo(words, err=True))
    except (KeyboardInterrupt, Unavailable):
        click.echo(f"{title(job)} goes on; `soulsgen k8s status` tells how it ends", err=True)
        raise
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False))
    click.echo(f"{title(job)} {result.state}" + (f": {result.words}" if result.words else ""), err=True)
    raise click.exceptions.Exit(0 if result.state == "succeeded" else result.exit_code or 1)
