"""From game text to a posted line of lore and an avatar who says it: each step skipped when up to date."""

from dataclasses import dataclass
from pathlib import Path

from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Post
from soulsgen.channels.weighted_length import LIMIT, weighted_length
from soulsgen.commands.train import train
from soulsgen.demo_steps import Tell, command_step, corpus_step, pack_step, serve
from soulsgen.generation import Order, as_they_come
from soulsgen.launch import Addresses
from soulsgen.project import Project, from_here
from soulsgen.server import Running, Server
from soulsgen.steps import Step, run_step
from soulsgen.torchserve import TorchServe

LINES = 8
MODELS = ["souls", "tts", "animator"]


@dataclass(frozen=True)
class Demo:
    """What is made, from what, and where it is served. film: the file of the avatar's, replaced each time."""

    project: Project
    source: Path
    preset: str
    addresses: Addresses
    outbox: Path
    film: Path


def run_demo(demo: Demo, tell: Tell) -> list[str]:
    """Run every step; the lines the model wrote. Raises SoulsgenError naming the step and its log."""
    for step in build_steps(demo):
        run_step(step, demo.project.build, tell)
    here, running = serve(demo.project, MODELS, demo.addresses, tell)
    lines = _write(here, running, tell)
    if line := _post(demo, lines, tell):
        _film(demo, here.client(running, retries=5), line, tell)
    return lines


def build_steps(demo: Demo) -> list[Step]:
    """Corpus, training and packing, as the commands of the same names do them."""
    project = demo.project
    made, weights = map(from_here, (project.build / "corpus", project.build / "souls"))
    return [
        corpus_step(project, demo.source),
        command_step(
            "train",
            train,
            ["--corpus", str(made), "--out-dir", str(weights), "--preset", demo.preset],
            [made, project.root / "training" / "soulstrain"],
            weights,
        ),
        pack_step("pack", project, "souls"),
        pack_step("pack-voice", project, "tts"),
        pack_step("pack-face", project, "animator"),
    ]


def _write(here: Server, running: Running, tell: Tell) -> list[str]:
    tell(f"[write] {LINES} lines of lore:")
    client = here.client(running, retries=5)
    lines = [line for _, line in as_they_come(client, Order(LINES), range(LINES), at_once=4)]
    for line in lines:
        tell(f"  {line}")
    return lines


def _post(demo: Demo, lines: list[str], tell: Tell) -> str | None:
    """The first line that fits X, previewed and put into the outbox."""
    line = next((line for line in lines if weighted_length(line) <= LIMIT), None)
    if line is None:
        tell("[post] no line fits X; run it again for others")
        return None
    tell(f"[post] would tweet, {weighted_length(line)} of {LIMIT} characters:\n  {line}")
    receipt = Outbox(demo.outbox, channel="x").send(Post(line))
    tell(f"  posted to the outbox: {from_here(demo.outbox / receipt.id)}.txt")
    return line


def _film(demo: Demo, client: TorchServe, line: str, tell: Tell) -> None:
    # Film, sound and pictures take a second to import, and are needed for nothing else here.
    from soulsgen.demo_film import film_line

    tell(f"[film] {from_here(demo.film)}")
    tell(f"  {film_line(client, line, demo.film):.1f} s of Wick saying it")
