"""`soulsgen create torchserve`: the container image of TorchServe and the trainer."""

import click

from soulsgen.image_options import build_image, image_options
from soulsgen.project import find_project


@click.command()
@image_options
@click.option("--cpu", is_flag=True, help="Without CUDA, gigabytes smaller; its name ends in -cpu.")
def torchserve(registry: str | None, push: bool, builder: str | None, dry_run: bool, cpu: bool) -> None:
    """Build the image that serves and trains, for the pods of k8s/.

    \b
    Example:
        soulsgen create torchserve --cpu --dry-run
        soulsgen create torchserve --container-reg registry.example.org/soulsgen --push
    """
    from soulsgen import images

    build_image(images.torchserve(find_project(), registry, cpu=cpu), builder, push, dry_run)
