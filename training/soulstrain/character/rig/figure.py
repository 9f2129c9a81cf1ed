"""The whole figure: at rest, and under a pose as the students make it: face drawn in place, then warped."""

from functools import cache

from soulstrain.character.rig.face import draw_face, paint
from soulstrain.character.rig.layer import WHOLE, Layer, draw
from soulstrain.character.rig.light import Light, sample, to_layer, to_light
from soulstrain.character.rig.measures import FACE_BOX
from soulstrain.character.rig.pose import MOTION, Pose, clipped
from soulstrain.character.rig.pose import pose as at_rest
from soulstrain.character.rig.warp import warp


def draw_rest() -> Layer:
    """[512, 512, 4]: the character's picture, which is also the picture a student warps."""
    return _rest().copy()


def render(pose: Pose) -> Layer:
    """[512, 512, 4] under all 45 values; values outside their range count as its end."""
    pose = clipped(pose)
    left, top, right, bottom = FACE_BOX
    if not pose[MOTION].any():
        picture = draw_rest()
        picture[top:bottom, left:right] = draw_face(pose)
        return picture
    light = _rest_light().copy()
    light[top:bottom, left:right] = to_light(draw_face(pose))
    return to_layer(sample(light, warp(pose[MOTION])))


@cache
def _rest() -> Layer:
    picture = draw(lambda canvas: paint(canvas, at_rest(), WHOLE))
    # Skia rounds cover a little differently where a canvas ends; a neutral face must leave no seam.
    left, top, right, bottom = FACE_BOX
    picture[top:bottom, left:right] = draw_face(at_rest())
    return picture


@cache
def _rest_light() -> Light:
    return to_light(_rest())
