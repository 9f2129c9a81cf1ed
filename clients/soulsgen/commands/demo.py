"""`soulsgen demo`: from game text to a posted line of lore."""

from pathlib import Path

import click

from soulsgen.project import find_project, from_here


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
    """Build a corpus, train, pack, serve, write lore, post a line to the local outbox and film it being said.

    Nothing leaves this machine. Run again, it skips what is up to date.

    \b
    Example:
        soulsgen demo
    """
    from soulsgen import server
    from soulsgen.demo import Demo, run_demo
    from soulsgen.launch import loopback

    project = find_project()
    source = src_dir or project.root / "dataset" / "lore"
    addresses = loopback(port, port + 1, port + 2)
    film = project.root / "demo" / "avatar.mp4"
    run_demo(Demo(project, source, preset, addresses, project.root / "outbox", film), click.echo)
    here = server.default_server(project)
    rows = [
        (
            "report",
            f"{from_here(project.build / 'corpus' / 'manifest.json')}: what was read, kept and dropped",
        ),
        ("", f"{from_here(project.build / 'souls' / 'loss.svg')}: how training went"),
        ("server", f"{addresses.inference}, token in {from_here(here.key_file)}"),
        ("logs", f"{from_here(here.logs)}, or `soulsgen logs`"),
        ("outbox", f"{from_here(project.root / 'outbox')}"),
        ("film", f"{from_here(film)}"),
        ("more", ".venv/bin/soulsgen generate --count 20"),
        ("stop", "make stop"),
    ]
    click.echo("\n" + "\n".join(f"{label:<7} {text}" for label, text in rows))
