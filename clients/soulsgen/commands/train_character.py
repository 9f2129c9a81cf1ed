"""`soulsgen train character`: the rig or a picture in, a student that moves it out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulsgen.errors import SoulsgenError

if TYPE_CHECKING:
    import torch

    from soulstrain.character.teacher import Teacher

DEFAULT = Path("model_store/defaults/animator/wick")
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
    show_default=str(DEFAULT),
    help="Folder for the character; with --teacher it must be named.",
)
@click.option(
    "--teacher",
    "weights",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Learn from THA4's own networks instead of the rig: a folder with their five .pt files. "
    "Only in a checkout.",
)
@click.option(
    "--picture",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The character that --teacher poses: a PNG or WebP of 512x512 pixels with transparency.",
)
@click.option(
    "--frames",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Frames to ask of --teacher. Each takes seconds on a CPU, and 5.2 MB in --work-dir until the end.",
)
@click.option(
    "--layers",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with cels/*.png and effects/*.png for the character of --picture; without, it has none.",
)
@click.option(
    "--work-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/character"),
    show_default=True,
    help="Folder for the checkpoints, and for what --teacher answers.",
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
    out_dir: Path | None,
    weights: Path | None,
    picture: Path | None,
    frames: int,
    layers: Path | None,
    work_dir: Path,
    init_dir: Path | None,
    seed: int,
    fresh: bool,
    only_score: bool,
    as_json: bool,
    **changes: float | None,
) -> None:
    """Teach a small network to draw a character under any pose, and compare it with its teacher.

    The character is the default one and the teacher her rig, or any picture and THA4's own networks. Run
    again after an interruption, it goes on where it was. On a GPU where there is one.

    \b
    Example, an hour on two CPU cores:
        soulsgen train character
    Example, how like the rig it looks:
        soulsgen train character --score
    Example, a picture of your own, best on a GPU:
        soulsgen train character --preset full --teacher ~/tha4 --picture me.png -o characters/me
    """
    import json
    from dataclasses import asdict

    _check(weights, picture, layers, out_dir)
    try:
        import torch

        from soulstrain.character.recipe import recipe
        from soulstrain.character.run import CharacterSettings, examine_folder, train
        from soulstrain.errors import TrainingError

        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        teacher = _teacher(weights, picture, layers, device)
    except ImportError as error:
        raise SoulsgenError(
            f"training needs {error.name or error}: pip install 'soulsgen[character]'"
        ) from error

    out_dir = out_dir or DEFAULT
    try:
        if only_score:
            score = asdict(examine_folder(out_dir, teacher, bar=weights is not None))
            click.echo(json.dumps(score) if as_json else _sentence(score))
            return
        chosen = recipe(preset, **changes)
        settings = CharacterSettings(out_dir, work_dir, preset, chosen, seed, fresh, init_dir, frames)
        metrics = train(settings, device, bar=True, teacher=teacher)
    except TrainingError as error:
        raise SoulsgenError(str(error)) from error
    click.echo(json.dumps(metrics) if as_json else f"{out_dir}: {_sentence(metrics['psnr_db'])}")


def _check(weights: Path | None, picture: Path | None, layers: Path | None, out_dir: Path | None) -> None:
    if (weights is None) != (picture is None):
        raise click.UsageError("--teacher and --picture need each other: who poses, and what.")
    if layers and not weights:
        raise click.UsageError("--layers are for the character of --picture; the rig draws its own.")
    if weights and not out_dir:
        raise click.UsageError("--teacher needs --out-dir: the default folder is the rig's character's.")


def _teacher(
    weights: Path | None, picture: Path | None, layers: Path | None, device: "torch.device"
) -> "Teacher":
    if weights and picture:
        from soulsgen.tha4 import tha4_teacher

        return tha4_teacher(weights, picture, layers, device)
    from soulstrain.character.run import rig

    return rig()


def _sentence(score: dict[str, float]) -> str:
    return (
        f"{score['whole_db']:.1f} dB of the whole picture, {score['face_db']:.1f} dB where the face changes"
    )
