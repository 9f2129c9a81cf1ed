"""What the commands of `soulsgen k8s` share: the options that say which cluster, and lines about objects."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from soulsgen.cluster.access import Target
from soulsgen.option_group import Command, decorated

if TYPE_CHECKING:
    from soulsgen.cluster.applying import Outcome


def cluster_options(command: Command) -> Command:
    """Add the options that say which cluster; the command receives them as `target`."""

    @wraps(command)
    def with_target(
        *args: Any, kubeconfig: str | None, context: str | None, namespace: str, **kwargs: Any
    ) -> Any:
        return command(*args, target=Target(kubeconfig or None, context, namespace), **kwargs)

    decorators = [
        click.option(
            "--kubeconfig",
            envvar="KUBECONFIG",
            show_envvar=True,
            help="File that names the cluster and the account. [~/.kube/config, else the Pod's own account]",
        ),
        click.option("--context", help="Context of that file. [its current one]"),
        click.option(
            "-n",
            "--namespace",
            default=Target.namespace,
            show_default=True,
            help="Namespace that SoulsGen runs in.",
        ),
    ]
    return decorated(with_target, decorators)


def dry_run_option(command: Command) -> Command:
    words = "Let the server check the request to the end and change nothing."
    return click.option("--dry-run", is_flag=True, help=words)(command)


def show_outcomes(outcomes: Iterable["Outcome"], as_json: bool) -> list["Outcome"]:
    """Print each outcome as it comes, or all as one JSON list; the server's warnings go to stderr."""
    shown = []
    for outcome in outcomes:
        shown.append(outcome)
        for warning in outcome.warnings:
            click.echo(f"Warning: {outcome.object}: {warning}", err=True)
        if not as_json:
            click.echo(_line(outcome))
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in shown], ensure_ascii=False))
    return shown


def _line(outcome: "Outcome") -> str:
    rest = outcome.reason or ", ".join(outcome.changes)
    return f"{outcome.result:<10} {outcome.object}" + (f": {rest}" if rest else "")


def switch(name: str, target: Target, *, suspended: bool, dry_run: bool, as_json: bool) -> None:
    """Suspend or resume a CronJob and say when it runs next."""
    from datetime import UTC, datetime

    from soulsgen.cluster.access import connect
    from soulsgen.cluster.objects import title
    from soulsgen.cluster.schedules import next_run, suspend
    from soulsgen.cluster.state import minute

    cron, changed = suspend(connect(target), name, target.namespace, suspended, dry_run)
    following = None if suspended else next_run(cron, datetime.now(UTC))
    if as_json:
        record = {"cronjob": name, "suspended": suspended, "changed": changed, "dry_run": dry_run}
        click.echo(json.dumps({**record, "next_run": following and f"{following:%Y-%m-%dT%H:%M:%SZ}"}))
        return
    verb = ("is" if changed else "was already") + (" suspended" if suspended else " resumed")
    then = f"; next run {minute(following)}" if following else ""
    click.echo(f"{title(cron)} {verb}{then}{' (dry run)' if dry_run else ''}")
