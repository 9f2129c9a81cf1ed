"""What the commands that build an image share: their options, and the build itself."""

from typing import TYPE_CHECKING

import click

from soulsgen.option_group import Command, decorated

if TYPE_CHECKING:
    from soulsgen.images import Image

BUILDERS = ("buildah", "buildctl", "docker")


def image_options(command: Command) -> Command:
    """Add `registry`, `push`, `builder` and `dry_run`."""
    decorators = [
        click.option(
            "-cr",
            "--container-reg",
            "registry",
            envvar="CONTAINER_REG",
            show_envvar=True,
            help="Registry and folder. [as in k8s/components/images]",
        ),
        click.option("-p", "--push", is_flag=True, help="Push it when it is built."),
        click.option("--builder", type=click.Choice(BUILDERS), help="[the first that is installed]"),
        click.option("--dry-run", is_flag=True, help="Print the commands and run none."),
    ]
    return decorated(command, decorators)


def build_image(image: "Image", builder: str | None, push: bool, dry_run: bool) -> None:
    """Build `image`, or say how, and print its name."""
    import shlex

    from soulsgen import images

    program = builder or images.find_builder()
    if dry_run:
        for command in images.BUILDERS[program](image, push):
            click.echo(shlex.join(command))
        return
    images.build(image, program, push=push)
    click.echo(image.reference)
