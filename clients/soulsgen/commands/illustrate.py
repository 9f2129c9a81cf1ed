"""`illustrate`, also as `soulsgen session illustrate`: paints what a table tells while it tells it."""

import logging
import re
import signal
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.agent_options import AgentChoice, agent_options
from soulsgen.commands.illustrate_options import HD_STEPS, illustrate_options
from soulsgen.commands.post_options import key_options, ledger_option
from soulsgen.errors import Unavailable
from soulsgen.lazy import Program
from soulsgen.options import endpoint_options
from soulsgen.posting.accounts import Keys, open_channel
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.illustrate.evening import Evening
    from soulsgen.images_endpoint import ImagesSettings
    from soulsgen.painting import PaintOrder

# What whisper calls its models; an archive is called otherwise.
_WHISPER = re.compile(r"(tiny|base|small|medium|large|turbo)([.-].*)?")


@click.command(
    cls=Program,
    context_settings={
        "help_option_names": ["--help"],
        "max_content_width": 100,
        "token_normalize_func": lambda token: token.replace("_", "-"),
    },
)
@illustrate_options
@ledger_option
@agent_options
@endpoint_options
@key_options
def illustrate(
    keys: Keys,
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    ledger: str,
    recording: Path | None,
    speed: float,
    device: str | None,
    oneshot: Path | None,
    data_dir: Path,
    resume: Path | None,
    title: str | None,
    wait_minutes: float,
    phrase_timeout: float,
    max_context: int,
    persistence_of_memory: float,
    audio_model: str,
    audio_compute_type: str | None,
    language: str | None,
    hotwords: tuple[str, ...],
    summarize_model: str | None,
    painter: str,
    image_model: str | None,
    image_price: float | None,
    image_size: tuple[int, int],
    image_quality: str,
    image_style: str | None,
    server_host: str,
    server_port: int,
    page_key: str | None,
    with_page: bool,
    open_browser: bool,
    names: tuple[str, ...],
    allow_url: bool,
    flush_seconds: float,
    verbose: bool,
) -> None:
    """Listen to a table, write down what is said, and paint the scene every few minutes.

    Without RECORDING it listens to the microphone. Everything is kept in a session folder, which the live
    page shows; Ctrl-C or SIGTERM finishes what is begun, --resume goes on. Prints the path of each picture.

    \b
    Example:
        illustrate --open
        illustrate talk.flac --speed 10 --wait-minutes 2 --to outbox
        soulsgen session illustrate --oneshot transcript.txt
    """
    from soulsgen.illustrate.evening import Evening, Models, Posting
    from soulsgen.illustrate.illustrator import Rhythm
    from soulsgen.session.scribe import Listening

    if oneshot and (recording or resume):
        raise click.UsageError("--oneshot is one scene of a transcript: drop the recording, or --resume")
    logging.basicConfig(level=logging.INFO if verbose else logging.CRITICAL)
    models = Models(
        endpoint,
        replace(agent_choice, model=summarize_model or agent_choice.model),
        _archive(audio_model, audio_compute_type),
        image_model or "painter",
        Listening(language, hotwords=hotwords),
        _canvas(painter, image_size, image_quality, image_style),
        _images(painter, endpoint, agent_choice, image_model, image_quality),
        image_price,
    )
    channels = tuple(open_channel(name, keys) for name in dict.fromkeys(names))
    evening = Evening(
        models=models,
        data_dir=data_dir,
        resume=resume,
        title=title,
        recording=recording,
        device=device,
        speed=speed,
        rhythm=Rhythm(wait_minutes * 60, max_context, persistence_of_memory),
        phrase_share=phrase_timeout,
        posting=Posting(channels, ledger, allow_url),
        flush_s=flush_seconds,
    )
    place = (server_host, server_port, page_key) if with_page and not oneshot else None
    _play(evening, oneshot, place, open_browser)


def _play(
    evening: "Evening", talk: Path | None, place: tuple[str, int, str | None] | None, open_browser: bool
) -> None:
    from soulsgen.illustrate import evening as play
    from soulsgen.illustrate.threads import Ending

    ending = Ending()
    with evening.folder() as folder, ExitStack() as stack:
        _tell(f"Session folder {folder.path}")
        if talk:
            play.oneshot(evening, folder, talk, _tell, click.echo)
            return
        if place:
            from soulsgen.page.server import Page, Place

            page = stack.enter_context(Page(folder.path, Place(*place), _tell))
            _tell(page.invitation())
            if open_browser:
                page.open()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ending.ask)
        if not play.illustrate(evening, folder, ending, _tell, click.echo):
            raise Unavailable(f"something is left to do: illustrate --resume {folder.path} goes on")


def _canvas(painter: str, size: tuple[int, int], quality: str, style: str | None) -> "PaintOrder":
    from soulsgen.painting import PaintOrder

    steps = HD_STEPS if quality == "hd" and painter == "torchserve" else None
    return PaintOrder("", width=size[0], height=size[1], steps=steps, style=style)


def _images(
    painter: str, endpoint: Endpoint, choice: AgentChoice, model: str | None, quality: str
) -> "ImagesSettings | None":
    """The endpoint in the archive's place, at the agent's address and with its key."""
    if painter == "torchserve":
        return None
    from soulsgen.images_endpoint import ImagesSettings

    if (model or "").startswith("dall-e"):
        raise click.UsageError(f"--image-model {model} is no more; {ImagesSettings.model} is its successor")
    return ImagesSettings(
        choice.base_url,
        model or ImagesSettings.model,
        choice.key,
        "high" if quality == "hd" else None,
        max(endpoint.timeout_s, ImagesSettings.timeout_s),
        min(endpoint.retries, 1),
    )


def _archive(model: str, compute_type: str | None) -> str:
    """The archive's name. Which Whisper it holds, and how it computes, was settled when it was packed."""
    if compute_type:
        _tell(
            f"--audio-compute-type {compute_type}: `compute_type` of the archive's model-config.yaml says how"
        )
    if not _WHISPER.fullmatch(model):
        return model
    _tell(f"--audio-model {model}: the archive asr transcribes with the model it was packed with")
    return "asr"


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)
