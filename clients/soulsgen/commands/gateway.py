"""`soulsgen gateway`: lets others in to a TorchServe on loopback."""

import threading
from pathlib import Path

import click

from soulsgen.ending import Ended
from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project
from soulsgen.secret import secret


@click.command()
@click.option("--listen", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 in a container.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
@click.option(
    "--token",
    envvar="GATEWAY_TOKEN",
    show_envvar=True,
    required=True,
    help="What callers send as their TORCHSERVE_TOKEN; 16 characters or more.",
)
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="build/server/key_file.json",
    show_default=True,
    help="TorchServe's; it may come later.",
)
@click.option("--inference", default="http://127.0.0.1:8080", show_default=True, help="TorchServe's address.")
@click.option("--metrics", default="http://127.0.0.1:8082", show_default=True, help="TorchServe's metrics.")
@click.option(
    "--at-once", type=click.IntRange(min=1), default=128, show_default=True, help="Predictions, at most."
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    help="Of a request's body; 256 MiB, or four of these, are kept in memory at most. [max_request_size of "
    "config.properties]",
)
@click.option(
    "--timeout",
    "deadline_s",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Seconds TorchServe may take before it says anything.",
)
def gateway(
    listen: str,
    port: int,
    token: str,
    key_file: Path,
    inference: str,
    metrics: str,
    at_once: int,
    max_bytes: int | None,
    deadline_s: float,
) -> None:
    """Pass predictions on to TorchServe for callers who know the token, until SIGTERM.

    TorchServe draws new keys at every start; this token stays. Programs that know OpenAI's audio endpoints
    find speech, voices and transcriptions under /v1/audio. Requests under way are finished at the end, unless
    a second signal comes. A request that goes wrong is a line on standard error.

    \b
    Example:
        soulsgen gateway --listen 0.0.0.0 --port 8000
    """
    from soulsgen.gateway import Door, Gateway, body_limit

    limit = max_bytes or body_limit(find_project().config)
    door = Door(
        secret("--token (GATEWAY_TOKEN)", token) or "",
        key_file,
        inference,
        metrics,
        max_bytes=limit,
        deadline_s=deadline_s,
        at_once=at_once,
    )
    try:
        server = Gateway((listen, port), door, lambda words: click.echo(words, err=True))
    except OSError as error:
        raise SoulsgenError(f"cannot listen on {listen}:{port}: {error.strerror}") from error
    ended = Ended()
    threading.Thread(target=server.serve_forever, name="gateway").start()
    click.echo(f"Gateway at http://{listen}:{server.server_address[1]}", err=True)
    ended.wait()
    click.echo("Ending when the requests under way are answered; once more ends it now.", err=True)
    server.close()
