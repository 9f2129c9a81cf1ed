"""Characters to draw: tiny ones made on the spot, and the published one where its files are."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from animator.character import Character, read_character
from animator.pack import pack
from animator.student.reference import OMEGA, BodyMorpher, FaceMorpher, SineLayer
from animator.student.shape import StudentShape
from character_checkpoints import save_student, write_cast, write_layers, write_student
from handlers.animator.archive_worker import Served, started

DATA = Path(os.environ.get("SOULSGEN_TEST_DATA", Path(__file__).parents[4] / "shared" / "data")) / "character"
SHAPE = StudentShape((16, 12), ((24, 20), (20, 14), (14, 10)))


def written(folder: Path, seed: int, shape: StudentShape = SHAPE) -> Path:
    """A character's folder: a disc whose colours run, before nothing, and networks that move it."""
    y, x = np.mgrid[:512, :512]
    inside = np.hypot(x - 256, y - 220) < 150 + 10 * seed
    picture = np.stack([x // 2, y // 2, 255 - x // 2, np.full_like(x, 255)], -1) * inside[..., None]
    torch.manual_seed(seed)
    face, body = FaceMorpher(shape), BodyMorpher(shape)
    with torch.no_grad():
        for layer in (*face.modules(), *body.modules()):
            if isinstance(layer, SineLayer):
                _smooth(layer.linear)
        # An opaque face; a warp of some pixels, and hardly any alpha, so that the warped picture shows.
        face.siren.last_linear.bias.copy_(torch.tensor([0.1, 0.0, -0.1, 1.0]))
        body.last_linear.weight.mul_(torch.tensor([0.1] * 2 + [0.02] * 5)[:, None, None, None])
        body.last_linear.bias.copy_(torch.tensor([0.0, 0.0, 0.0, -1.0, -1.0, -1.0, -1.0]))
    save_student(folder, picture.astype(np.uint8), face, body)
    return folder


def _smooth(layer: torch.nn.Conv2d) -> None:
    """As sines of 30 times a layer are initialised: anything wider is noise that magnifies rounding."""
    bound = (6 / layer.in_channels) ** 0.5 / OMEGA
    torch.nn.init.uniform_(layer.weight, -bound, bound)
    torch.nn.init.uniform_(layer.bias, -bound, bound)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "disc", 0)


@pytest.fixture(scope="session")
def character(tmp_path_factory: pytest.TempPathFactory) -> Character:
    return read_character(written(tmp_path_factory.mktemp("characters") / "disc", 0))


@pytest.fixture(scope="session")
def another(tmp_path_factory: pytest.TempPathFactory) -> Character:
    return read_character(written(tmp_path_factory.mktemp("characters") / "larger", 1))


@pytest.fixture(scope="session")
def published() -> Character:
    if not (DATA / "lambda_00").is_dir():
        pytest.skip(f"no character in {DATA}; set SOULSGEN_TEST_DATA to the folder of test data")
    return read_character(DATA / "lambda_00")


@pytest.fixture(scope="session")
def vectors() -> dict[str, np.ndarray]:
    """Poses, and what the reference implementation made of them; `frames` is decoded."""
    path = DATA / "vectors" / "lambda_00.npz"
    if not path.is_file():
        pytest.skip(f"no {path}; set SOULSGEN_TEST_DATA to the folder of test data")
    with np.load(path) as file:
        found = dict(file)
    found["frames"] = np.cumsum(found.pop("frames_vdiff"), axis=1, dtype=np.uint8)
    return found


@pytest.fixture
def random_poses() -> Callable[[int], torch.Tensor]:
    def poses(count: int) -> torch.Tensor:
        values = torch.rand(count, 45, generator=torch.Generator().manual_seed(7))
        values[:, 37:44] = values[:, 37:44] * 2 - 1
        return values

    return poses


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `soulsgen create handler animator` packs."""
    folder = tmp_path_factory.mktemp("unpacked")
    write_cast(folder / "characters")
    (folder / "weights").mkdir()
    pack(folder / "characters", folder / "weights")
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path) -> Served:
    return started(unpacked)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A student that draws its picture as it is, with cels and effects."""
    folder = tmp_path_factory.mktemp("still")
    write_student(folder / "still", moves=False)
    write_layers(folder / "still")
    return started(folder, characters=str(folder))
