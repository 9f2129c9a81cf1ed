"""`soulsgen paint`: a picture of a scene, from the painter on TorchServe or an images endpoint."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_bytes
from soulsgen.openai_endpoint import OpenAISettings
from soulsgen.options import endpoint_options
from soulsgen.painting import Painter, PaintOrder, ServedPainter
from soulsgen.torchserve import Endpoint, TorchServe


class Size(click.ParamType[tuple[int, int]]):
    """WIDTHxHEIGHT in pixels."""

    name = "WxH"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is not a size such as 1792x1024", param, ctx)
        return int(found[1]), int(found[2])


@click.command()
@click.argument("prompt")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="The picture's file; - is standard output.",
)
@click.option("--size", type=Size(), default="1792x1024", show_default=True, help="Pixels.")
@click.option("--negative", default="", help="What must not be seen.")
@click.option("--style", help="oil, vivid, natural or watercolour; an endpoint takes any words. [oil]")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same picture again. [from the text]")
@click.option("--steps", type=click.IntRange(1, 200), help="Of a diffusion pipeline. [its own]")
@click.option(
    "--painter",
    "kind",
    type=click.Choice(["torchserve", "openai"]),
    default="torchserve",
    show_default=True,
    help="The painter archive on TorchServe, or an OpenAI-compatible images endpoint.",
)
@click.option("--model", help="Name of the archive, or the endpoint's model. [painter, gpt-image-2]")
@click.option(
    "--base-url",
    envvar="OPENAI_BASE_URL",
    default=OpenAISettings.base_url,
    show_default=True,
    show_envvar=True,
    help="Of --painter openai.",
)
@click.option(
    "--api-key-env",
    default="OPENAI_API_KEY",
    show_default=True,
    help="The environment variable that holds the endpoint's key.",
)
@click.option("--quality", help="Of --painter openai: low, medium or high. [its own]")
@endpoint_options
def paint(
    endpoint: Endpoint,
    prompt: str,
    output: Path,
    size: tuple[int, int],
    kind: str,
    model: str | None,
    base_url: str,
    api_key_env: str,
    quality: str | None,
    **settings: Any,
) -> None:
    """Paint the scene that PROMPT describes.

    \b
    Example:
        soulsgen paint "a dragon over a burning village at night" -o scene.png
        soulsgen paint "a quiet harbour at dawn" -o - --size 1024x1024 --seed 7 > harbour.png
    """
    if not prompt.strip():
        raise click.UsageError("PROMPT must say what to paint")
    if quality and kind != "openai":
        raise click.UsageError("--quality is for --painter openai")
    painter = _painter(kind, endpoint, model, base_url, api_key_env, quality)
    painted = painter.paint(PaintOrder(prompt, width=size[0], height=size[1], **settings))
    if output == Path("-"):
        sys.stdout.buffer.write(painted.content)
        return
    write_bytes(output, painted.content)
    tokens = f", {painted.tokens} tokens" if painted.tokens else ""
    click.echo(f"{painted.media_type}, {len(painted.content) / 1e6:.1f} MB{tokens}, in {output}", err=True)


def _painter(
    kind: str, endpoint: Endpoint, model: str | None, base_url: str, api_key_env: str, quality: str | None
) -> Painter:
    if kind == "torchserve":
        return ServedPainter(TorchServe(endpoint), model or "painter")
    from soulsgen.images_endpoint import LEAST_TIMEOUT_S, MODEL, ImagesEndpoint

    key = os.environ.get(api_key_env)
    if not key and base_url == OpenAISettings.base_url:
        raise SoulsgenError(f"{base_url} wants a key: set {api_key_env}, or name another with --api-key-env")
    settings = OpenAISettings(
        base_url=base_url,
        model=model or MODEL,
        key=key,
        timeout_s=max(endpoint.timeout_s, LEAST_TIMEOUT_S),
        retries=endpoint.retries,
        backoff_s=endpoint.backoff_s,
        key_name=api_key_env,
    )
    return ImagesEndpoint(settings, quality)
