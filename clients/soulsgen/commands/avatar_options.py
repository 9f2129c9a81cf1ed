"""How a film of the avatar looks: the options of it, and what they come to."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from soulsgen.option_group import Command, decorated
from soulsgen.torchserve import TorchServe
from soulsgen.voice.keeping import check_free

if TYPE_CHECKING:
    from soulsgen.avatar.rendering import Rendering

Edges = tuple[float, float, float, float]


class Crop(click.ParamType[Edges]):
    """LEFT,TOP,RIGHT,BOTTOM as shares of the picture."""

    name = "L,T,R,B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Edges:
        if isinstance(value, tuple):
            return value
        try:
            left, top, right, bottom = (float(edge) for edge in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not four shares such as 0.12,0,0.88,0.76", param, ctx)
        if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            self.fail(f"{value}: left,top,right,bottom from 0 to 1, with something between", param, ctx)
        return left, top, right, bottom


_OPTIONS = [
    click.option(
        "--background",
        default="#ffffff",
        show_default=True,
        help="#rrggbb, a picture's file, or transparent.",
    ),
    click.option(
        "--size",
        type=click.IntRange(64, 1024),
        default=512,
        show_default=True,
        help="Side in pixels, before --crop.",
    ),
    click.option(
        "--crop",
        type=Crop(),
        default="0,0,1,1",
        show_default=True,
        help="What is kept: edges as shares, from the left and the top.",
    ),
    click.option(
        "--fps", type=click.IntRange(1, 60), default=25, show_default=True, help="Pictures a second."
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, 2**32 - 1),
        default=0,
        show_default=True,
        help="Of what she does by herself.",
    ),
    click.option("--model", default="animator", show_default=True, help="The archive's name."),
]


def look_options(command: Command) -> Command:
    """Add the options that say how the film looks; `rendering` takes them."""
    return decorated(command, _OPTIONS)


def rendering(
    client: TorchServe, size: int, crop: Edges, model: str, background: str, **of: int
) -> "Rendering":
    """Of the options' values; raises SoulsgenError for a background that is none."""
    from soulsgen.avatar.animator import Animator
    from soulsgen.avatar.backdrop import read_backdrop
    from soulsgen.avatar.rendering import Rendering

    animator = Animator(client, size, crop, model)
    height, width, _ = animator.shape
    return Rendering(animator, read_backdrop(background, width, height), **of)


def check_output(output: Path, how: "Rendering", force: bool) -> None:
    """Raises SoulsgenError for a film that cannot be, or that is there already."""
    from soulsgen.avatar.film import form_of

    form = form_of(output, how.fps, how.backdrop.behind is None)
    check_free([output], force)
    if form.audio is None:
        click.echo(f"{output} has no sound: an .mp4 or .webm would", err=True)
