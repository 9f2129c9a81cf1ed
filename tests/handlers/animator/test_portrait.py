"""Any picture through THA3: weights from files, frames in batches, work on the picture done once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from animator.colour import pictures_of, shrunk
from animator.graphed import filled
from animator.picture import CharacterError
from animator.portrait import Networks, Portrait, read_networks
from animator.tha3.networks import Tha3

Poses = Callable[[int], torch.Tensor]
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the variant separable_half, its weights by chance."""
    folder = tmp_path_factory.mktemp("separable_half")
    torch.manual_seed(0)
    tha3 = Tha3(separable=True)
    torch.nn.init.normal_(tha3.two_algo_face_body_rotator.grid_change_creator.weight, std=0.001)
    for name, network in tha3.named_children():
        state = {key: value.half() for key, value in network.state_dict().items()}
        torch.save(state, folder / f"{name}.pt")
    return folder


@pytest.fixture(scope="module")
def networks(weights: Path) -> Networks:
    return read_networks(weights, CPU)


def disc() -> np.ndarray:
    y, x = np.mgrid[:512, :512]
    inside = np.hypot(x - 256, y - 220) < 150
    picture = np.stack([x // 2, y // 2, 255 - x // 2, inside * 255], -1)
    return picture.astype(np.uint8)


def test_half_weights_become_single_precision_on_a_cpu(networks: Networks) -> None:
    assert networks.dtype == torch.float32
    assert {value.dtype for value in networks.module.parameters()} == {torch.float32}
    assert not networks.premultiplied


def test_a_batch_gives_the_frames_of_each_pose_alone_and_the_picture_is_decomposed_once(
    networks: Networks, random_poses: Poses
) -> None:
    calls: list[int] = []
    hook = networks.module.eyebrow_decomposer.register_forward_hook(lambda *_: calls.append(1))
    portrait, poses = Portrait(networks, disc(), batch=2), random_poses(2)
    frames = portrait.render(poses)
    assert frames.shape == (2, 4, 512, 512)
    torch.testing.assert_close(portrait.render(poses[1:])[0], frames[1], atol=1e-4, rtol=0)
    hook.remove()
    assert calls == [1]
    assert (frames[0] - frames[1]).abs().max() > 0.01
    # Light: no colour without alpha.
    assert (frames[:, :3] <= frames[:, 3:]).all()
    assert np.array_equal(portrait.pictures(poses[:0]), np.zeros((0, 512, 512, 4), np.uint8))


def test_half_a_frame_is_a_whole_one_made_smaller(networks: Networks, random_poses: Poses) -> None:
    portrait, pose = Portrait(networks, disc()), random_poses(1)
    small = portrait.pictures(pose, side=256)
    assert np.array_equal(small, pictures_of(shrunk(portrait.render(pose), 256)))
    assert small.shape == (1, 256, 256, 4)


def test_the_networks_get_straight_colour_and_none_where_there_is_no_alpha(networks: Networks) -> None:
    picture = disc()
    picture[220, 256] = (255, 0, 0, 128)
    given = Portrait(networks, picture).picture[0]
    assert given[:, 0, 0].tolist() == [-1.0, -1.0, -1.0, -1.0]
    torch.testing.assert_close(given[:, 220, 256], torch.tensor([1.0, -1.0, -1.0, 128 / 255 * 2 - 1]))


def test_a_cel_lies_over_the_face_in_straight_colour(networks: Networks) -> None:
    portrait = Portrait(networks, disc())
    cel = torch.zeros(4, 512, 512)
    cel[:, 0, 0] = torch.tensor([0.5, 0.0, 0.0, 0.5])
    under = portrait._under(portrait.picture[0], cel)
    torch.testing.assert_close(under[:, 0, 0], torch.tensor([1.0, -1.0, -1.0, 0.0]))
    assert torch.equal(under[:, 1:], portrait.picture[0, :, 1:])
    assert pictures_of(portrait._light(under[None]))[0, 0, 0].tolist() == [255, 0, 0, 128]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("eyebrow_decomposer", ": no eyebrow_decomposer.pt; THA3 and the THA4 teacher have five files"),
        ("editor", ": no editor.pt; THA3 and the THA4 teacher have five files"),
    ],
)
def test_a_missing_file_is_named(weights: Path, tmp_path: Path, name: str, said: str) -> None:
    for path in weights.iterdir():
        if path.stem != name:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(CharacterError) as caught:
        read_networks(tmp_path, CPU)
    assert str(caught.value) == f"{tmp_path}{said}"


def test_one_file_of_another_variant_is_named(weights: Path, tmp_path: Path) -> None:
    for path in weights.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "editor.pt").unlink()
    torch.save({"body.downsample_blocks.0.0.weight": torch.zeros(32, 16, 3, 3)}, tmp_path / "editor.pt")
    with pytest.raises(CharacterError) as caught:
        read_networks(tmp_path, CPU)
    assert str(caught.value).startswith(f"{tmp_path}/editor.pt: no body.downsample_blocks.0.1.weight; no ")


def test_a_batch_is_filled_to_a_power_of_two() -> None:
    assert [filled(count) for count in (1, 2, 3, 5)] == [[0], [0, 1], [0, 1, 2, 2], [0, 1, 2, 3, 4, 4, 4, 4]]
