"""THA3's five networks in a row, from a picture to its posed frames."""

from torch import Tensor, nn
from torch.nn import functional

from animator.engine import SIDE
from animator.pose import EYEBROWS, FACE, ROTATION
from animator.tha3.editor import Editor
from animator.tha3.face import (
    EyebrowDecomposer,
    EyebrowMorphingCombiner,
    SeparableFaceMorpher,
    StandardFaceMorpher,
)
from animator.tha3.rotator import TwoAlgoFaceBodyRotator

# Rows and columns of the picture around the eyebrows, 128 square, and around the face, 192 square;
# and the eyebrows' place within the face.
_BROW_ROWS, _BROW_COLUMNS = slice(64, 192), slice(192, 320)
_FACE_ROWS, _FACE_COLUMNS = slice(32, 224), slice(160, 352)
_BROWS_IN_FACE = slice(32, 160)


class FaceNetworks(nn.Module):
    """The three that change the face; the THA4 teacher has the same, with standard blocks."""

    def __init__(self, separable: bool) -> None:
        super().__init__()
        self.eyebrow_decomposer = EyebrowDecomposer(separable)
        self.eyebrow_morphing_combiner = EyebrowMorphingCombiner(separable)
        self.face_morpher = SeparableFaceMorpher() if separable else StandardFaceMorpher()

    def decomposed(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """What of the work depends on the picture [n, 4, 512, 512] alone: background, eyebrows."""
        background, eyebrows = self.eyebrow_decomposer(picture[:, :, _BROW_ROWS, _BROW_COLUMNS])
        return background, eyebrows

    def faced(self, picture: Tensor, background: Tensor, eyebrows: Tensor, poses: Tensor) -> Tensor:
        """`picture` with the face of `poses` [n, 45]."""
        face = picture[:, :, _FACE_ROWS, _FACE_COLUMNS].clone()
        browed = self.eyebrow_morphing_combiner(background, eyebrows, poses[:, EYEBROWS])
        face[:, :, _BROWS_IN_FACE, _BROWS_IN_FACE] = browed
        whole = picture.clone()
        whole[:, :, _FACE_ROWS, _FACE_COLUMNS] = self.face_morpher(face, poses[:, FACE])
        return whole


class Tha3(FaceNetworks):
    def __init__(self, separable: bool) -> None:
        super().__init__(separable)
        self.two_algo_face_body_rotator = TwoAlgoFaceBodyRotator(separable)
        self.editor = Editor(separable)

    def turned(self, picture: Tensor, poses: Tensor) -> Tensor:
        """`picture` [n, 4, 512, 512], its face already drawn, turned with head and body."""
        rotation = poses[:, ROTATION]
        moved, change = self.two_algo_face_body_rotator(halved(picture), rotation)
        out: Tensor = self.editor(picture, doubled(moved), doubled(change), rotation)
        return out


def halved(picture: Tensor) -> Tensor:
    return functional.interpolate(picture, size=(SIDE // 2, SIDE // 2), mode="bilinear", align_corners=False)


def doubled(picture: Tensor) -> Tensor:
    return functional.interpolate(picture, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
