"""`soulsgen session inbox`: new recordings to recaps on channels, one round."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.agent_options import AgentChoice, agent_options, open_agent
from soulsgen.commands.post_options import key_options, ledger_option
from soulsgen.errors import Unavailable
from soulsgen.inbox.shard import Shard, parse_shard
from soulsgen.options import endpoint_options
from soulsgen.patience import RECAP_S, TRANSCRIBE_S, patient
from soulsgen.posting.accounts import CHANNELS, Keys, open_channel
from soulsgen.recap.private import MARKERS
from soulsgen.torchserve import Endpoint, TorchServe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from soulsgen.inbox.round import Result, Round

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORDS = {
    "known": "was done before",
    "growing": "is still being written",
    "busy": "is another run's",
    "waiting": "would be done",
    "unposted": "is told, and not posted everywhere",
}


@click.command()
@click.argument("source", metavar="SRC")
@click.option(
    "--sessions",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("sessions"),
    show_default=True,
    help="Where the sessions' folders are made, and what is done is kept.",
)
@click.option(
    "--to",
    "names",
    type=click.Choice(CHANNELS),
    multiple=True,
    help="Channel to post each recap to; give it several times. [none]",
)
@click.option("--roster", "roster_file", type=_FILE, help="TOML: who speaks on which track.")
@click.option("--glossary", "glossary_file", type=_FILE, help="Names, one a line.")
@click.option("--language", help="Code such as en. [detected]")
@click.option("--private-marker", "markers", multiple=True, default=MARKERS, help="As of recap; may repeat.")
@click.option("--private-speaker", "speakers", multiple=True, help="As of recap; may repeat.")
@click.option(
    "--quiet-seconds",
    "quiet_s",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="A recording that was written in the last so many seconds is left for later.",
)
@click.option(
    "--shard",
    metavar="INDEX/COUNT",
    help="Do this share of the recordings. [JOB_COMPLETION_INDEX/SHARD_COUNT, else all]",
)
@click.option("-b", "--batch-size", type=click.IntRange(1, 64), default=2, help="Chunks sent at once. [2]")
@click.option("--audio-model", default="asr", show_default=True, help="Archive that transcribes.")
@ledger_option
@click.option(
    "--max-wait",
    "max_wait_s",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="Seconds to wait for a channel's limit to end, or for another run.",
)
@click.option(
    "--allow-url", is_flag=True, help="Post a recap with a URL to X too, which charges more for it."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing; needs no keys.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@agent_options
@endpoint_options
@key_options
def inbox(
    keys: Keys,
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    source: str,
    sessions: Path,
    names: tuple[str, ...],
    roster_file: Path | None,
    glossary_file: Path | None,
    language: str | None,
    markers: tuple[str, ...],
    speakers: tuple[str, ...],
    quiet_s: float,
    shard: str | None,
    batch_size: int,
    audio_model: str,
    ledger: str,
    max_wait_s: float,
    allow_url: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Transcribe the recordings that are new in SRC, tell each one's recap to the channels, and end.

    SRC is a folder or a bucket's URL; a recording is a sound file, a Craig zip, or a folder of tracks, and is
    known by its content: it is done once, whatever it is called, and one that was stopped goes on. The
    players' version is posted, never the game master's. NAME.done beside NAME says that all of it is there.
    Ends with the worst of 75 (run it again later), 69 (look whether it was posted), 2 (refused) and 1 (a
    recording cannot be read, say) that a recording ended with.

    \b
    Example:
        soulsgen session inbox recordings --to discord
        soulsgen session inbox gs://my-bucket/inbox --sessions sessions --roster roster.toml --dry-run
        soulsgen session inbox recordings --shard 0/4
    """
    from soulsgen.bucket.reading import open_reader
    from soulsgen.inbox.record import Records
    from soulsgen.inbox.round import Round
    from soulsgen.inbox.stages import Posting, Stages
    from soulsgen.posting.delivery import Patience
    from soulsgen.recap.private import Privacy
    from soulsgen.session.glossary import Glossary, read_glossary
    from soulsgen.session.manner import Manner
    from soulsgen.session.roster import read_roster

    channels = () if dry_run else tuple(open_channel(name, keys) for name in dict.fromkeys(names))
    stages = Stages(
        TorchServe(patient(endpoint, TRANSCRIBE_S)),
        open_agent(agent_choice, patient(endpoint, RECAP_S)),
        _tell,
        audio_model,
        Manner(
            read_roster(roster_file) if roster_file else {},
            read_glossary(glossary_file) if glossary_file else Glossary(),
            language,
        ),
        batch_size,
        Privacy(markers, frozenset(speakers)),
        Posting(channels, ledger, Patience(max_wait_s), allow_url),
    )
    share = parse_shard(shard) if shard else _share_of_job()
    _play(Round(open_reader(source), Records(sessions), stages, share, quiet_s, dry_run), as_json)


def _share_of_job() -> Shard:
    """The share of a Pod of an Indexed Job, whose index Kubernetes sets; without, all."""
    count = os.environ.get("SHARD_COUNT")
    if not count:
        return Shard()
    index = os.environ.get("JOB_COMPLETION_INDEX")
    if not index:
        raise click.UsageError(
            "SHARD_COUNT is for the Pods of an Indexed Job: JOB_COMPLETION_INDEX is not set"
        )
    return parse_shard(f"{index}/{count}")


def _play(inbox: "Round", as_json: bool) -> None:
    from soulsgen.posting.broadcast import EXIT_ORDER

    ended: list[Result] = []
    stopped = None
    try:
        for result in _shown(inbox, as_json):
            ended.append(result)
    except Unavailable as error:
        stopped = error
    if as_json:
        told = {"recordings": [result.table() for result in ended], "stopped": stopped and str(stopped)}
        click.echo(json.dumps(told, ensure_ascii=False))
    if stopped:
        raise stopped
    codes = {result.exit_code for result in ended}
    raise click.exceptions.Exit(next((code for code in EXIT_ORDER if code in codes), max(codes, default=0)))


def _shown(inbox: "Round", as_json: bool) -> "Iterator[Result]":
    """The results; each is told as it comes, a finished one's folder on standard output."""
    for result in inbox.results():
        if result.state == "done" and not as_json:
            click.echo(result.session)
        if result.error:
            _tell(f"Error: {result.name}: {result.error}")
        for outcome in result.outcomes:
            words = f"Error: {outcome.error}" if outcome.error else outcome.entry and outcome.entry.url
            _tell(f"{result.name}: {outcome.channel}: {words}")
        if words := WORDS.get(result.state):
            _tell(f"{result.name} {words}")
        yield result


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)
