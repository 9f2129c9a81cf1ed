"""`soulsgen create twitter`: the poster's container image."""

import click

from soulsgen.image_options import build_image, image_options
from soulsgen.project import find_project


@click.command()
@image_options
@click.option(
    "--extra",
    "extras",
    type=click.Choice(["channels", "gs", "k8s", "postgres", "s3", "scribe"]),
    multiple=True,
    help="channels: Mastodon, Bluesky, images; scribe: sessions; gs, s3: buckets; k8s; postgres. May repeat.",
)
def twitter(
    registry: str | None, push: bool, builder: str | None, dry_run: bool, extras: tuple[str, ...]
) -> None:
    """Build the image that posts, for the CronJobs of k8s/.

    \b
    Example:
        soulsgen create twitter --container-reg registry.example.org/soulsgen --push
        soulsgen create twitter --extra scribe --extra channels --extra gs --dry-run
    """
    from soulsgen.images import poster

    build_image(poster(find_project(), registry, extras), builder, push, dry_run)
