"""`soulsgen create trainer`: a training on a cluster's GPUs."""

import click
from click.core import ParameterSource

from soulsgen.cluster.access import Target
from soulsgen.cluster_options import cluster_options, show_outcomes
from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project

# Of evaluate, in the order in which the gate is given them.
LIMITS = ("max_perplexity", "max_copied", "min_distinct")
# Options of train that name a folder: the Job's steps share theirs, and none of this machine's is there.
FOLDERS = {"corpus_dir": "--corpus", "out_dir": "--out-dir", "init_dir": "--init"}


@click.command()
@click.option(
    "-b",
    "--bucket",
    envvar="BUCKET",
    show_envvar=True,
    required=True,
    help="Where the corpus is, and where checkpoints, model and archive go: gs:// or s3://.",
)
@click.option("--name", default="trainer", show_default=True, help="Of the Job, and of its checkpoints.")
@click.option(
    "--preset",
    type=click.Choice(["demo", "small", "seed"]),
    default="seed",
    show_default=True,
    help="Of train.",
)
@click.option("--gpus", type=click.IntRange(min=1), default=1, show_default=True, help="Of one node.")
@click.option(
    "--node-selector",
    "labels",
    multiple=True,
    metavar="KEY=VALUE",
    help="Label of the nodes that will do; may repeat. [nvidia.com/gpu.present=true]",
)
@click.option("--max-perplexity", type=click.FloatRange(min=1), default=120, show_default=True)
@click.option("--max-copied", type=click.FloatRange(0, 1), default=0.05, show_default=True)
@click.option("--min-distinct", type=click.FloatRange(0, 1), default=0.5, show_default=True)
@click.option("--apply", "apply_", is_flag=True, help="Start it, in place of printing it.")
@click.option("--dry-run", is_flag=True, help="With --apply: let the cluster check it, and start nothing.")
@cluster_options
@click.argument("options", nargs=-1, metavar="[-- OPTIONS OF TRAIN]")
def trainer(
    target: Target,
    bucket: str,
    name: str,
    preset: str,
    gpus: int,
    labels: tuple[str, ...],
    apply_: bool,
    dry_run: bool,
    options: tuple[str, ...],
    **limits: float,
) -> None:
    """Print the Job that trains on a cluster, or start it: corpus, training, gate, archive into the bucket.

    It goes on after a preemption, publishes nothing that breaks a limit, and is deleted a day after its end.
    Options after `--` are those of `soulsgen train`.

    \b
    Example:
        soulsgen create trainer --bucket gs://my-bucket/soulsgen --gpus 4
        soulsgen create trainer --bucket s3://my-bucket --preset small --name autumn --apply
    """
    import yaml

    from soulsgen.cluster.overlay import read_overlay
    from soulsgen.trainer_job import Training, fit, node_labels

    if dry_run and not apply_:
        raise click.UsageError("--dry-run is for --apply: without it nothing is started anyway")
    if "://" not in bucket or bucket.startswith("file:"):
        raise SoulsgenError(f"{bucket} is a folder of this machine; a cluster needs gs:// or s3://")
    _check(preset, options)
    gate = [word for key in LIMITS for word in (f"--{key.replace('_', '-')}", f"{limits[key]:g}")]
    training = Training(name, bucket, preset, gpus, gate, options, node_labels(labels))
    folder = str(find_project().root / "k8s" / "trainer")
    objects = fit(read_overlay(folder, target.namespace), training)
    if apply_:
        _start(target, name, objects, dry_run)
    else:
        click.echo(yaml.safe_dump_all(objects, sort_keys=False), nl=False)


def _check(preset: str, options: tuple[str, ...]) -> None:
    """What train would refuse, or do in other folders than the Job's, is refused before a node is started."""
    from soulsgen.commands.train import train

    # Without the group's subcommands: what else could be trained has no place in this Job.
    plain = click.Command(train.name, params=train.params)
    given = plain.make_context("train", ["--preset", preset, *options])
    for parameter, option in FOLDERS.items():
        if given.get_parameter_source(parameter) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option} is the Job's to say, whose other steps use the same folders")


def _start(target: Target, name: str, objects: list[dict[str, object]], dry_run: bool) -> None:
    from soulsgen.cluster import applying
    from soulsgen.cluster.access import connect
    from soulsgen.cluster.jobs import refuse_second

    cluster = connect(target)
    refuse_second(cluster, name, target.namespace)
    outcomes = applying.apply(cluster, objects, target.namespace, dry_run=dry_run)
    if error := applying.verdict(show_outcomes(outcomes, as_json=False)):
        raise error
