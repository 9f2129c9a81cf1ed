"""`soulsgen tts say`: a text to sound and subtitles, kept or played."""

import json
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import click

from soulsgen.errors import SoulsgenError
from soulsgen.files import put
from soulsgen.options import endpoint_options
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.keeping import check_free, keep
from soulsgen.voice.order import FORMATS, Order, format_of
from soulsgen.voice.parts import MOST_CHARACTERS
from soulsgen.voice.recital import Recital
from soulsgen.voice.said import Said
from soulsgen.voice.sound_file import available
from soulsgen.voice.speaking import Speaker
from soulsgen.voice.tape import Tape, taped

_FILE = click.Path(dir_okay=False, path_type=Path)
# As a shell says of a command that SIGINT ended.
_INTERRUPTED = 130


@click.command()
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The sound's file; - is standard output.",
)
@click.option("--srt", type=_FILE, help="File of SubRip subtitles.")
@click.option("--vtt", type=_FILE, help="File of WebVTT subtitles.")
@click.option("--voice", help="One of `soulsgen tts voices`. [the archive's]")
@click.option("--speed", type=click.FloatRange(0.5, 3), help="1 is the voice's own. [1]")
@click.option("--pitch", type=click.FloatRange(-12, 12), help="Semitones up or down. [0]")
@click.option("--format", "form", type=click.Choice(FORMATS), help="[by the file's ending, else wav]")
@click.option("--play", is_flag=True, help="Through the loudspeaker, each sentence as soon as it is spoken.")
@click.option("--device", help="Of --play: PortAudio's name or number of it. [its default]")
@click.option("--json", "as_json", is_flag=True, help="Print the times of words, phonemes and mouth shapes.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--model", default="tts", show_default=True, help="The archive's name.")
@endpoint_options
def say(
    endpoint: Endpoint,
    text: str,
    output: Path | None,
    srt: Path | None,
    vtt: Path | None,
    voice: str | None,
    speed: float | None,
    pitch: float | None,
    form: str | None,
    play: bool,
    device: str | None,
    as_json: bool,
    force: bool,
    model: str,
) -> None:
    """Say TEXT, a word or a chapter; TEXT - is read from standard input.

    Above 5000 characters it is said in parts, and comes out as one. Ctrl-C ends --play and tells which words
    were heard.

    \b
    Example:
        soulsgen tts say "The bell tolls for the unkindled. Roll 2d6+3." -o line.wav --srt line.srt
        soulsgen tts say - --play --voice en-gb < scene.txt
    """
    captions = {name: path for name, path in (("srt", srt), ("vtt", vtt)) if path}
    if not (output or captions or play or as_json):
        raise click.UsageError("say where to: -o FILE, --srt FILE, --vtt FILE, --play or --json")
    if as_json and output == Path("-"):
        raise click.UsageError("standard output holds the sound or --json, not both")
    form = form or _format(output)
    sound = None if output == Path("-") else output
    check_free([*([sound] if sound else []), *captions.values()], force)
    order = Order(_read(text), voice, speed, pitch)
    speaker = Speaker(TorchServe(endpoint), model)
    if play or len(order.text) > MOST_CHARACTERS:
        tape = _tape(form, output, as_json)
        recital = Recital(speaker, order)
        said = _played(recital, tape, device) if play else _taped(recital, tape)
    else:
        said = speaker.say(order, form)
    keep(said, sound, captions, force)
    if output == Path("-"):
        put(said.audio, sys.stdout.buffer)
    if as_json:
        click.echo(json.dumps(said.times, ensure_ascii=False))
    kept = "".join(f", {path}" for path in (*([sound] if sound else []), *captions.values()))
    click.echo(f"{said.duration_s:.1f} s, {len(said.words)} words{kept}", err=True)


def _format(output: Path | None) -> str:
    """wav where nothing names one."""
    if output is None or not output.suffix:
        return "wav"
    if form := format_of(output):
        return form
    raise click.UsageError(
        f"{output.suffix} is no format of the archive's, which are {', '.join(FORMATS)}; or say --format"
    )


def _read(text: str) -> str:
    read = sys.stdin.read() if text == "-" else text
    if not read.strip():
        raise click.UsageError("TEXT is empty")
    return read


def _tape(form: str, output: Path | None, as_json: bool) -> Tape:
    """The sound waits beside its file, where there is to be room for it."""
    if output and not available(form):
        raise SoulsgenError(
            f"{form} of a long text or with --play needs PyAV: pip install 'soulsgen[scribe]'; wav does not"
        )
    room = Path(tempfile.gettempdir()) if output == Path("-") else output and output.parent
    return Tape(form, room, with_times=as_json)


def _taped(recital: Recital, tape: Tape) -> Said:
    characters = len(recital.order.text)
    bar = click.progressbar(
        length=characters, label="Speaking", file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with bar:
        return taped(recital, tape, partial(_reach, bar))


def _reach(bar: Any, place: int) -> None:
    bar.update(place - bar.pos)


def _played(recital: Recital, tape: Tape, device: str | None) -> Said:
    from soulsgen.voice.aloud import play

    played = play(recital, tape, device)
    if not played.stopped:
        return tape.said(recital.utterance)
    words = played.words_heard()
    last = f", to “{words[-1].text}”" if words else ""
    click.echo(f"Stopped: {played.heard_s:.2f} s and {len(words)} words were heard{last}.", err=True)
    raise click.exceptions.Exit(_INTERRUPTED)
