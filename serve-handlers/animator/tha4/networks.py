"""The teacher's five networks in a row, from a picture to its posed frames."""

import torch
from torch import Tensor, nn

from animator.pose import ROTATION
from animator.tha3.networks import FaceNetworks, doubled, halved
from animator.tha4.unet import UNet
from animator.warp import covered, warped


class Painter(nn.Module):
    """What both networks end in: a picture warped, and another painted over it.

    widths: of the U-Net's levels.
    """

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.body = UNet(widths)

    def painted(self, image: Tensor, pose: Tensor, added: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The picture, and the offsets of its warp."""
        posed, change, _ = self.parts(image, pose, added)
        return posed, change

    def parts(
        self, image: Tensor, pose: Tensor, added: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The picture, the offsets of its warp, and what is painted over that."""
        colour, change, alpha = self.body(image, pose, added).split([4, 2, 1], 1)
        return covered(warped(image, change), colour, torch.sigmoid(alpha)), change, colour


class BodyMorpher(Painter):
    def __init__(self, widths: tuple[int, ...] = (64, 128, 256, 256, 256)) -> None:
        super().__init__(widths)


class Upscaler(Painter):
    """Full size, told of what the body morpher made at half size."""

    def __init__(self, widths: tuple[int, ...] = (32, 64, 128, 256, 256, 256)) -> None:
        super().__init__(widths)
        self.coarse_image_conv = nn.Conv2d(4 + 4 + 2, widths[0], 3, padding=1)

    def told(self, picture: Tensor, posed: Tensor, change: Tensor) -> Tensor:
        out: Tensor = self.coarse_image_conv(torch.cat([posed, warped(picture, change), change], 1))
        return out


class Tha4(FaceNetworks):
    def __init__(self) -> None:
        super().__init__(separable=False)
        self.body_morpher = BodyMorpher()
        self.upscaler = Upscaler()

    def turned(self, picture: Tensor, poses: Tensor) -> Tensor:
        """`picture` [n, 4, 512, 512], its face already drawn, turned with head and body."""
        return self.turning(picture, poses)[0]

    def turning(self, picture: Tensor, poses: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The same, with the offsets [n, 2, ..] and the colour [n, 4, ..] that it is made with."""
        rotation = poses[:, ROTATION]
        posed, change = self.body_morpher.painted(halved(picture), rotation)
        told = self.upscaler.told(picture, doubled(posed), doubled(change))
        return self.upscaler.parts(picture, rotation, told)
