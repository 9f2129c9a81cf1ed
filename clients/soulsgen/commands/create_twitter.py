"""`soulsgen create twitter`: the poster's container image."""

import click

from soulsgen.image_options import build_image, image_options
from soulsgen.project import find_project


@click.command()
@image_options
def twitter(registry: str | None, push: bool, builder: str | None, dry_run: bool) -> None:
    """Build the image that posts, for the CronJobs of k8s/.

    \b
    Example:
        soulsgen create twitter --container-reg registry.example.org/soulsgen --push
    """
    from soulsgen.images import poster

    build_image(poster(find_project(), registry), builder, push, dry_run)
