"""`soulsgen chat`: questions about the lore, answered as the answer is written."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.agent_options import AgentChoice, agent_options, open_agent
from soulsgen.options import endpoint_options
from soulsgen.patience import RECAP_S, patient
from soulsgen.reply import shown
from soulsgen.torchserve import Endpoint

if TYPE_CHECKING:
    from soulsgen.agent.answers import Answer


@click.command()
@click.argument("question")
@click.option(
    "--history",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the conversation so far, which goes on in it.",
)
@click.option("--json", "as_json", is_flag=True, help="The answer and its sources as one JSON object.")
@agent_options
@endpoint_options
def chat(
    endpoint: Endpoint, agent_choice: AgentChoice, question: str, history: Path | None, as_json: bool
) -> None:
    """Ask about the lore; the answer is printed as it is written, then the passages of the lore that fit.

    QUESTION - is read from standard input.

    \b
    Example:
        soulsgen chat "Who lit the lantern of Carrow?"
        soulsgen chat "And why?" --history talk.jsonl
        soulsgen chat "Name a tavern." --agent openai --model llama3.1 --base-url http://127.0.0.1:11434/v1
    """
    from soulsgen.agent.history import read_history, write_history

    asked = sys.stdin.read() if question == "-" else question
    if not asked.strip():
        raise click.UsageError("the question is empty")
    said = [*(read_history(history) if history else []), {"role": "user", "content": asked.strip()}]
    agent = open_agent(agent_choice, patient(endpoint, RECAP_S))
    answer = _told(agent.chat(said), as_json)
    if history and answer.reply:
        write_history(history, [*said, {"role": "assistant", "content": answer.reply}])
    for words in (*answer.notes, agent.spent().sentence()):
        if words:
            click.echo(words, err=True)


def _told(pieces: "Iterator[str | Answer]", as_json: bool) -> "Answer":
    """Print what comes; the last piece is the whole answer."""
    for piece in pieces:
        if not isinstance(piece, str):
            break
        if not as_json:
            click.echo(shown(piece), nl=False)
    else:
        raise AssertionError("an agent's last piece is its answer")
    if as_json:
        click.echo(json.dumps(asdict(piece), ensure_ascii=False))
        return piece
    click.echo()
    for source in piece.sources:
        click.echo(f"\n{shown(source.where)}\n  {shown(source.text)}")
    return piece
