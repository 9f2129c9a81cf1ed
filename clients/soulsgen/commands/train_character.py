"""`soulsgen train character`: the rig in, a student that moves her out."""

from pathlib import Path

import click

from soulsgen.errors import SoulsgenError

POSITIVE = click.FloatRange(min=0, min_open=True)


@click.command("character")
@click.option(
    "--preset",
    type=click.Choice(["default", "full", "tiny-test"]),
    default="default",
    show_default=True,
    help="Size and way of training: default draws fast on a CPU, full has the published students' shape.",
)
@click.option(
    "-o",
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("model_store/defaults/animator/wick"),
    show_default=True,
    help="Folder for the character.",
)
@click.option(
    "--work-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/character"),
    show_default=True,
    help="Folder for the checkpoints.",
)
@click.option("--face-minutes", type=POSITIVE, help="Minutes of learning the face.")
@click.option("--body-minutes", type=POSITIVE, help="Minutes of learning how the body moves.")
@click.option(
    "--learning-rate", type=POSITIVE, help="Highest; it falls along a cosine. Less than usual with --init."
)
@click.option(
    "--init",
    "init_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Learn on from this earlier output; --out-dir may be the same.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=42, show_default=True, help="Of all chance."
)
@click.option("--fresh", is_flag=True, help="Start anew, also where an unfinished training could go on.")
@click.option(
    "--score", "only_score", is_flag=True, help="Train nothing: examine the character in --out-dir."
)
@click.option("--json", "as_json", is_flag=True, help="Print metrics.json, or the score, on stdout.")
def character(
    preset: str,
    out_dir: Path,
    work_dir: Path,
    init_dir: Path | None,
    seed: int,
    fresh: bool,
    only_score: bool,
    as_json: bool,
    **changes: float | None,
) -> None:
    """Teach a small network to draw the default character under any pose, and compare it with her rig.

    Run again after an interruption, it goes on where it was. On a GPU where there is one.

    \b
    Example, an hour on two CPU cores:
        soulsgen train character
    Example, how like the rig it looks:
        soulsgen train character --score
    """
    import json
    from dataclasses import asdict

    try:
        import torch

        from soulstrain.character.recipe import recipe
        from soulstrain.character.run import CharacterSettings, examine_folder, train
        from soulstrain.errors import TrainingError
    except ImportError as error:
        raise SoulsgenError(
            f"training needs {error.name or error}: pip install 'soulsgen[character]'"
        ) from error

    try:
        if only_score:
            score = asdict(examine_folder(out_dir))
            click.echo(json.dumps(score) if as_json else _sentence(score))
            return
        chosen = recipe(preset, **changes)
        settings = CharacterSettings(out_dir, work_dir, preset, chosen, seed, fresh, init_dir)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        metrics = train(settings, device, bar=True)
    except TrainingError as error:
        raise SoulsgenError(str(error)) from error
    click.echo(json.dumps(metrics) if as_json else f"{out_dir}: {_sentence(metrics['psnr_db'])}")


def _sentence(score: dict[str, float]) -> str:
    return (
        f"{score['whole_db']:.1f} dB of the whole picture, {score['face_db']:.1f} dB where the face changes"
    )
