"""`soulsgen train asr`: text in, the default speech recogniser out."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from soulsgen.errors import SoulsgenError

COUNT = click.IntRange(min=1)


@click.command("asr")
@click.option(
    "--preset",
    type=click.Choice(["default", "tiny-test"]),
    default="default",
    show_default=True,
    help="Size and way of training; the options below change parts of it.",
)
@click.option(
    "--corpus",
    "corpus_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/corpus"),
    show_default=True,
    help="Folder with corpus.train.txt and corpus.test.txt: the lore that is read aloud.",
)
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("model_store/defaults/asr"),
    show_default=True,
    help="Folder for the model.",
)
@click.option(
    "--work-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/asr"),
    show_default=True,
    help="Folder for the checkpoint; synthesised speech goes beside it, into WORK_DIR.data (2 GB).",
)
@click.option(
    "--people",
    "people_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with recordings of people to score by too, and the words of NAME.wav in NAME.txt.",
)
@click.option(
    "--init",
    "init_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Begin with the weights of this earlier output; --out-dir may be the same.",
)
@click.option("--steps", type=COUNT, help="Steps, at most.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    help="Minutes of learning, at most; the learning rate falls so as to be low by then.",
)
@click.option(
    "--learning-rate", type=click.FloatRange(min=0, min_open=True), help="Highest; it falls along a cosine."
)
@click.option("--windows", type=COUNT, help="Windows of five seconds to synthesise.")
@click.option("--workers", type=COUNT, help="Processes and threads at work; the machine's cores by default.")
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=42, show_default=True, help="Of all chance."
)
@click.option("--fresh", is_flag=True, help="Start anew, also where an unfinished training could go on.")
@click.option("--score", "only_score", is_flag=True, help="Train nothing: score the model in --out-dir.")
@click.option("--json", "as_json", is_flag=True, help="Print metrics.json, or the score, on stdout.")
def asr(
    preset: str,
    corpus_dir: Path,
    out_dir: Path,
    work_dir: Path,
    people_dir: Path | None,
    init_dir: Path | None,
    workers: int | None,
    seed: int,
    fresh: bool,
    only_score: bool,
    as_json: bool,
    **changes: float | None,
) -> None:
    """Train the default speech recogniser on speech synthesised from the corpus, and score it.

    Run again after an interruption, it goes on where it was.

    \b
    Example, an hour or so on two CPU cores:
        soulsgen train asr --preset default
    Example, the word error rates of what is there:
        soulsgen train asr --score --people my-recordings
    """
    try:
        from soulstrain.errors import TrainingError
        from soulstrain.speech.presets import speech_recipe
        from soulstrain.speech.recordings import read_recordings
        from soulstrain.speech.run import score_folder, train
        from soulstrain.speech.settings import SpeechSettings
    except ModuleNotFoundError as error:
        raise SoulsgenError(f"training needs {error.name}: pip install 'soulsgen[speech]'") from error

    cores = workers or (os.cpu_count() or 1)
    try:
        people = read_recordings(people_dir) if people_dir else ()
        if only_score:
            _show(score_folder(out_dir, corpus_dir, people).values(), as_json)
            return
        settings = SpeechSettings(
            corpus_dir,
            out_dir,
            work_dir,
            preset,
            speech_recipe(preset, **changes),
            init_dir,
            seed,
            cores,
            fresh,
        )
        metrics = train(settings, people, say=lambda words: click.echo(words, err=True), bar=True)
    except TrainingError as error:
        raise SoulsgenError(str(error)) from error
    click.echo(f"{out_dir}: {metrics['steps']} steps in {metrics['seconds'] / 60:.1f} minutes", err=True)
    _show(metrics if as_json else metrics["score"], as_json)


def _show(values: Mapping[str, object], as_json: bool) -> None:
    """As JSON, or the word error rates as lines of name and per cent."""
    import json

    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    for group in ("rates", "people"):
        rates = values[group]
        assert isinstance(rates, Mapping)  # noqa: S101
        for name, rate in rates.items():
            click.echo(f"{100 * rate:6.1f} %  {name}")
    click.echo(f"{100 * float(str(values['invented'])):6.1f} %  text invented where nothing is said")
