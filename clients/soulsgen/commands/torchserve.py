"""`soulsgen torchserve`: TorchServe as the one process of a container."""

from pathlib import Path

import click

from soulsgen.project import find_project

PORT = click.IntRange(1024, 65535)


@click.command()
@click.option(
    "-m", "--model", "models", multiple=True, help="Archive to load; may repeat. [all in the store]"
)
@click.option("--port", type=PORT, default=8080, show_default=True)
@click.option("--management-port", type=PORT, default=8081, show_default=True)
@click.option("--metrics-port", type=PORT, default=8082, show_default=True)
@click.option(
    "--log-config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A log4j2.xml, to log to standard output in place of build/server/logs.",
)
def torchserve(
    models: tuple[str, ...], port: int, management_port: int, metrics_port: int, log_config: Path | None
) -> None:
    """Become TorchServe on loopback, as a container wants it; `soulsgen serve` is for people.

    The process is replaced, so signals reach TorchServe and its end is the container's. `soulsgen status`
    tells a probe whether the workers are ready, `soulsgen gateway` lets others in.

    \b
    Example:
        soulsgen torchserve --model souls
    """
    from soulsgen.container import become, prepare
    from soulsgen.launch import loopback, refuse_taken
    from soulsgen.server import default_server

    addresses = loopback(port, management_port, metrics_port)
    refuse_taken(addresses)
    become(prepare(default_server(find_project()), list(models), addresses, log_config))
