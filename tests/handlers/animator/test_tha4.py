"""The teacher's blocks, each worked out another way."""

import math

import torch
from torch.nn import functional

from animator.tha4.blocks import Attention, ResBlock
from animator.tha4.networks import Painter
from animator.tha4.unet import UNet


def test_attention_is_a_softmax_over_pixels_for_each_head() -> None:
    torch.manual_seed(0)
    attention = Attention(32)
    x = torch.randn(2, 32, 3, 3)
    query, key, value = attention.qkv(attention.norm(x)).flatten(2).chunk(3, 1)
    seen = []
    for head in range(8):
        part = slice(head * 4, head * 4 + 4)
        weights = (query[:, part].mT @ key[:, part] / math.sqrt(4)).softmax(-1)
        seen.append((weights @ value[:, part].mT).mT)
    wanted = x + attention.conv(torch.cat(seen, 1).view(2, 32, 3, 3))
    torch.testing.assert_close(attention(x), wanted)


def test_time_and_pose_scale_and_shift_one_after_the_other() -> None:
    torch.manual_seed(0)
    block = ResBlock(32, 64, 0.5)
    x, time, pose = torch.randn(1, 32, 8, 8), torch.randn(1, 256), torch.randn(1, 256)
    h = block.norm1(block.conv0(functional.avg_pool2d(functional.silu(block.norm0(x)), 2)))
    for layers, told in ((block.cond0_layers, time), (block.cond1_layers, pose)):
        scale, shift = layers(told)[0, :64, None, None], layers(told)[0, 64:, None, None]
        h = h * (1 + scale) + shift
    wanted = block.skip(functional.avg_pool2d(x, 2)) + block.conv1(functional.silu(h))
    torch.testing.assert_close(block(x, time, pose), wanted)


def test_resampling_doubles_and_halves() -> None:
    x, told = torch.randn(1, 32, 8, 8), torch.randn(1, 256)
    assert ResBlock(32, 32, 2)(x, told, told).shape == (1, 32, 16, 16)
    assert ResBlock(32, 32, 0.5)(x, told, told).shape == (1, 32, 4, 4)


def test_a_unet_of_any_widths_keeps_the_size_and_heeds_the_pose() -> None:
    torch.manual_seed(0)
    unet = UNet((32, 64, 64)).eval()
    image, poses = torch.randn(1, 4, 16, 16).expand(2, -1, -1, -1), torch.tensor([[0.0] * 6, [1.0] * 6])
    with torch.inference_mode():
        out = unet(image, poses)
        assert out.shape == (2, 7, 16, 16)
        assert (out[0] - out[1]).abs().max() > 1e-3
        torch.testing.assert_close(unet(image[:1], poses[:1]), out[:1], atol=1e-5, rtol=0)
        # What is told is added to the first convolution, so as much of it as a bias is the same.
        added = unet(image[:1], poses[:1], torch.ones(1, 32, 16, 16))
        unet.first_conv.bias += 1
        torch.testing.assert_close(unet(image[:1], poses[:1]), added, atol=1e-4, rtol=0)


def test_seven_outputs_are_a_picture_a_warp_and_an_alpha() -> None:
    torch.manual_seed(0)
    painter = Painter((32, 32)).eval()
    image = torch.randn(1, 4, 16, 16)
    last = painter.body.last[2]
    torch.nn.init.zeros_(last.weight)
    with torch.inference_mode():
        # One pixel to the right of each, in the picture's own measure; and three quarters of grey.
        last.bias.copy_(torch.tensor([0.5, 0.5, 0.5, 0.5, 2 / 16, 0.0, math.log(3)]))
        posed, change = painter.painted(image, torch.zeros(1, 6))
    torch.testing.assert_close(posed[..., :-1], 0.75 * 0.5 + 0.25 * image[..., 1:], atol=1e-5, rtol=0)
    torch.testing.assert_close(posed[..., -1], 0.75 * 0.5 + 0.25 * image[..., -1], atol=1e-5, rtol=0)
    torch.testing.assert_close(change[0, :, 3, 5], torch.tensor([0.125, 0.0]))
