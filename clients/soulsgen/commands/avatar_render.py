"""`soulsgen avatar render`: a script, or a recording, to a film of the avatar."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from soulsgen.commands.avatar_options import check_output, look_options, rendering
from soulsgen.options import endpoint_options
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order

if TYPE_CHECKING:
    from soulsgen.avatar.animator import Character
    from soulsgen.avatar.performance import Performance
    from soulsgen.avatar.rendering import Rendering
    from soulsgen.avatar.script import Step

_READ = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("script", required=False, type=_READ)
@click.option("--audio", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A recording.")
@click.option("--transcript", type=_READ, help="Of --audio: what is said in it, with tags as in a script.")
@click.option("-o", "--output", type=_FILE, help="The film's file: .mp4, .webm or .gif.")
@click.option("--emotion", default="neutral", show_default=True, help="What she feels at first.")
@click.option("--voice", help="One of `soulsgen tts voices`. [the archive's]")
@click.option("--speed", type=click.FloatRange(0.5, 3), help="1 is the voice's own. [1]")
@click.option("--pitch", type=click.FloatRange(-12, 12), help="Semitones up or down. [0]")
@click.option("--character", help="One of the archive's. [its first]")
@look_options
@click.option("--dry-run", is_flag=True, help="Print what would be said, and when; draw nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print length, pictures and the mouth shapes' times.")
@click.option("--force", is_flag=True, help="Replace a film that is there.")
@endpoint_options
def render(
    endpoint: Endpoint,
    script: Path | None,
    audio: Path | None,
    transcript: Path | None,
    output: Path | None,
    emotion: str,
    voice: str | None,
    speed: float | None,
    pitch: float | None,
    character: str | None,
    dry_run: bool,
    as_json: bool,
    force: bool,
    **look: Any,
) -> None:
    """Film the avatar while she says SCRIPT, lips and voice in step; SCRIPT - is standard input.

    Its lines are spoken; [joy] on a line, or before a text, is what she feels from there on, and [pause 1.5]
    is silence. With --audio she lends her face to a recording: her lips follow its words where the asr
    archive is served, else its loudness.

    \b
    Example:
        soulsgen avatar render script.txt -o clip.mp4
        soulsgen avatar render --audio talk.wav --transcript talk.txt -o clip.webm --background transparent
    """
    manner = Order("", voice, speed, pitch)
    _check_usage(script, audio, transcript, output or dry_run, manner)
    from soulsgen.avatar.rendering import facts
    from soulsgen.avatar.script import check_emotion

    check_emotion(emotion, "--emotion")
    steps = _steps(script or transcript)
    how = rendering(TorchServe(endpoint), **look)
    film = None if dry_run else output
    if film:
        check_output(film, how, force)
        # Who is not there is missed before anything is spoken.
        actor = how.animator.character(character)
    folder = film and film.parent
    if audio:
        performance = _lent(endpoint, audio, steps, emotion, folder)
    else:
        performance = _spoken(endpoint, steps, manner, emotion, folder)
    told = facts(performance, how)
    if film:
        _film(performance, actor, how, film, force)
        told = {"file": str(film), **told}
    _tell(told, as_json, dry_run)


def _check_usage(
    script: Path | None, audio: Path | None, transcript: Path | None, aim: object, manner: Order
) -> None:
    if (script is None) == (audio is None):
        raise click.UsageError("name a SCRIPT, or a recording with --audio")
    if transcript and not audio:
        raise click.UsageError("--transcript is for --audio")
    if audio and manner != Order(""):
        raise click.UsageError("--voice, --speed and --pitch are for a SCRIPT")
    if not aim:
        raise click.UsageError("say where to: -o FILE, or --dry-run")


def _steps(path: Path | None) -> "list[Step]":
    from soulsgen.avatar.script import read_script

    if path is None:
        return []
    if path == Path("-"):
        return read_script(sys.stdin.buffer.read(), "standard input")
    return read_script(path.read_bytes(), str(path))


def _spoken(
    endpoint: Endpoint, steps: "list[Step]", manner: Order, emotion: str, folder: Path | None
) -> "Performance":
    from soulsgen.avatar.script import Spoken
    from soulsgen.avatar.speaking import speak
    from soulsgen.voice.speaking import Speaker

    characters = sum(len(step.text) for step in steps if isinstance(step, Spoken))
    with _bar(characters, "Speaking") as tell:
        return speak(steps, Speaker(TorchServe(endpoint)), manner, emotion, folder, tell)


def _lent(
    endpoint: Endpoint, audio: Path, steps: "list[Step]", emotion: str, folder: Path | None
) -> "Performance":
    from soulsgen.avatar.recording import lend
    from soulsgen.session.scribe import Listening, Scribe
    from soulsgen.transcription import PATIENCE_S

    patient = replace(endpoint, timeout_s=max(endpoint.timeout_s, PATIENCE_S))
    performance, heard = lend(audio, steps, Scribe(TorchServe(patient), Listening()), emotion, folder)
    if not heard:
        click.echo("no asr archive heard words: the lips follow the loudness", err=True)
    return performance


def _film(performance: "Performance", actor: "Character", how: "Rendering", film: Path, force: bool) -> None:
    from soulsgen.avatar.rendering import frame_count, render

    with _bar(frame_count(performance, how.fps), "Drawing") as tell:
        render(performance, actor, how, film, force, tell)


@contextmanager
def _bar(length: int, label: str) -> "Iterator[Callable[[int], None]]":
    """Gets how far it is."""
    bar = click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
    with bar:
        yield lambda place: bar.update(place - bar.pos)


def _tell(told: dict[str, Any], as_json: bool, dry_run: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    elif dry_run:
        for line in told["lines"]:
            text = " ".join(line["text"].split())
            click.echo(f"{line['start']:8.2f} {line['end']:8.2f}  {line['emotion']}: {text}")
    film = f", {told['file']}" if "file" in told else ""
    click.echo(f"{told['duration']:.1f} s, {told['frames']} pictures{film}", err=True)
