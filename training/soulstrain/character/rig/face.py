"""The face's square under a pose: what moves, between the two pictures of what does not."""

from functools import cache

import skia

from soulstrain.character.rig import brow, costume, eye, hair, head, mouth, quill
from soulstrain.character.rig.layer import Box, Layer, draw, keep
from soulstrain.character.rig.measures import FACE_BOX
from soulstrain.character.rig.pose import BROWS, EYES, INDEX, MOUTHS, SIDES, Pose, clipped, of


def draw_face(pose: Pose) -> Layer:
    """[128, 128, 4]: the picture's rows 80-207, columns 192-319, under the pose's first 39 values."""
    return draw(lambda canvas: paint(canvas, clipped(pose), FACE_BOX), FACE_BOX)


def paint(canvas: skia.Canvas, pose: Pose, box: Box) -> None:
    """The figure inside `box`, its face under `pose`."""
    left, top = box[:2]
    canvas.drawImage(_below(box), left, top)
    mouth.draw(canvas, mouth_of(pose))
    for side in SIDES:
        eye.draw(canvas, eye_of(pose, side))
    canvas.drawImage(_above(box), left, top)
    for side in SIDES:
        brow.draw(canvas, brow.brow(side, of(pose, "eyebrow", BROWS, side)))


def eye_of(pose: Pose, side: str) -> eye.Eye:
    small = float(pose[INDEX[f"iris_small_{side}"]])
    gaze = float(pose[INDEX["iris_rotation_x"]]), float(pose[INDEX["iris_rotation_y"]])
    return eye.eye(side, of(pose, "eye", EYES, side), small, gaze)


def mouth_of(pose: Pose) -> mouth.Mouth:
    corners = {
        way: (float(pose[INDEX[f"mouth_{way}_corner_left"]]), float(pose[INDEX[f"mouth_{way}_corner_right"]]))
        for way in ("lowered", "raised")
    }
    smirk = float(pose[INDEX["mouth_smirk"]])
    return mouth.mouth(of(pose, "mouth", MOUTHS), corners["lowered"], corners["raised"], smirk)


@cache
def _below(box: Box) -> skia.Image:
    return keep(_paint_below, box)


@cache
def _above(box: Box) -> skia.Image:
    return keep(_paint_above, box)


def _paint_below(canvas: skia.Canvas) -> None:
    costume.draw_hood(canvas)
    hair.draw_back(canvas)
    head.draw_neck(canvas)
    costume.draw(canvas)
    quill.draw(canvas)
    hair.draw_locks(canvas)
    head.draw_face(canvas)
    head.draw_nose(canvas)


def _paint_above(canvas: skia.Canvas) -> None:
    hair.draw_cap(canvas)
    hair.draw_wick(canvas)
