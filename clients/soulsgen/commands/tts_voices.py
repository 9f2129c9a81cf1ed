"""`soulsgen tts voices`: what voices the archive has."""

import json
from dataclasses import asdict

import click

from soulsgen.errors import SoulsgenError
from soulsgen.options import endpoint_options
from soulsgen.reply import brief
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.samples import chosen
from soulsgen.voice.speaking import Speaker


@click.command()
@click.option("--language", help="Only of this one: en, or en-gb. [all]")
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.option("--model", default="tts", show_default=True, help="The archive's name.")
@endpoint_options
def voices(endpoint: Endpoint, language: str | None, as_json: bool, model: str) -> None:
    """List the voices of the tts archive, the default first: name, language, description.

    \b
    Example:
        soulsgen tts voices --language en
    """
    found = chosen(Speaker(TorchServe(endpoint), model).voices(), language)
    if as_json:
        click.echo(json.dumps([asdict(voice) for voice in found], ensure_ascii=False))
        return
    if not found:
        raise SoulsgenError(f"{model} has no voice" + (f" for {language}" if language else ""))
    rows = [(brief(voice.name), brief(voice.language), brief(voice.description)) for voice in found]
    width = max(len(name) for name, _, _ in rows)
    for name, tag, description in rows:
        click.echo(f"{name:{width}}  {tag:8} {description}".rstrip())
