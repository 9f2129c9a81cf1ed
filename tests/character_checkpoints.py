"""Characters of a few thousand seeded parameters, saved as the real ones are."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

SIDE = 512
CELS = ("blush1", "blush2", "tears1")
EFFECTS = ("heart1", "heart2")
# Left, top, right, bottom, and colour; straight alpha.
Box = tuple[int, int, int, int]
BLUSH, TEARS, HEART = (210, 230, 300, 250), (230, 220, 240, 260), (60, 40, 120, 100)


def write_cast(folder: Path) -> None:
    """Two students: `wick`, with cels and effects, and `wisp`."""
    write_student(folder / "wick")
    write_layers(folder / "wick")
    write_student(folder / "wisp", 1)


def write_student(folder: Path, seed: int = 0, moves: bool = True) -> None:
    """A square whose colours run, before nothing, and networks that move it by a few pixels.

    A student that does not move draws its picture as it is, with a square of one colour for a face.
    """
    from animator.student.reference import BodyMorpher, FaceMorpher
    from animator.student.shape import StudentShape

    torch.manual_seed(seed)
    shape = StudentShape((12, 8), ((16, 12), (12, 8), (8, 8)))
    face, body = FaceMorpher(shape), BodyMorpher(shape)
    with torch.no_grad():
        face.siren.last_linear.weight.mul_(1.0 if moves else 0.0)
        face.siren.last_linear.bias.copy_(torch.tensor([0.1, 0.0, -0.1, 1.0]))
        body.last_linear.weight.mul_(0.02 if moves else 0.0)
        body.last_linear.weight[2:].zero_()
        body.last_linear.bias.copy_(torch.tensor([0.0, 0.0, 0.0, -1.0, -1.0, -1.0, -1.0]))
    save_student(folder, picture(), face, body)


def save_student(folder: Path, picture: np.ndarray, face: torch.nn.Module, body: torch.nn.Module) -> None:
    """picture: [512, 512, 4], straight alpha."""
    folder.mkdir(parents=True)
    Image.fromarray(picture).save(folder / "character.png")
    torch.save(face.state_dict(), folder / "face_morpher.pt")
    torch.save(body.state_dict(), folder / "body_morpher.pt")
    (folder / "character_model.yaml").write_text(
        "character_image_file_name: character.png\n"
        "face_morpher_file_name: face_morpher.pt\n"
        "body_morpher_file_name: body_morpher.pt\n",
        "utf-8",
    )


def picture() -> np.ndarray:
    """[512, 512, 4]: columns 96 to 416 and rows from 48 down, colours by place."""
    y, x = np.mgrid[:SIDE, :SIDE]
    inside = (x >= 96) & (x < 416) & (y >= 48)
    return (np.stack([x // 2, y // 2, 255 - x // 2, np.full_like(x, 255)], -1) * inside[..., None]).astype(
        np.uint8
    )


def write_layers(folder: Path) -> None:
    """Boxes of one colour: blush half there, tears and hearts opaque; blush2 as blush1 but deeper."""
    for name, box, colour in (
        ("cels/blush1", BLUSH, (255, 80, 80, 128)),
        ("cels/blush2", BLUSH, (255, 0, 0, 200)),
        ("cels/tears1", TEARS, (120, 180, 255, 255)),
        ("effects/heart1", HEART, (255, 0, 96, 255)),
        ("effects/heart2", HEART, (255, 0, 192, 255)),
    ):
        left, top, right, bottom = box
        layer = np.zeros((SIDE, SIDE, 4), np.uint8)
        layer[top:bottom, left:right] = colour
        path = folder / f"{name}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(layer).save(path)


def write_portrait(folder: Path) -> None:
    """THA3, separable, in half precision: 14 million parameters by chance, and a picture."""
    from animator.tha3.networks import Tha3

    folder.mkdir(parents=True)
    Image.fromarray(picture()).save(folder / "character.png")
    torch.manual_seed(0)
    for name, network in Tha3(separable=True).named_children():
        torch.save(network.half().state_dict(), folder / f"{name}.pt")
