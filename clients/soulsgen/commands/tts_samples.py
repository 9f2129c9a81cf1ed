"""`soulsgen tts samples`: every voice says the same, each into its own file."""

from pathlib import Path

import click
from tqdm import tqdm

from soulsgen.errors import SoulsgenError
from soulsgen.options import endpoint_options
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import FORMATS, Order
from soulsgen.voice.samples import chosen, sample_path, write_samples
from soulsgen.voice.speaking import Speaker


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--text",
    default="The bell tolls for the unkindled. Roll 2d6+3.",
    show_default=True,
    help="What they say.",
)
@click.option("--language", help="Only voices of this one: en, or en-gb. [all]")
@click.option("--speed", type=click.FloatRange(0.5, 3), help="1 is the voice's own. [1]")
@click.option("--pitch", type=click.FloatRange(-12, 12), help="Semitones up or down. [0]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="wav", show_default=True)
@click.option("--model", default="tts", show_default=True, help="The archive's name.")
@endpoint_options
def samples(
    endpoint: Endpoint,
    folder: Path,
    text: str,
    language: str | None,
    speed: float | None,
    pitch: float | None,
    form: str,
    model: str,
) -> None:
    """Write a sample of each voice into DIR; those that are there are left alone, so that a run can go on.

    \b
    Example:
        soulsgen tts samples samples --language en
    """
    speaker = Speaker(TorchServe(endpoint), model)
    voices = chosen(speaker.voices(), language)
    if not voices:
        raise SoulsgenError(f"{model} has no voice" + (f" for {language}" if language else ""))
    there = sum(sample_path(folder, voice, form).exists() for voice in voices)
    faults = []
    with tqdm(total=len(voices), initial=there, unit="voice", leave=False, disable=None) as bar:
        for sample in write_samples(speaker, voices, folder, Order(text, speed=speed, pitch=pitch), form):
            bar.update()
            if sample.fault:
                faults.append(f"{sample.voice.name}: {sample.fault}")
            else:
                click.echo(sample.path)
    written = len(voices) - there - len(faults)
    click.echo(f"{len(voices)} voices: {written} written, {there} there already", err=True)
    if faults:
        raise SoulsgenError(f"{len(faults)} voices were refused:\n" + "\n".join(faults))
