"""The options of `illustrate`: the original's, under their names, and those for sound and channels."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from soulsgen.posting.accounts import CHANNELS

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HD_STEPS = 50


class _Size(click.ParamType[tuple[int, int]]):
    name = "WxH"

    def convert(self, value: object, param: object, ctx: object) -> tuple[int, int]:  # noqa: ARG002
        found = _SIZE.fullmatch(str(value))
        if not found:
            self.fail(f"{value} is not a size in pixels such as 1792x1024")
        return int(found[1]), int(found[2])


def illustrate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add them; the command receives each under its own name."""
    decorators = [
        click.argument("recording", type=_FILE, required=False),
        click.option(
            "--speed",
            type=click.FloatRange(min=0),
            default=1.0,
            show_default=True,
            help="How fast RECORDING is played; 0: as fast as it can be read.",
        ),
        click.option("--device", help="Microphone, by PortAudio's name or number. [the system's default]"),
        click.option("--oneshot", type=_FILE, help="Paint one scene of this transcript and end."),
        click.option(
            "--data-dir",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("data"),
            show_default=True,
            help="Where the session's folder is made.",
        ),
        click.option(
            "--resume",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Session folder to go on with.",
        ),
        click.option("--title", help="What the page calls the session. [its folder's name]"),
        click.option(
            "--wait-minutes",
            type=click.FloatRange(min=0, min_open=True),
            default=7.5,
            show_default=True,
            help="Minutes of the session from one scene to the next.",
        ),
        click.option(
            "--phrase-timeout",
            type=click.FloatRange(0, 1, min_open=True),
            default=0.75,
            show_default=True,
            help="Longest phrase without a pause as a share of --wait-minutes; never over 20 s.",
        ),
        click.option(
            "--max-context",
            type=click.IntRange(min=50),
            default=2000,
            show_default=True,
            help="Tokens of talk a scene is made of; 2000 are about ten minutes.",
        ),
        click.option(
            "--persistence-of-memory",
            type=click.FloatRange(0, 1),
            default=0.2,
            show_default=True,
            help="Share of the tokens in mind that stays there after a scene.",
        ),
        click.option("--audio-model", default="asr", show_default=True, help="Archive that transcribes."),
        click.option(
            "--audio-compute-type",
            type=click.Choice(["float16", "int8", "float32"]),
            help="Belongs to the archive's model-config.yaml; said here it is only pointed out.",
        ),
        click.option("--language", help="Language that is spoken, such as en. [heard]"),
        click.option(
            "--hotword", "hotwords", multiple=True, help="A name that is spoken; give it several times."
        ),
        click.option(
            "--summarize-model", help="Archive, or model of --agent openai, that describes scenes. [agent]"
        ),
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
            help=f"hd asks an archive for {HD_STEPS} steps, an endpoint for high.",
        ),
        click.option("--image-style", help="A style of the painter's, such as vivid. [the archive's own]"),
        click.option("--server-host", default="127.0.0.1", show_default=True, help="Where the page listens."),
        click.option(
            "--server-port",
            type=click.IntRange(0, 65535),
            default=8090,
            show_default=True,
            help="0: any free one. TorchServe has 8080.",
        ),
        click.option(
            "--page-key",
            envvar="SESSION_PAGE_KEY",
            show_envvar=True,
            help="Secret that viewers are asked for.",
        ),
        click.option(
            "--page/--no-page", "with_page", default=True, show_default=True, help="Serve the live page."
        ),
        click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser."),
        click.option(
            "--to",
            "names",
            type=click.Choice(CHANNELS),
            multiple=True,
            help="Channel to post each scene to; give it several times.",
        ),
        click.option(
            "--allow-url", is_flag=True, help="Post a scene with a URL to X too, which charges more for it."
        ),
        click.option(
            "--flush-seconds",
            type=click.FloatRange(min=0),
            default=60.0,
            show_default=True,
            help="How long a session that is ended may take for what is left.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
    ]
    for decorate in reversed(decorators):
        command = decorate(command)
    return command
