"""The blocks of the teacher's U-Nets, under the names that its weights have.

A diffusion model's, of which the time is always 0; what changes is the pose. Both come in as scale and shift.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

_GROUPS = 32
_HEADS = 8
# Numbers that time and pose are embedded in.
CONDITION = 256


def norm(channels: int) -> nn.GroupNorm:
    return nn.GroupNorm(min(_GROUPS, channels), channels)


def _shifted(x: Tensor, scale_and_shift: Tensor) -> Tensor:
    scale, shift = scale_and_shift[:, :, None, None].chunk(2, 1)
    shifted: Tensor = x * (1 + scale) + shift
    return shifted


class ResBlock(nn.Module):
    """resample: 2 doubles the size, by the nearest pixel; 0.5 halves it, by the mean; 1 keeps it."""

    def __init__(self, inputs: int, outputs: int, resample: float = 1) -> None:
        super().__init__()
        self.resample = resample
        self.norm0, self.norm1 = norm(inputs), norm(outputs)
        self.conv0 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv1 = nn.Conv2d(outputs, outputs, 3, padding=1)
        # Of the time, and of the pose.
        self.cond0_layers = nn.Sequential(nn.SiLU(), nn.Linear(CONDITION, 2 * outputs))
        self.cond1_layers = nn.Sequential(nn.SiLU(), nn.Linear(CONDITION, 2 * outputs))
        self.skip = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor, time: Tensor, pose: Tensor) -> Tensor:
        h = self.norm1(self.conv0(self._resampled(functional.silu(self.norm0(x)))))
        h = _shifted(_shifted(h, self.cond0_layers(time)), self.cond1_layers(pose))
        skipped: Tensor = self.skip(self._resampled(x))
        out: Tensor = skipped + self.conv1(functional.silu(h))
        return out

    def _resampled(self, x: Tensor) -> Tensor:
        if self.resample == 1:
            return x
        return functional.avg_pool2d(x, 2) if self.resample < 1 else functional.interpolate(x, scale_factor=2)


class Attention(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = norm(channels)
        self.qkv = nn.Conv2d(channels, 3 * channels, 1)
        self.conv = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        # [n, 3, heads, pixels, channels of a head]
        qkv = self.qkv(self.norm(x)).reshape(len(x), 3, _HEADS, x.shape[1] // _HEADS, -1).transpose(3, 4)
        seen = functional.scaled_dot_product_attention(*qkv.unbind(1))
        out: Tensor = self.conv(seen.transpose(2, 3).reshape(x.shape))
        return x + out


class MiddleAttention(nn.Module):
    """Its weights' names have one part more."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.module = Attention(channels)

    def forward(self, x: Tensor, _time: Tensor, _pose: Tensor) -> Tensor:
        out: Tensor = self.module(x)
        return out


class Down(nn.Module):
    def __init__(self, inputs: int, outputs: int, last: bool) -> None:
        super().__init__()
        self.res_blocks = nn.ModuleList([ResBlock(inputs, outputs)])
        self.attention_blocks = nn.ModuleList([Attention(outputs)] if last else [])
        self.downsample = None if last else ResBlock(outputs, outputs, 0.5)

    def forward(self, x: Tensor, time: Tensor, pose: Tensor) -> list[Tensor]:
        x = self.res_blocks[0](x, time, pose)
        for attention in self.attention_blocks:
            x = attention(x)
        return [x] if self.downsample is None else [x, self.downsample(x, time, pose)]


class Up(nn.Module):
    def __init__(self, inputs: int, outputs: int, skips: Sequence[int], attends: bool, last: bool) -> None:
        super().__init__()
        before = (inputs, outputs)
        self.resnet_blocks = nn.ModuleList(
            ResBlock(own + skip, outputs) for own, skip in zip(before, skips, strict=True)
        )
        self.attention_blocks = nn.ModuleList(Attention(outputs) for _ in before if attends)
        self.upsample = None if last else ResBlock(outputs, outputs, 2)

    def forward(self, x: Tensor, skips: Sequence[Tensor], time: Tensor, pose: Tensor) -> Tensor:
        for place, (block, skip) in enumerate(zip(self.resnet_blocks, skips, strict=True)):
            x = block(torch.cat([x, skip], 1), time, pose)
            if self.attention_blocks:
                x = self.attention_blocks[place](x)
        return x if self.upsample is None else self.upsample(x, time, pose)
