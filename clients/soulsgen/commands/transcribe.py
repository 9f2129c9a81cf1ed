"""`soulsgen transcribe`: recordings to text, by the asr archive on TorchServe."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from soulsgen import transcription
from soulsgen.options import endpoint_options
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.transcription import FORMATS


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, allow_dash=True, path_type=Path),
    help="Folder of the transcripts; - is standard output. [beside each file]",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    default=["text"],
    show_default=True,
    help="May repeat.",
)
@click.option("--language", help="Such as en. [detected]")
@click.option("--task", type=click.Choice(["transcribe", "translate"]), help="translate is into English.")
@click.option("--prompt", help="Text that could stand before: sets spelling and style.")
@click.option("--hotword", "hotwords", multiple=True, help="A name to listen for; may repeat.")
@click.option("--word-times/--no-word-times", default=True, show_default=True)
@click.option("--skip-done", is_flag=True, help="Leave out recordings whose transcripts are all there.")
@click.option("--model", default="asr", show_default=True)
@endpoint_options
def transcribe(
    endpoint: Endpoint,
    files: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    model: str,
    hotwords: tuple[str, ...],
    skip_done: bool,
    **settings: Any,
) -> None:
    """Write what is said in recordings, in any common format, as text, subtitles or JSON.

    Files that are there already are never replaced.

    \b
    Example:
        soulsgen transcribe session.flac --hotword Ulbrecht --hotword Asha
        soulsgen transcribe *.ogg --output transcripts --format srt --format json
    """
    formats = tuple(dict.fromkeys(formats))
    if output == Path("-") and (len(files) > 1 or len(formats) > 1):
        raise click.UsageError("standard output holds one file in one format")
    if click.get_current_context().get_parameter_source("timeout_s") == ParameterSource.DEFAULT:
        endpoint = replace(endpoint, timeout_s=transcription.PATIENCE_S)
    request = {name: value for name, value in settings.items() if value is not None}
    request |= {"hotwords": list(hotwords)} if hotwords else {}
    client = TorchServe(endpoint)
    if output == Path("-"):
        transcript = transcription.transcribe(client, files[0], request, model)
        click.echo(FORMATS[formats[0]][1](transcript), nl=False)
        return
    wanted = transcription.targets(files, output, formats, skip_done)
    for target, transcript in transcription.write_all(client, wanted, request, model):
        click.echo(f"{target.source}: {_summary(transcript)}", err=True)
        for path in target.files.values():
            click.echo(path)


def _summary(transcript: dict[str, Any]) -> str:
    said, dropped = len(transcript["segments"]), transcript["dropped"]
    doubted = sum(1 for item in dropped if item["text"])
    words = f"{transcript['speech']:.0f} of {transcript['duration']:.0f} s are speech, {said} segments"
    return f"{words}, {doubted} not believed (json tells why)" if doubted else words
