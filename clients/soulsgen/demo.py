"""From game text to a posted line of lore: the whole way, step by step, each skipped when up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from soulsgen import readiness, server
from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Post
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.commands.create_corpus import corpus
from soulsgen.commands.create_handler import handler
from soulsgen.commands.train import train
from soulsgen.errors import SoulsgenError
from soulsgen.generation import Order, as_they_come
from soulsgen.launch import Addresses
from soulsgen.project import Project, from_here
from soulsgen.server import Running, Server
from soulsgen.steps import Step, run_step

LINES = 8
READY_TIMEOUT_S = 120.0

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """What is made, from what, and where it is served."""

    project: Project
    source: Path
    preset: str
    addresses: Addresses
    outbox: Path


def run_demo(demo: Demo, tell: Tell) -> list[str]:
    """Run every step; the lines the model wrote. Raises SoulsgenError naming the step and its log."""
    for step in build_steps(demo):
        run_step(step, demo.project.build, tell)
    here = server.default_server(demo.project)
    running = _served(demo, here, tell)
    lines = _write(here, running, tell)
    _post(demo, lines, tell)
    return lines


def build_steps(demo: Demo) -> list[Step]:
    """Corpus, training and packing, as the commands of the same names do them."""
    project = demo.project
    source, made, weights = map(from_here, (demo.source, project.build / "corpus", project.build / "souls"))
    rooms = project.root / "dataset" / "soulscorpus", project.root / "training" / "soulstrain"
    return [
        _command(
            "corpus",
            corpus,
            ["--src-dir", str(source), "--out-dir", str(made)],
            [source, rooms[0]],
            made,
        ),
        _command(
            "train",
            train,
            ["--corpus", str(made), "--out-dir", str(weights), "--preset", demo.preset],
            [made, rooms[1]],
            weights,
        ),
        _command(
            "pack", handler, ["souls"], [weights, made, project.handlers], project.model_store / "souls.mar"
        ),
    ]


def _command(
    name: str, command: click.Command, arguments: list[str], inputs: list[Path], output: Path
) -> Step:
    def run() -> None:
        try:
            status = command.main(arguments, standalone_mode=False)
        except click.Abort as error:  # click's word for Ctrl-C
            raise KeyboardInterrupt from error
        if status:
            raise SoulsgenError(f"`{command.name}` ended with status {status}")

    return Step(name, " ".join(arguments), inputs, [output], run)


def _served(demo: Demo, here: Server, tell: Tell) -> Running:
    """A server with the archive as it is now: the running one, or one started anew."""

    def start() -> None:
        server.stop(here)
        running = server.start(here, ["souls"], demo.addresses)
        readiness.wait_ready(here, running, READY_TIMEOUT_S, lambda sentence: tell(f"  {sentence}"))

    if not here.running():
        server.stop(here)
    inputs = [demo.project.model_store / "souls.mar", demo.project.config]
    run_step(Step("serve", demo.addresses.inference, inputs, [here.state], start), demo.project.build, tell)
    running = here.running()
    if running is None:
        raise SoulsgenError(f"TorchServe ended as soon as it was ready; logs in {here.logs}")
    return running


def _write(here: Server, running: Running, tell: Tell) -> list[str]:
    tell(f"[write] {LINES} lines of lore:")
    client = here.client(running, retries=5)
    lines = [line for _, line in as_they_come(client, Order(LINES), range(LINES), at_once=4)]
    for line in lines:
        tell(f"  {line}")
    return lines


def _post(demo: Demo, lines: list[str], tell: Tell) -> None:
    """The first line that fits X, previewed and put into the outbox."""
    line = next((line for line in lines if weighted_length(line) <= LIMIT), None)
    if line is None:
        tell("[post] no line fits X; run it again for others")
        return
    tell(f"[post] would tweet, {weighted_length(line)} of {LIMIT} characters:\n  {line}")
    receipt = Outbox(demo.outbox, channel="x").send(Post(line))
    tell(f"  posted to the outbox: {from_here(demo.outbox / receipt.id)}.txt")
