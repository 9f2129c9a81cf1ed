"""`soulsgen session transcribe`: recordings to a session folder."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.commands.session_options import MannerChoice, manner_options
from soulsgen.options import endpoint_options
from soulsgen.patience import TRANSCRIBE_S, patient
from soulsgen.torchserve import Endpoint, TorchServe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soulsgen.session.folder import SessionFolder
    from soulsgen.session.roster import Roster
    from soulsgen.session.tracks import Track


@click.command()
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
    metavar="SRC…",
)
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path))
@manner_options
@click.option(
    "--task", type=click.Choice(["transcribe", "translate"]), default="transcribe", show_default=True
)
@click.option("--same-clock", is_flag=True, help="The files were recorded together. [one after the other]")
@click.option(
    "--chunk-minutes",
    type=click.FloatRange(min=0.05, max=60),
    help="Most of a recording to send at once; a stopped run loses no more. [2; live 0.25]",
)
@click.option("-b", "--batch-size", type=click.IntRange(1, 64), default=2, help="Chunks sent at once. [2]")
@click.option("--model", default="asr", show_default=True)
@endpoint_options
def transcribe(
    endpoint: Endpoint,
    manner_choice: MannerChoice,
    sources: tuple[Path, ...],
    output: Path,
    task: str,
    same_clock: bool,
    chunk_minutes: float | None,
    batch_size: int,
    model: str,
) -> None:
    """Write down what is said in recordings: files, folders, a Craig zip, or - for a live WAV stream.

    A run that was stopped goes on where it was when it is given the same again.

    \b
    Example:
        soulsgen session transcribe craig.zip --roster roster.toml --glossary names.txt -o sessions/12
        soulsgen session transcribe evening.m4a -o sessions/13
    """
    from soulsgen.session.derived import write_derived
    from soulsgen.session.folder import SessionFolder
    from soulsgen.session.scribe import Scribe
    from soulsgen.session.tracks import Sources, find_tracks, fingerprint
    from soulsgen.session.transcribing import Plan
    from soulsgen.session.transcribing import transcribe as run

    live = Path("-") in sources
    if live and len(sources) > 1:
        raise click.UsageError("- is a stream of its own: give it alone")
    minutes = chunk_minutes or (0.25 if live else 2.0)
    manner = replace(manner_choice.read(), task=task, same_clock=same_clock, chunk_minutes=minutes)
    found = Sources(()) if live else find_tracks(sources, manner.roster, same_clock)
    _warn(manner.roster, found.tracks)
    prints = ["-"] if live else [fingerprint(path) for path in sorted({t.path for t in found.tracks})]
    scribe = Scribe(TorchServe(patient(endpoint, TRANSCRIBE_S)), manner.listening(), model)
    with SessionFolder(output, manner.settings(prints, found.notes), found.started) as folder:
        began = time.monotonic()
        tracks = _live(folder) if live else found.tracks
        plan = Plan(minutes * 60, 1 if live else batch_size, 0 if live else batch_size, manner.glossary)
        new = 0.0
        try:
            new = run(folder, tracks, scribe, plan)
        finally:
            write_derived(output, output.resolve().name, folder.transcript.lines)
        _told(folder, new, time.monotonic() - began)


def _live(folder: "SessionFolder") -> "Sequence[Track]":
    from soulsgen.session.live import live_track

    return [live_track(folder, None)]


def _warn(roster: "Roster", tracks: "Sequence[Track]") -> None:
    from soulsgen.session.roster import unmatched

    names = [Path(track.name).stem for track in tracks]
    for name in unmatched(roster, names) if names else []:
        click.echo(f"The roster's {name} is no track; there are {', '.join(names)}", err=True)


def _told(folder: "SessionFolder", new_s: float, took_s: float) -> None:
    corrected = sum(len(line.corrections) for line in folder.transcript.lines)
    speed = f" in {took_s:.0f} s ({new_s / max(took_s, 1e-3):.1f}x)" if new_s else ""
    click.echo(
        f"{new_s:.0f} s of audio{speed}; {len(folder.transcript.lines)} lines, "
        f"{corrected} names put right, in {folder.path}",
        err=True,
    )
