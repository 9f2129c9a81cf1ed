"""`soulsgen serve`: TorchServe with the packed models, in the background or in front."""

import signal

import click

from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project, from_here


@click.command()
@click.option(
    "-m", "--model", "models", multiple=True, help="Archive to load; may repeat. [default: all packed]"
)
@click.option("--foreground", is_flag=True, help="Stay until Ctrl-C, which stops the server.")
@click.option("--port", type=click.IntRange(1024, 65535), default=8080, show_default=True)
@click.option("--management-port", type=click.IntRange(1024, 65535), default=8081, show_default=True)
@click.option("--metrics-port", type=click.IntRange(1024, 65535), default=8082, show_default=True)
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=120, show_default=True, help="Seconds to get ready."
)
def serve(
    models: tuple[str, ...],
    foreground: bool,
    port: int,
    management_port: int,
    metrics_port: int,
    timeout: float,
) -> None:
    """Start TorchServe on loopback and return when its workers are ready.

    \b
    Example:
        soulsgen serve --model souls
    """
    from soulsgen import server
    from soulsgen.launch import loopback
    from soulsgen.readiness import wait_ready

    project = find_project()
    here = server.default_server(project)
    wanted = list(models) or sorted(path.stem for path in project.model_store.glob("*.mar"))
    if not wanted:
        raise SoulsgenError("model_store holds no archive; `soulsgen create handler souls` packs one")
    # systemd and containers stop a foreground server with SIGTERM: end it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    addresses = loopback(port, management_port, metrics_port)
    running = server.start(here, wanted, addresses)
    try:
        wait_ready(here, running, timeout, lambda sentence: click.echo(sentence, err=True))
        places = f"token in {from_here(here.key_file)}, logs in {from_here(here.logs)}"
        click.echo(f"Inference at {addresses.inference}, {places}")
        if foreground and (process := running.process()):
            click.echo("Ctrl-C stops it.", err=True)
            process.wait()
    except (SoulsgenError, KeyboardInterrupt):
        server.stop(here)
        raise
