"""THA3's first three networks: eyebrows off the face, eyebrows back in another shape, eyes and mouth.

Pictures are in the networks' encoding, [n, 4, side, side].
"""

from itertools import pairwise

import torch
from torch import Tensor, nn

from animator.pose import EYEBROWS, FACE
from animator.tha3.blocks import (
    BOTTLENECK_BLOCKS,
    MOST_CHANNELS,
    Residual,
    alpha_head,
    colour_head,
    conv_block,
    down_block,
    everywhere,
    grid_head,
    relu,
    up_block,
)
from animator.warp import covered, warped

CHANNELS = 64
_WIDTHS = (CHANNELS, 128, 256, MOST_CHANNELS)


class EncoderDecoder(nn.Module):
    """To an eighth of the size, where the pose comes in, and back: 64 channels of features."""

    def __init__(self, inputs: int, pose: int, separable: bool) -> None:
        super().__init__()
        pairs = list(pairwise(_WIDTHS))
        self.downsample_blocks = nn.ModuleList(
            [conv_block(inputs, CHANNELS, separable, relu())]
            + [down_block(before, after, separable, relu()) for before, after in pairs]
        )
        self.bottleneck_blocks = nn.ModuleList(
            [conv_block(MOST_CHANNELS + pose, MOST_CHANNELS, separable, relu())]
            + [Residual(MOST_CHANNELS, separable, relu()) for _ in range(1, BOTTLENECK_BLOCKS)]
        )
        self.upsample_blocks = nn.ModuleList(
            up_block(after, before, separable, relu()) for before, after in reversed(pairs)
        )

    def features(self, image: Tensor, pose: Tensor | None = None) -> Tensor:
        x = image
        for each in self.downsample_blocks:
            x = each(x)
        if pose is not None:
            x = everywhere(pose, x)
        for each in (*self.bottleneck_blocks, *self.upsample_blocks):
            x = each(x)
        return x


class EyebrowDecomposer(nn.Module):
    """[n, 4, 128, 128] around the eyebrows: the face without them, and they alone."""

    def __init__(self, separable: bool) -> None:
        super().__init__()
        self.body = EncoderDecoder(4, 0, separable)
        self.background_layer_alpha = alpha_head(CHANNELS)
        self.background_layer_color_change = colour_head(CHANNELS)
        self.eyebrow_layer_alpha = alpha_head(CHANNELS)
        self.eyebrow_layer_color_change = colour_head(CHANNELS)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        x = self.body.features(image)
        background = covered(image, self.background_layer_color_change(x), self.background_layer_alpha(x))
        eyebrows = covered(self.eyebrow_layer_color_change(x), image, self.eyebrow_layer_alpha(x))
        return background, eyebrows


class EyebrowMorphingCombiner(nn.Module):
    """The two layers in one again, the eyebrows moved.

    `combine_alpha` is in the weights and unused: the eyebrows' own alpha puts them on the face.
    """

    def __init__(self, separable: bool) -> None:
        super().__init__()
        self.body = EncoderDecoder(8, EYEBROWS.stop - EYEBROWS.start, separable)
        self.morphed_eyebrow_layer_grid_change = grid_head(CHANNELS)
        self.morphed_eyebrow_layer_alpha = alpha_head(CHANNELS)
        self.morphed_eyebrow_layer_color_change = colour_head(CHANNELS)
        self.combine_alpha = alpha_head(CHANNELS)

    def forward(self, background: Tensor, eyebrows: Tensor, pose: Tensor) -> Tensor:
        x = self.body.features(torch.cat([background, eyebrows], 1), pose)
        moved = warped(eyebrows, self.morphed_eyebrow_layer_grid_change(x))
        colour, alpha = self.morphed_eyebrow_layer_color_change(x), self.morphed_eyebrow_layer_alpha(x)
        layer = covered(moved, colour, alpha)
        rgb = covered(background[:, :3], layer[:, :3], (layer[:, 3:] + 1) / 2)
        return torch.cat([rgb, background[:, 3:]], 1)


class _Face(nn.Module):
    """Irises and mouth by warp and colour, then eyelids by colour. [n, 4, 192, 192]."""

    def add_heads(self) -> None:
        self.iris_mouth_grid_change = grid_head(CHANNELS)
        self.iris_mouth_color_change = colour_head(CHANNELS)
        self.iris_mouth_alpha = alpha_head(CHANNELS)
        self.eye_color_change = colour_head(CHANNELS)
        self.eye_alpha = alpha_head(CHANNELS)

    def drawn(self, image: Tensor, x: Tensor) -> Tensor:
        moved = warped(image, self.iris_mouth_grid_change(x))
        mouthed = covered(moved, self.iris_mouth_color_change(x), self.iris_mouth_alpha(x))
        return covered(mouthed, self.eye_color_change(x), self.eye_alpha(x))


class StandardFaceMorpher(EncoderDecoder, _Face):
    """Its weights have no `body.` before the blocks' names, as all others have."""

    def __init__(self) -> None:
        super().__init__(4, FACE.stop - FACE.start, separable=False)
        self.add_heads()

    def forward(self, image: Tensor, pose: Tensor) -> Tensor:
        return self.drawn(image, self.features(image, pose))


class SeparableFaceMorpher(_Face):
    def __init__(self) -> None:
        super().__init__()
        self.body = EncoderDecoder(4, FACE.stop - FACE.start, separable=True)
        self.add_heads()

    def forward(self, image: Tensor, pose: Tensor) -> Tensor:
        return self.drawn(image, self.body.features(image, pose))
