"""THA3's fifth network: the half-size turn carried to full size, mended where a warp tears."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from animator.pose import ROTATION
from animator.tha3.blocks import (
    BOTTLENECK_BLOCKS,
    Residual,
    alpha_head,
    colour_head,
    conv_block,
    down_block,
    everywhere,
    grid_head,
    leaky,
    relu,
)
from animator.warp import covered, warped

CHANNELS = 32
_WIDTHS = (CHANNELS, 64, 128, 256)


class ResizeUNet(nn.Module):
    """To an eighth of the size and back; each step back reads what the same size had on the way down."""

    def __init__(self, inputs: int, separable: bool) -> None:
        super().__init__()
        pairs = list(pairwise(_WIDTHS))
        down = leaky if separable else relu
        self.downsample_blocks = nn.ModuleList(
            [conv_block(inputs, CHANNELS, separable, leaky())]
            + [down_block(before, after, separable, down()) for before, after in pairs]
        )
        self.bottleneck_blocks = nn.ModuleList(
            Residual(_WIDTHS[-1], separable, leaky()) for _ in range(BOTTLENECK_BLOCKS)
        )
        self.upsample_blocks = nn.ModuleList(
            conv_block(after + before, before, separable, leaky()) for before, after in reversed(pairs)
        )

    def forward(self, x: Tensor) -> Tensor:
        skips = []
        for each in self.downsample_blocks:
            x = each(x)
            skips.append(x)
        for each in self.bottleneck_blocks:
            x = each(x)
        for each, skip in zip(self.upsample_blocks, skips[-2::-1], strict=True):
            x = each(torch.cat([functional.interpolate(x, scale_factor=2), skip], 1))
        return x


class Editor(nn.Module):
    """[n, 4, 512, 512]; its alpha has four channels, one for each of the picture's."""

    def __init__(self, separable: bool) -> None:
        super().__init__()
        self.body = ResizeUNet(4 + 4 + 2 + ROTATION.stop - ROTATION.start, separable)
        self.color_change_creator = colour_head(CHANNELS)
        self.alpha_creator = alpha_head(CHANNELS, 4)
        self.grid_change_creator = grid_head(CHANNELS)

    def forward(self, image: Tensor, turned: Tensor, change: Tensor, pose: Tensor) -> Tensor:
        x = self.body(everywhere(pose, torch.cat([image, turned, change], 1)))
        moved = warped(image, change + self.grid_change_creator(x))
        return covered(moved, self.color_change_creator(x), self.alpha_creator(x))
