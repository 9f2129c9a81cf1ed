"""`soulsgen stop`."""

import click

from soulsgen.project import find_project


@click.command()
def stop() -> None:
    """Stop the TorchServe that `soulsgen serve` started; harmless when none runs.

    \b
    Example:
        soulsgen stop
    """
    from soulsgen import server

    stopped = server.stop(server.default_server(find_project()))
    click.echo(
        "TorchServe has stopped." if stopped else "No TorchServe of this checkout is running.", err=True
    )
