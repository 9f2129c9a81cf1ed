"""The U-Net of the teacher's last two networks: picture and pose in; picture, warp and alpha out."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from animator.pose import ROTATION
from animator.tha4.blocks import CONDITION, Down, MiddleAttention, ResBlock, Up, norm

_MIDDLE = 4
OUTPUTS = 7


class TimeZero(nn.Module):
    """The embedding of time 0: cosines of nothing, and sines."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels

    def forward(self, like: Tensor) -> Tensor:
        half = torch.ones(1, self.channels // 2, device=like.device, dtype=like.dtype)
        return torch.cat([half, torch.zeros_like(half)], 1)


class UNet(nn.Module):
    """[n, 4, side, side] to 7 channels. widths: channels of each level, finest first."""

    def __init__(self, widths: Sequence[int]) -> None:
        super().__init__()
        first = widths[0]
        self.time_embed = nn.Sequential(TimeZero(first), *_embedding(first))
        self.cond_embed = nn.Sequential(*_embedding(ROTATION.stop - ROTATION.start))
        self.first_conv = nn.Conv2d(4, first, 3, padding=1)
        levels = len(widths)
        self.down_blocks = nn.ModuleList(
            Down(before, after, level == levels - 1)
            for level, (before, after) in enumerate(zip((first, *widths), widths, strict=False))
        )
        self.middle_blocks = nn.ModuleList(
            MiddleAttention(widths[-1]) if place % 2 else ResBlock(widths[-1], widths[-1])
            for place in range(2 * _MIDDLE - 1)
        )
        # What the way down leaves: the first convolution's, then two a level, of the last one.
        left = [first, *(width for width in widths for _ in range(2))][:-1]
        self.up_blocks = nn.ModuleList()
        before = widths[-1]
        for level in reversed(range(levels)):
            skips = (left.pop(), left.pop())
            self.up_blocks.append(Up(before, widths[level], skips, level == levels - 1, level == 0))
            before = widths[level]
        self.last = nn.Sequential(norm(first), nn.SiLU(), nn.Conv2d(first, OUTPUTS, 3, padding=1))

    def forward(self, image: Tensor, pose: Tensor, added: Tensor | None = None) -> Tensor:
        """added: to the first convolution's outputs."""
        time, condition = self.time_embed(pose), self.cond_embed(pose)
        x = self.first_conv(image)
        left = [x if added is None else x + added]
        for down in self.down_blocks:
            left += down(left[-1], time, condition)
        x = left[-1]
        for middle in self.middle_blocks:
            x = middle(x, time, condition)
        for up in self.up_blocks:
            x = up(x, (left.pop(), left.pop()), time, condition)
        out: Tensor = self.last(x)
        return out


def _embedding(inputs: int) -> tuple[nn.Module, ...]:
    return nn.Linear(inputs, CONDITION), nn.SiLU(), nn.Linear(CONDITION, CONDITION)
