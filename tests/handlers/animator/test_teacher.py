"""What the THA4 teacher tells a trainer, beside the frames that it draws for everybody."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from animator.engine import FACE_COLUMNS, FACE_ROWS
from animator.picture import CharacterError
from animator.portrait import Networks
from animator.tha4.teacher import NAMES, Teacher, read_teacher
from animator.warp import warped
from character_teachers import disc, tiny_networks

Poses = Callable[[int], torch.Tensor]
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def networks() -> Networks:
    return tiny_networks()


@pytest.fixture
def teacher(networks: Networks) -> Teacher:
    return Teacher(networks, disc(), {})


def test_a_frame_is_made_of_its_parts(teacher: Teacher, random_poses: Poses) -> None:
    asked = random_poses(1)
    faced = teacher.portrait.with_faces(asked)
    last = teacher.module.upscaler.body.last[2]
    before = last.bias[6].clone()
    try:
        for painted in (-40.0, 40.0):
            last.bias[6] = painted
            frame = torch.from_numpy(teacher.frames(asked.double().numpy())).permute(0, 3, 1, 2)
            change, colour, shown = frame.split([2, 4, 4], 1)
            wanted = colour if painted > 0 else (warped(faced, change) + 1) / 2
            torch.testing.assert_close(shown, wanted, atol=1e-4, rtol=0)
    finally:
        last.bias[6] = before


def test_frames_and_faces_are_those_that_a_portrait_shows(teacher: Teacher, random_poses: Poses) -> None:
    poses = random_poses(2)
    asked = poses.double().numpy()
    drawn = teacher.portrait.render(poses[:1]).permute(0, 2, 3, 1)
    np.testing.assert_allclose(teacher.frames(asked[:1])[..., 6:].clip(0, 1), drawn.numpy(), atol=1e-4)
    faces = teacher.faces(asked)
    assert faces.shape == (2, 128, 128, 4)
    assert np.abs(faces[0] - faces[1]).max() > 0.01
    with_faces = (teacher.portrait.with_faces(poses[1:])[0] + 1) / 2
    wanted = with_faces[:, FACE_ROWS, FACE_COLUMNS].permute(1, 2, 0)
    np.testing.assert_allclose(faces[1], wanted.numpy(), atol=1e-4)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "me.png"
    Image.fromarray(disc()).save(path)
    return path


def test_a_missing_network_is_named_before_any_is_read(tmp_path: Path, picture: Path) -> None:
    for name in NAMES[:-1]:
        (tmp_path / f"{name}.pt").write_bytes(b"not read")
    with pytest.raises(CharacterError) as caught:
        read_teacher(tmp_path, picture, None, CPU)
    assert str(caught.value) == (
        f"{tmp_path}: no upscaler.pt; the THA4 teacher is eyebrow_decomposer, eyebrow_morphing_combiner, "
        "face_morpher, body_morpher, upscaler, each a .pt"
    )


def test_a_picture_of_another_size_or_without_transparency_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "me.png"
    Image.fromarray(disc()[:256]).save(path)
    with pytest.raises(CharacterError, match=r"me\.png: 512x256 pixels; a character is 512x512$"):
        read_teacher(tmp_path, path, None, CPU)
    Image.fromarray(disc()[..., :3]).save(path)
    with pytest.raises(CharacterError, match=r"me\.png: no transparency; a character stands before nothing$"):
        read_teacher(tmp_path, path, None, CPU)


def test_layers_that_are_none_are_refused(tmp_path: Path, picture: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.pt").write_bytes(b"not read")
    with pytest.raises(CharacterError, match=r": no cels/\*\.png and no effects/\*\.png$"):
        read_teacher(tmp_path, picture, tmp_path, CPU)
