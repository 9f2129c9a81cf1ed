"""THA3's fourth network: the picture at half size turned with head and body, as a warp."""

from itertools import pairwise

from torch import Tensor, nn

from animator.pose import ROTATION
from animator.tha3.blocks import (
    BOTTLENECK_BLOCKS,
    MOST_CHANNELS,
    Residual,
    colour_head,
    conv_block,
    down_block,
    everywhere,
    grid_head,
    leaky,
    relu,
)
from animator.warp import warped

CHANNELS = 64
_WIDTHS = (CHANNELS, 128, 256, MOST_CHANNELS)


class ResizeEncoderDecoder(nn.Module):
    """To an eighth of the size and back by the nearest pixel and a convolution.

    The standard weights were trained with ReLU on the way down, where everything else is leaky.
    """

    def __init__(self, separable: bool) -> None:
        super().__init__()
        pairs = list(pairwise(_WIDTHS))
        down = leaky if separable else relu
        inputs = 4 + ROTATION.stop - ROTATION.start
        self.downsample_blocks = nn.ModuleList(
            [conv_block(inputs, CHANNELS, separable, leaky(), kernel=7)]
            + [down_block(before, after, separable, down()) for before, after in pairs]
        )
        self.bottleneck_blocks = nn.ModuleList(
            Residual(MOST_CHANNELS, separable, leaky()) for _ in range(BOTTLENECK_BLOCKS)
        )
        self.upsample_blocks = nn.ModuleList(
            nn.Sequential(nn.Upsample(scale_factor=2), conv_block(after, before, separable, leaky()))
            for before, after in reversed(pairs)
        )

    def forward(self, x: Tensor) -> Tensor:
        for each in (*self.downsample_blocks, *self.bottleneck_blocks, *self.upsample_blocks):
            x = each(x)
        return x


class TwoAlgoFaceBodyRotator(nn.Module):
    """[n, 4, 256, 256]: the picture warped, and the offsets it was warped by.

    `direct_creator` is in the weights and unused: it would paint the picture anew.
    """

    def __init__(self, separable: bool) -> None:
        super().__init__()
        self.encoder_decoder = ResizeEncoderDecoder(separable)
        self.direct_creator = colour_head(CHANNELS)
        self.grid_change_creator = grid_head(CHANNELS)

    def forward(self, image: Tensor, pose: Tensor) -> tuple[Tensor, Tensor]:
        change = self.grid_change_creator(self.encoder_decoder(everywhere(pose, image)))
        return warped(image, change), change
