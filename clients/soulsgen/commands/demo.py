"""`soulsgen demo`: from game text to a posted line of lore."""

from pathlib import Path

import click

from soulsgen.project import find_project


@click.command()
@click.option(
    "-d",
    "--src-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="DATASOURCE_DIR",
    show_envvar=True,
    help="Your own game text. [dataset/lore]",
)
@click.option("--preset", default="demo", show_default=True, help="Of `soulsgen train`.")
@click.option("--port", type=click.IntRange(1024, 65533), default=8080, help="First of three. [8080]")
def demo(src_dir: Path | None, preset: str, port: int) -> None:
    """Build a corpus, train, pack, serve, write eight lines and post one to the local outbox.

    Nothing leaves this machine. Run again, it skips what is up to date.

    \b
    Example:
        soulsgen demo
    """
    from soulsgen import server
    from soulsgen.demo import Demo, run_demo

    project = find_project()
    source = src_dir or project.root / "dataset" / "lore"
    addresses = server.loopback(port, port + 1, port + 2)
    run_demo(Demo(project, source, preset, addresses, project.root / "outbox"), click.echo)
    here = server.default_server(project)
    click.echo(
        "\n".join(
            [
                "",
                f"report   {project.build / 'corpus' / 'manifest.json'} (what was read, kept and dropped)",
                f"         {project.build / 'souls' / 'loss.svg'} (how training went)",
                f"server   {addresses.inference} (token in {here.key_file})",
                f"logs     {here.logs}, or `soulsgen logs`",
                f"outbox   {project.root / 'outbox'}",
                "more     soulsgen generate --count 20",
                "stop     make stop",
            ]
        )
    )
