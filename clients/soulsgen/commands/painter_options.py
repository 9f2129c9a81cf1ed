"""The options of `illustrate` that say who paints, and how."""

import re
from dataclasses import dataclass

import click

from soulsgen.agent_options import AgentChoice
from soulsgen.openai_endpoint import OpenAISettings
from soulsgen.option_group import Command, handed_over
from soulsgen.painting import Painter, PaintOrder
from soulsgen.torchserve import Endpoint

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
_HD_STEPS = 50


class _Size(click.ParamType[tuple[int, int]]):
    name = "WxH"

    def convert(self, value: object, param: object, ctx: object) -> tuple[int, int]:  # noqa: ARG002
        found = _SIZE.fullmatch(str(value))
        if not found:
            self.fail(f"{value} is not a size in pixels such as 1792x1024")
        return int(found[1]), int(found[2])


@dataclass(frozen=True)
class PainterChoice:
    """A painter that was asked for; `image_model` None is the usual one of its kind."""

    painter: str
    image_model: str | None
    image_price: float | None
    image_size: tuple[int, int]
    image_quality: str
    image_style: str | None

    def canvas(self) -> PaintOrder:
        """What every picture has."""
        width, height = self.image_size
        steps = _HD_STEPS if self.image_quality == "hd" and self.painter == "torchserve" else None
        return PaintOrder("", width=width, height=height, steps=steps, style=self.image_style)


def painter_options(command: Command) -> Command:
    """Add them; the command receives them as `painter_choice`."""
    decorators = [
        click.option(
            "--painter",
            type=click.Choice(["torchserve", "openai"]),
            default="torchserve",
            show_default=True,
            help="The painter archive, or an images endpoint at --base-url.",
        ),
        click.option(
            "--image-model", help="Archive that paints, or the endpoint's model. [painter, gpt-image-2]"
        ),
        click.option("--image-price", type=click.FloatRange(min=0), help="US dollars a picture there."),
        click.option("--image-size", type=_Size(), default="1792x1024", show_default=True, help="Pixels."),
        click.option(
            "--image-quality",
            type=click.Choice(["standard", "hd"]),
            default="standard",
            show_default=True,
            help=f"hd asks an archive for {_HD_STEPS} steps, an endpoint for high.",
        ),
        click.option("--image-style", help="A style of the painter's, such as vivid. [the archive's own]"),
    ]
    return handed_over(command, "painter_choice", PainterChoice, decorators)


def open_images(choice: PainterChoice, endpoint: Endpoint, agent: AgentChoice) -> Painter | None:
    """The endpoint in the archive's place, at the agent's address and with its key; None for the archive.

    Raises click.UsageError for a model that is no more.
    """
    if choice.painter == "torchserve":
        return None
    from soulsgen.images_endpoint import LEAST_TIMEOUT_S, MODEL, ImagesEndpoint

    model = choice.image_model or MODEL
    if model.startswith("dall-e"):
        raise click.UsageError(f"--image-model {model} is no more; {MODEL} is its successor")
    settings = OpenAISettings(
        base_url=agent.base_url,
        model=model,
        key=agent.key,
        timeout_s=max(endpoint.timeout_s, LEAST_TIMEOUT_S),
        # Who asks for an evening's pictures tries again by itself.
        retries=min(endpoint.retries, 1),
    )
    return ImagesEndpoint(settings, "high" if choice.image_quality == "hd" else None)
