"""`soulsgen train`: corpus in, model out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.errors import SoulsgenError
from soulsgen.lazy import LazyGroup, subcommand_follows

if TYPE_CHECKING:
    from soulstrain.metrics import Metrics

POSITIVE = click.FloatRange(min=0, min_open=True)
COUNT = click.IntRange(min=1)


@click.group(
    cls=LazyGroup,
    lazy={
        "asr": "soulsgen.commands.train_asr:asr",
        "character": "soulsgen.commands.train_character:character",
    },
    invoke_without_command=True,
    subcommand_metavar="[asr|character [ARGS]...]",
)
@click.option(
    "--corpus",
    "corpus_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/corpus"),
    show_default=True,
    help="Folder with corpus.train.txt, corpus.test.txt and tokenizer.json.",
)
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/souls"),
    show_default=True,
    help="Folder for the model; checkpoints go beside it, into OUT.checkpoints.",
)
@click.option(
    "--preset",
    type=click.Choice(["demo", "small", "seed"]),
    default="demo",
    show_default=True,
    help="Size and way of training; the options below change parts of it.",
)
@click.option(
    "--init",
    "init_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Train this Hugging Face GPT-2 folder further, with its own tokenizer and shape.",
)
@click.option("--epochs", type=POSITIVE, help="Times the corpus is read, at most.")
@click.option("--batch-size", type=COUNT, help="Sentences a step and process.")
@click.option("--learning-rate", type=POSITIVE, help="Highest learning rate; it falls linearly to 0.")
@click.option("--max-minutes", type=POSITIVE, help="Stop after so long, with the best weights until then.")
@click.option("--max-steps", type=COUNT, help="Steps, at most.")
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=42, show_default=True, help="Of all chance."
)
@click.option("--fresh", is_flag=True, help="Start anew, also where an unfinished training could go on.")
@click.option("--json", "as_json", is_flag=True, help="Print metrics.json on stdout at the end.")
def train(
    corpus_dir: Path,
    out_dir: Path,
    preset: str,
    init_dir: Path | None,
    seed: int,
    fresh: bool,
    as_json: bool,
    **changes: float | None,
) -> None:
    """Train the lore writer on a corpus; run again after an interruption, it goes on where it was.

    \b
    Example, in minutes on a laptop:
        soulsgen train --preset demo
    Example, on four GPUs:
        torchrun --no-python --nproc-per-node 4 soulsgen train --preset seed
    """
    if subcommand_follows():
        return
    try:
        from soulstrain.errors import TrainingError
        from soulstrain.presets import recipe_for
        from soulstrain.ranks import is_first, leave
        from soulstrain.run import train as run
        from soulstrain.settings import TrainingSettings
    except ModuleNotFoundError as error:
        raise SoulsgenError(f"training needs {error.name}: pip install 'soulsgen[train]'") from error

    try:
        recipe = recipe_for(preset, fine_tuning=init_dir is not None, **changes)
        settings = TrainingSettings(corpus_dir, out_dir, preset, recipe, init_dir, seed, fresh)
        metrics = run(settings, say=lambda words: click.echo(words, err=True), bar=True)
    except TrainingError as error:
        raise SoulsgenError(str(error)) from error
    if is_first():
        _report(out_dir, metrics, as_json)
    leave()


def _report(out_dir: Path, metrics: "Metrics", as_json: bool) -> None:
    click.echo(
        f"{out_dir}: test loss {metrics.eval_loss:.3f}, perplexity {metrics.perplexity:.1f}, "
        f"{metrics.steps} steps in {metrics.seconds / 60:.1f} minutes (best at step {metrics.best_step})",
        err=True,
    )
    if as_json:
        click.echo(metrics.to_json(), nl=False)
