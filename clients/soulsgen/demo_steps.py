"""What the demonstrations have in common: commands as steps, the corpus, archives, and a server for them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from soulsgen import readiness, server
from soulsgen.archive import read_specs
from soulsgen.commands.create_corpus import corpus
from soulsgen.commands.create_handler import handler
from soulsgen.errors import SoulsgenError
from soulsgen.launch import Addresses
from soulsgen.project import MARK, Project, from_here
from soulsgen.server import Running, Server
from soulsgen.steps import Step, run_step

READY_TIMEOUT_S = 120.0

Tell = Callable[[str], None]


def command_step(
    name: str, command: click.Command, arguments: list[str], inputs: list[Path], output: Path
) -> Step:
    """`command` with `arguments`, in this process."""

    def run() -> None:
        try:
            status = command.main(arguments, standalone_mode=False)
        except click.Abort as error:  # click's word for Ctrl-C
            raise KeyboardInterrupt from error
        if status:
            raise SoulsgenError(f"`{command.name}` ended with status {status}")

    return Step(name, " ".join(arguments), inputs, [output], run)


def corpus_step(project: Project, source: Path) -> Step:
    made = project.build / "corpus"
    arguments = ["--src-dir", str(from_here(source)), "--out-dir", str(from_here(made))]
    rooms = [project.root / "dataset" / "soulscorpus"]
    return command_step("corpus", corpus, arguments, [source, *rooms], made)


def pack_step(step: str, project: Project, name: str, inputs: Mapping[str, Path] | None = None) -> Step:
    """`soulsgen create handler` of the archive `name`; `inputs` in place of those in archives.toml."""
    spec = read_specs(project)[name]
    given = {key: str(path.absolute()) for key, path in (inputs or {}).items()}
    words = [word for key, path in given.items() for word in ("--input", f"{key}={path}")]
    read = [project.root / path for path in ({**spec.inputs, **given}).values()]
    code = [project.root / MARK, *(project.handlers / package for package in spec.packages)]
    return command_step(step, handler, [name, *words], [*read, *code], project.model_store / f"{name}.mar")


def serve(project: Project, models: list[str], addresses: Addresses, tell: Tell) -> tuple[Server, Running]:
    """A server with `models` as they are now: the running one, or one started anew in its place."""
    here = server.default_server(project)

    def start() -> None:
        server.stop(here)
        running = server.start(here, models, addresses)
        readiness.wait_ready(here, running, READY_TIMEOUT_S, lambda sentence: tell(f"  {sentence}"))

    if not here.running():
        server.stop(here)
    inputs = [*(project.model_store / f"{model}.mar" for model in models), project.config]
    how = f"{addresses.inference} {' '.join(models)}"
    run_step(Step("serve", how, inputs, [here.state], start), project.build, tell)
    running = here.running()
    if running is None:
        raise SoulsgenError(f"TorchServe ended as soon as it was ready; logs in {here.logs}")
    return here, running
