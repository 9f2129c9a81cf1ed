"""A character of the published students' shape to take the time of: chance weights, the default's picture."""

import math
import shutil
from pathlib import Path

import torch

FULL_FACE, FULL_BODY = (128,) * 8, ((360, 360, 180), (180, 180, 90), (90, 90, 90))


def write_full(default: Path, folder: Path) -> None:
    """Its face is noise and its body stays where it is: what it costs to draw is as for any other."""
    from animator.student.reference import BodyMorpher, FaceMorpher
    from animator.student.shape import StudentShape

    shape = StudentShape(FULL_FACE, FULL_BODY)
    torch.manual_seed(0)
    face, body = FaceMorpher(shape), BodyMorpher(shape)
    with torch.no_grad():
        # As students begin: larger weights make a network in which every rounding grows to another picture.
        for layer in (*face.modules(), *body.modules()):
            if isinstance(layer, torch.nn.Conv2d):
                layer.weight.uniform_(-1.0, 1.0).mul_(math.sqrt(6 / layer.in_channels) / 30)
        for weights in (body.last_linear.weight, body.last_linear.bias):
            weights.zero_()
        # Next to nothing is drawn over the picture, but as a character's body it is drawn.
        body.last_linear.bias.copy_(torch.tensor([0.0, 0.0, 1e-3, -1.0, -1.0, -1.0, -1.0]))
    folder.mkdir(parents=True)
    shutil.copyfile(default / "character.png", folder / "character.png")
    torch.save(face.state_dict(), folder / "face_morpher.pt")
    torch.save(body.state_dict(), folder / "body_morpher.pt")
    shutil.copyfile(default / "character_model.yaml", folder / "character_model.yaml")
