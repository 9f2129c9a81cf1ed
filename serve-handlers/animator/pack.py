"""Makes the animator archive's `weights` folder: a folder of characters.

    python -m animator.pack --characters model_store/defaults/animator --out DIR

`soulsgen create handler animator` runs it, as archives.toml says.
"""

import shutil
from pathlib import Path

import torch

from animator.character import read_character
from animator.model import CELS, EFFECTS, PICTURE, STUDENT, kind_of
from animator.picture import CharacterError, read_picture
from animator.portrait import read_networks
from handlerkit.packing import run

# Descriptions, pictures, weights, and whose they are; programs and notes stay out.
KEPT = (".yaml", ".json", ".png", ".webp", ".pt", ".safetensors", ".txt", ".md")


def pack(characters: Path, out: Path) -> None:
    """Copy each character of the folder into the empty folder `out`.

    Raises CharacterError naming what of one cannot be used, ValueError when there is none.
    """
    folders = [each for each in sorted(characters.iterdir()) if kind_of(each)]
    if not folders:
        raise ValueError(f"{characters}: no characters; each is a folder with a character_model.yaml")
    for folder in folders:
        _whole(folder)
        for source in sorted(folder.rglob("*")):
            if source.is_file() and source.suffix in KEPT:
                _check_within(source, folder)
                target = out / source.relative_to(characters)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def _check_within(source: Path, folder: Path) -> None:
    """An archive is handed on: what a link reaches may not be meant for it."""
    if not source.resolve().is_relative_to(folder.resolve()):
        raise CharacterError(f"{source}: a link that leads out of this folder; put the file itself there")


def _whole(folder: Path) -> None:
    """Everything of it can be read."""
    if kind_of(folder) == STUDENT:
        read_character(folder)
    else:
        read_networks(folder, torch.device("cpu"))
        read_picture(folder / PICTURE)
    for laid in (CELS, EFFECTS):
        for path in sorted((folder / laid).glob("*.png")):
            read_picture(path)


if __name__ == "__main__":
    run(pack, __doc__, "characters")
