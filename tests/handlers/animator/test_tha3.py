"""THA3's networks against their published names, shapes, sizes and costs; and one of them at work."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from animator.tha3.blocks import everywhere
from animator.tha3.face import EyebrowMorphingCombiner
from animator.tha3.networks import FaceNetworks, Tha3
from animator.tha4.networks import Tha4

# NETWORK KEY SHAPE a line, of the published weights; half precision has the same.
KEYS = Path(__file__).parent / "keys"
VARIANTS = {
    "tha3_standard_float": lambda: Tha3(separable=False),
    "tha3_separable_float": lambda: Tha3(separable=True),
    "tha4_teacher": Tha4,
}


@pytest.fixture(params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> Iterator[tuple[str, FaceNetworks]]:
    """Without memory for its weights: they have 0.5 GB."""
    with torch.device("meta"):
        yield request.param, VARIANTS[request.param]()


def test_every_name_and_shape_is_the_published_one(variant: tuple[str, FaceNetworks]) -> None:
    name, networks = variant
    path = KEYS / f"{name}.txt"
    listed = (
        line.split(None, 2) for line in path.read_text("utf-8").splitlines() if line[:1] not in ("#", "")
    )
    wanted = {f"{net}.{key}": tuple(map(int, re.findall(r"\d+", shape))) for net, key, shape in listed}
    assert {key: tuple(value.shape) for key, value in networks.state_dict().items()} == wanted


def test_sizes_are_the_published_ones(variant: tuple[str, FaceNetworks]) -> None:
    name, networks = variant
    counts = {
        "tha3_standard_float": 135_644_262,
        "tha3_separable_float": 14_502_895,
        "tha4_teacher": 164_318_088,
    }
    assert sum(value.numel() for value in networks.parameters()) == counts[name]


# GFLOP of decomposer, combiner, face, and the two that turn; in all 308.0, 38.35 and 645.9.
COSTS = {
    "tha3_standard_float": (20.0, 20.1, 45.2, 104.4 + 118.3),
    "tha3_separable_float": (2.75, 2.73, 6.29, 11.5 + 15.1),
    "tha4_teacher": (20.0, 20.1, 45.2, 237.9 + 322.7),
}
# Of the heads that nothing reads: combine_alpha of the combiner, and direct_creator of THA3's rotator.
UNREAD = {
    "tha3_standard_float": (0.02, 0.3),
    "tha3_separable_float": (0.02, 0.3),
    "tha4_teacher": (0.02, 0.0),
}


def _gflop(function: Callable[..., object], *inputs: torch.Tensor) -> float:
    with FlopCounterMode(display=False) as counter:
        function(*inputs)
    return counter.get_total_flops() / 1e9


def test_costs_are_the_published_ones(variant: tuple[str, FaceNetworks]) -> None:
    name, networks = variant
    picture, poses = torch.empty(1, 4, 512, 512, device="meta"), torch.empty(1, 45, device="meta")
    layers, face = networks.decomposed(picture), torch.empty(1, 4, 192, 192, device="meta")
    combine_alpha, direct_creator = UNREAD[name]
    spent = (
        _gflop(networks.decomposed, picture),
        _gflop(networks.eyebrow_morphing_combiner, *layers, poses[:, :12]) + combine_alpha,
        _gflop(networks.face_morpher, face, poses[:, 12:39]),
        _gflop(networks.turned, picture, poses) + direct_creator,
    )
    assert spent == pytest.approx(COSTS[name], abs=0.07)


def _acts(blocks: nn.Module) -> list[str]:
    return [type(block[-1]).__name__ for block in blocks]  # type: ignore[attr-defined, union-attr]


def test_standard_weights_have_plain_relu_on_the_way_down_of_the_last_two() -> None:
    with torch.device("meta"):
        standard, separable = Tha3(separable=False), Tha3(separable=True)
    for tha3, down in ((standard, "ReLU"), (separable, "LeakyReLU")):
        for part in (tha3.two_algo_face_body_rotator.encoder_decoder, tha3.editor.body):
            assert _acts(part.downsample_blocks) == ["LeakyReLU", down, down, down]


def test_a_pose_is_the_same_at_all_pixels_behind_the_picture() -> None:
    told = everywhere(torch.tensor([[0.5, -1.0]]), torch.zeros(1, 4, 3, 3))
    assert told.shape == (1, 6, 3, 3)
    assert told[0, :, 1, 2].tolist() == [0.0, 0.0, 0.0, 0.0, 0.5, -1.0]


def test_eyebrows_go_on_by_their_own_alpha_and_leave_the_faces() -> None:
    torch.manual_seed(0)
    combiner = EyebrowMorphingCombiner(separable=True).eval()
    for head, value in (
        (combiner.morphed_eyebrow_layer_alpha[0], -100.0),
        (combiner.morphed_eyebrow_layer_grid_change, None),
    ):
        nn.init.zeros_(head.weight)
        if value is not None:
            nn.init.constant_(head.bias, value)
    background = torch.full((1, 4, 128, 128), 0.25)
    eyebrows = torch.full((1, 4, 128, 128), 0.75)
    eyebrows[:, 3, :64] = -1.0
    eyebrows[:, 3, 64:] = 0.0
    with torch.inference_mode():
        out = combiner(background, eyebrows, torch.zeros(1, 12))
    torch.testing.assert_close(out[:, :3, 10, 10], torch.full((1, 3), 0.25))
    torch.testing.assert_close(out[:, :3, 100, 10], torch.full((1, 3), 0.5))
    assert (out[:, 3] == 0.25).all()
