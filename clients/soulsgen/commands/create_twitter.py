"""`soulsgen create twitter`: the poster's container image."""

import click

from soulsgen.image_options import build_image, image_options
from soulsgen.project import find_project


@click.command()
@image_options
@click.option(
    "--extra",
    "extras",
    type=click.Choice(["channels", "k8s", "postgres"]),
    multiple=True,
    help="Mastodon, Bluesky and images; `soulsgen k8s`; a ledger in PostgreSQL. May repeat.",
)
def twitter(
    registry: str | None, push: bool, builder: str | None, dry_run: bool, extras: tuple[str, ...]
) -> None:
    """Build the image that posts, for the CronJobs of k8s/.

    \b
    Example:
        soulsgen create twitter --container-reg registry.example.org/soulsgen --push
        soulsgen create twitter --extra channels --extra postgres --dry-run
    """
    from soulsgen.images import poster

    build_image(poster(find_project(), registry, extras), builder, push, dry_run)
