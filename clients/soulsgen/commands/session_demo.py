"""`soulsgen session demo`: an evening played from its sound to its recap."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.project import find_project, from_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from soulsgen.session_demo.evening import Shown

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("-o", "--output", type=_FOLDER, help="Folder for everything. [build/session-demo]")
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    help="How fast the five minutes are played; 0: as fast as they can be heard.",
)
@click.option("--speech-model", type=_FOLDER, help="A Whisper directory. [model_store/defaults/asr]")
@click.option(
    "--port", type=click.IntRange(1024, 65533), default=8080, help="TorchServe's first of three. [8080]"
)
def demo(output: Path | None, speed: float, speech_model: Path | None, port: int) -> None:
    """Play a session of four synthesised voices from sound to recap, on the default models.

    Packs and serves the archives asr, agent and painter, in place of others of these names. `illustrate`
    hears and paints the evening, with its live page; then come the transcript by speaker and the recap.
    Nothing leaves this machine. Run again, it skips what is up to date and plays the evening anew.

    \b
    Example:
        soulsgen session demo
        soulsgen session demo --speech-model models/whisper-small.en --speed 2
    """
    from soulsgen.launch import loopback
    from soulsgen.session_demo.evening import SessionDemo, run_session_demo

    project = find_project()
    asked = SessionDemo(
        project,
        output or project.build / "session-demo",
        speed,
        loopback(port, port + 1, port + 2),
        speech_model or project.model_store / "defaults" / "asr",
    )
    shown = run_session_demo(asked, click.echo)
    click.echo("\n" + "\n".join(f"{label:<11} {text}" for label, text in _rows(shown)))


def _rows(shown: "Shown") -> "Iterator[tuple[str, str]]":
    scenes = sorted(shown.session.glob("scene-*.png"))
    yield "transcript", f"{from_here(shown.session / 'transcript.txt')}{_errors(shown.mixed_errors)}"
    yield "by speaker", f"{from_here(shown.told / 'transcript.md')}{_errors(shown.told_errors)}"
    yield "recap", f"{from_here(shown.told / 'recap.html')}, and recap.md"
    yield "scenes", f"{len(scenes)} in {from_here(shown.session)}"
    if shown.picture.is_file():
        yield "page", f"{from_here(shown.picture)}"
    yield "", f"soulsgen session page {from_here(shown.session)} --open"
    yield "outbox", f"{from_here(shown.outbox)}: each scene as a post with alt text"
    yield "stop", "soulsgen stop"


def _errors(rate: float | None) -> str:
    return "" if rate is None else f", {100 * rate:.1f} % of the words wrong"
