"""`soulsgen models pull`: a model from the Hugging Face Hub, pinned to a commit and checked."""

import os
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project, from_here
from soulsgen.secret import secret

if TYPE_CHECKING:
    from soulsgen.models.catalogue import Wanted
    from soulsgen.models.hub import Hub
    from soulsgen.models.plan import Plan
    from soulsgen.models.record import Record
    from soulsgen.models.store import Store


@click.command()
@click.argument("name")
@click.option("--revision", help="Branch, tag or commit. [the newest; for a model that was pulled, its own]")
@click.option(
    "--max-size",
    "max_gb",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    help="Refuse a larger model, in GB.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be pulled, and pull nothing.")
@click.option(
    "--endpoint",
    envvar="HF_ENDPOINT",
    default="https://huggingface.co",
    show_default=True,
    show_envvar=True,
    help="The Hub, or a mirror of it.",
)
def pull(name: str, revision: str | None, max_gb: float, dry_run: bool, endpoint: str) -> None:
    """Pull the model NAME, a short name or a repository of the Hugging Face Hub, into model_store/pulled.

    Safetensors, configurations and tokenizers only; checksums are verified. A stopped pull goes on where it
    was, a model that is there is verified. For a gated model, set HF_TOKEN in the environment.

    \b
    Example:
        soulsgen models pull whisper-small
        soulsgen models pull openai/whisper-large-v3 --dry-run
    """
    from soulsgen.models.catalogue import wanted
    from soulsgen.models.hub import Hub
    from soulsgen.models.plan import NEWEST, check_room, plan_pull
    from soulsgen.models.record import read_record
    from soulsgen.models.store import store_of

    store, model = store_of(find_project()), wanted(name)
    record = read_record(store.folder(model.name))
    if record and revision in (None, record.commit) and _verified(store, model, record):
        click.echo(from_here(store.folder(model.name)))
        return
    hub = Hub(endpoint.rstrip("/"), secret("HF_TOKEN", os.environ.get("HF_TOKEN")))
    plan = plan_pull(hub, store, model, revision or (record.commit if record else NEWEST))
    _tell(plan)
    check_room(plan, store, max_gb * 1e9)
    if dry_run:
        click.echo("Dry run: nothing was pulled.", err=True)
        return
    _pull(hub, store, plan)
    click.echo(from_here(store.folder(model.name)))


def _verified(store: "Store", model: "Wanted", record: "Record") -> bool:
    from soulsgen.models.record import damaged
    from soulsgen.models.size import size_in_words

    if record.repository != model.repository:
        raise SoulsgenError(
            f"{store.folder(model.name)} holds {record.repository}, not {model.repository}; move it away"
        )
    if names := damaged(store.folder(model.name), record):
        click.echo(f"{model.name}: {', '.join(names)} damaged or lost, pulled anew", err=True)
        return False
    click.echo(
        f"{model.name} is here: {len(record.files)} files, {size_in_words(record.size)}, checksums verified, "
        f"{record.repository} at {record.commit[:12]}; --revision main asks for the newest",
        err=True,
    )
    return True


def _tell(plan: "Plan") -> None:
    from soulsgen.models.size import size_in_words

    licence = plan.listing.licence or "licence not told"
    click.echo(f"{plan.model.repository} at {plan.listing.commit}, {licence}", err=True)
    missing = {file.key for file in plan.missing}
    for file in plan.files:
        click.echo(
            f"  {file.path}  {size_in_words(file.size)}{'' if file.key in missing else '  here'}", err=True
        )
    left_out = len(plan.listing.files) - len(plan.files)
    click.echo(
        f"{size_in_words(plan.size)} in {len(plan.files)} files, {size_in_words(plan.left)} to come; "
        f"{left_out} files of the repository are not needed",
        err=True,
    )


def _pull(hub: "Hub", store: "Store", plan: "Plan") -> None:
    from soulsgen.models.pull import pull as pull_plan

    with tqdm(total=plan.left, unit="B", unit_scale=True, leave=False, disable=None) as bar:

        def progress(step: int) -> None:
            bar.update(step)

        record = pull_plan(hub, store, plan, progress)
    click.echo(f"{plan.model.name}: {len(record.files)} files, checksums verified", err=True)
    click.echo(f"To put it into an archive: soulsgen models use {plan.model.name}", err=True)
