"""`illustrate`, also as `soulsgen session illustrate`: paints what a table tells while it tells it."""

import logging
import signal
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.agent_options import AgentChoice, agent_options
from soulsgen.commands.illustrate_options import (
    HearingChoice,
    RhythmChoice,
    SessionChoice,
    hearing_options,
    rhythm_options,
    session_options,
)
from soulsgen.commands.page_options import PageChoice, page_options, served
from soulsgen.commands.painter_options import PainterChoice, open_images, painter_options
from soulsgen.commands.post_options import allow_url_option, key_options, ledger_option, to_option
from soulsgen.commands.post_report import tell
from soulsgen.errors import Unavailable
from soulsgen.lazy import Program
from soulsgen.options import endpoint_options
from soulsgen.posting.accounts import Keys, open_channel
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.illustrate.evening import Evening, Models, Posting


@click.command(
    cls=Program,
    context_settings={
        "help_option_names": ["--help"],
        "max_content_width": 100,
        "token_normalize_func": lambda token: token.replace("_", "-"),
    },
)
@session_options
@rhythm_options
@hearing_options
@click.option("--summarize-model", help="Archive, or model of --agent openai, that describes scenes. [agent]")
@painter_options
@click.option("--page/--no-page", "with_page", default=True, show_default=True, help="Serve the live page.")
@page_options("--server-host", "--server-port", "--page-key")
@to_option("Channel to post each scene to; give it several times.")
@allow_url_option("scene")
@click.option(
    "--flush-seconds",
    "flush_s",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="How long a session that is ended may take for what is left.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@ledger_option
@agent_options
@endpoint_options
@key_options
def illustrate(
    keys: Keys,
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    ledger: str,
    page_choice: PageChoice,
    painter_choice: PainterChoice,
    hearing: HearingChoice,
    rhythm: RhythmChoice,
    session: SessionChoice,
    summarize_model: str | None,
    with_page: bool,
    names: tuple[str, ...],
    allow_url: bool,
    flush_s: float,
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
    from soulsgen.illustrate.evening import Posting

    if session.oneshot and (session.recording or session.resume):
        raise click.UsageError("--oneshot is one scene of a transcript: drop the recording, or --resume")
    logging.basicConfig(level=logging.INFO if verbose else logging.CRITICAL)
    agent = replace(agent_choice, model=summarize_model or agent_choice.model)
    models = _models(endpoint, agent, hearing, painter_choice)
    posting = Posting(tuple(open_channel(name, keys) for name in names), ledger, allow_url)
    evening = _evening(models, session, rhythm, posting, flush_s)
    _play(evening, session.oneshot, page_choice if with_page else None)


def _models(
    endpoint: Endpoint, agent: AgentChoice, hearing: HearingChoice, painter: PainterChoice
) -> "Models":
    from soulsgen.illustrate.evening import Models
    from soulsgen.session.scribe import Listening

    return Models(
        endpoint,
        agent,
        hearing.archive(),
        painter.image_model or "painter",
        Listening(hearing.language, hotwords=hearing.hotwords),
        painter.canvas(),
        open_images(painter, endpoint, agent),
        painter.image_price,
    )


def _evening(
    models: "Models", session: SessionChoice, rhythm: RhythmChoice, posting: "Posting", flush_s: float
) -> "Evening":
    from soulsgen.illustrate.evening import Evening
    from soulsgen.illustrate.illustrator import Rhythm

    return Evening(
        models=models,
        data_dir=session.data_dir,
        resume=session.resume,
        title=session.title,
        recording=session.recording,
        device=session.device,
        speed=session.speed,
        rhythm=Rhythm(rhythm.wait_minutes * 60, rhythm.max_context, rhythm.persistence_of_memory),
        phrase_share=rhythm.phrase_timeout,
        posting=posting,
        flush_s=flush_s,
    )


def _play(evening: "Evening", talk: Path | None, page: PageChoice | None) -> None:
    from soulsgen.illustrate import evening as play
    from soulsgen.illustrate.threads import Ending

    ending = Ending()
    with evening.folder() as folder, ExitStack() as stack:
        tell(f"Session folder {folder.path}")
        if talk:
            play.oneshot(evening, folder, talk, tell, click.echo)
            return
        if page:
            stack.enter_context(served(folder.path, page))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ending.ask)
        if not play.illustrate(evening, folder, ending, tell, click.echo):
            raise Unavailable(f"something is left to do: illustrate --resume {folder.path} goes on")
