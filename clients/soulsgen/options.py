"""Options that several commands share, each defined once."""

from pathlib import Path
from typing import Any

import click

from soulsgen.option_group import Command, decorated
from soulsgen.torchserve import Endpoint


def endpoint_options(command: Command, aliases: tuple[str, ...] = ()) -> Command:
    """Add the options that say where TorchServe is; the command receives them as `endpoint`.

    `aliases` are further names of `--host`.
    """
    decorators = [
        click.option(
            "-h",
            "--host",
            *aliases,
            "host",
            envvar="TORCHSERVE_ENDPOINT",
            default=Endpoint.host,
            show_default=True,
            show_envvar=True,
            help="Base URL of TorchServe's inference address.",
        ),
        click.option(
            "--key-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            envvar="TORCHSERVE_KEY_FILE",
            show_envvar=True,
            help="TorchServe's key_file.json. TORCHSERVE_TOKEN, when set, needs no file.",
        ),
        click.option(
            "--timeout",
            "timeout_s",
            type=click.FloatRange(min=0, min_open=True),
            default=Endpoint.timeout_s,
            show_default=True,
            help="Seconds a try may take to begin its reply, and again to end it.",
        ),
        click.option(
            "--retries",
            type=click.IntRange(min=0),
            default=Endpoint.retries,
            show_default=True,
            help="Further tries when the server is busy, restarting or out of reach.",
        ),
    ]

    def with_endpoint(
        *args: Any, host: str, key_file: Path | None, timeout_s: float, retries: int, **kwargs: Any
    ) -> Any:
        endpoint = Endpoint(host=host, key_file=key_file, timeout_s=timeout_s, retries=retries)
        return command(*args, endpoint=endpoint, **kwargs)

    with_endpoint.__doc__ = command.__doc__
    with_endpoint.__name__ = command.__name__
    with_endpoint.__dict__.update(command.__dict__)
    return decorated(with_endpoint, decorators)
