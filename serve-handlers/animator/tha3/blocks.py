"""The blocks that THA3's five networks are made of, under the names that its weights have.

Separable blocks take a convolution apart into one a channel and a 1x1 across channels.
"""

import torch
from torch import Tensor, nn

# Of every network's narrowest part.
MOST_CHANNELS = 512
BOTTLENECK_BLOCKS = 6
LEAK = 0.1


def relu() -> nn.Module:
    return nn.ReLU(inplace=True)


def leaky() -> nn.Module:
    return nn.LeakyReLU(LEAK, inplace=True)


def convolution(inputs: int, outputs: int, kernel: int, separable: bool, stride: int = 1) -> list[nn.Module]:
    """One convolution, or the two of a separable one; padded so that a stride of 1 keeps the size."""
    padding = (kernel - 1) // 2
    if not separable:
        return [nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)]
    each = nn.Conv2d(inputs, inputs, kernel, stride, padding, groups=inputs, bias=False)
    return [each, nn.Conv2d(inputs, outputs, 1, bias=False)]


def block(layers: list[nn.Module], outputs: int, act: nn.Module) -> nn.Sequential:
    return nn.Sequential(*layers, nn.InstanceNorm2d(outputs, affine=True), act)


def conv_block(inputs: int, outputs: int, separable: bool, act: nn.Module, kernel: int = 3) -> nn.Sequential:
    return block(convolution(inputs, outputs, kernel, separable), outputs, act)


def down_block(inputs: int, outputs: int, separable: bool, act: nn.Module) -> nn.Sequential:
    """To half the size."""
    return block(convolution(inputs, outputs, 4, separable, stride=2), outputs, act)


def up_block(inputs: int, outputs: int, separable: bool, act: nn.Module) -> nn.Sequential:
    """To twice the size, by a transposed convolution."""
    if not separable:
        return block([nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)], outputs, act)
    each = nn.ConvTranspose2d(inputs, inputs, 4, 2, 1, groups=inputs, bias=False)
    return block([each, nn.Conv2d(inputs, outputs, 1, bias=False)], outputs, act)


class Residual(nn.Module):
    def __init__(self, channels: int, separable: bool, act: nn.Module) -> None:
        super().__init__()
        first, second = (convolution(channels, channels, 3, separable) for _ in range(2))
        self.resnet_path = nn.Sequential(
            nn.Sequential(*first) if separable else first[0],
            nn.InstanceNorm2d(channels, affine=True),
            act,
            nn.Sequential(*second) if separable else second[0],
            nn.InstanceNorm2d(channels, affine=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        added: Tensor = self.resnet_path(x)
        return x + added


def alpha_head(inputs: int, outputs: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.Sigmoid())


def colour_head(inputs: int, outputs: int = 4) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.Tanh())


def grid_head(inputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, 2, 3, padding=1, bias=False)


def everywhere(pose: Tensor, image: Tensor) -> Tensor:
    """`image` [n, c, side, side] with `pose` [n, p] as p more channels, the same at all pixels."""
    side = image.shape[-1]
    return torch.cat([image, pose[:, :, None, None].expand(-1, -1, side, side)], 1)
