"""`soulsgen session inbox`: new recordings to recaps on channels, one round."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.agent_options import AgentChoice, agent_options, open_agent
from soulsgen.commands.post_options import PostingChoice, key_options, posting_options, to_option
from soulsgen.commands.post_report import tell
from soulsgen.commands.session_options import MannerChoice, manner_options, privacy_options
from soulsgen.errors import Unavailable
from soulsgen.inbox.shard import Shard, parse_shard
from soulsgen.options import endpoint_options
from soulsgen.patience import RECAP_S, TRANSCRIBE_S, patient
from soulsgen.posting.accounts import Keys, open_channel
from soulsgen.recap.private import Privacy
from soulsgen.torchserve import Endpoint, TorchServe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from soulsgen.inbox.round import Result, Round
    from soulsgen.inbox.stages import Posting, Stages

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
@to_option("Channel to post each recap to; give it several times. [none]")
@manner_options
@privacy_options
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
@posting_options("recap")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing; needs no keys.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@agent_options
@endpoint_options
@key_options
def inbox(
    keys: Keys,
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    posting: PostingChoice,
    privacy: Privacy,
    manner_choice: MannerChoice,
    source: str,
    sessions: Path,
    names: tuple[str, ...],
    quiet_s: float,
    shard: str | None,
    batch_size: int,
    audio_model: str,
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

    post = _posting(() if dry_run else names, keys, posting)
    stages = _stages(endpoint, agent_choice, audio_model, batch_size, manner_choice, privacy, post)
    share = parse_shard(shard) if shard else _share_of_job()
    _play(Round(open_reader(source), Records(sessions), stages, share, quiet_s, dry_run), as_json)


def _posting(names: "Sequence[str]", keys: Keys, choice: PostingChoice) -> "Posting":
    from soulsgen.inbox.stages import Posting
    from soulsgen.posting.delivery import Patience

    channels = tuple(open_channel(name, keys) for name in names)
    return Posting(channels, choice.ledger, Patience(choice.max_wait_s), choice.allow_url)


def _stages(
    endpoint: Endpoint,
    agent_choice: AgentChoice,
    audio_model: str,
    batch_size: int,
    manner_choice: MannerChoice,
    privacy: Privacy,
    posting: "Posting",
) -> "Stages":
    """With the patience that a long recording takes."""
    from soulsgen.inbox.stages import Stages

    client = TorchServe(patient(endpoint, TRANSCRIBE_S))
    agent = open_agent(agent_choice, patient(endpoint, RECAP_S))
    return Stages(client, agent, tell, audio_model, manner_choice.read(), batch_size, privacy, posting)


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
            tell(f"Error: {result.name}: {result.error}")
        for outcome in result.outcomes:
            words = f"Error: {outcome.error}" if outcome.error else outcome.entry and outcome.entry.url
            tell(f"{result.name}: {outcome.channel}: {words}")
        if words := WORDS.get(result.state):
            tell(f"{result.name} {words}")
        yield result
