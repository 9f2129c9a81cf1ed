"""What all rooms' tests share: checkpoints, a packed archive, and one real TorchServe a session."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import checkpoints
from archive_checkout import Live, new_checkout, served
from soulsgen import archive
from soulsgen.project import Project

# A busy machine is no failing property.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packed weights folder of the checkpoint whose probabilities are known, CTranslate2 in float32."""
    from souls.pack import pack

    folder = tmp_path_factory.mktemp("known")
    checkpoints.write_known(folder / "weights")
    checkpoints.write_corpus(folder / "corpus")
    (folder / "packed").mkdir()
    pack(folder / "weights", folder / "corpus", folder / "packed", "float32")
    return folder / "packed"


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packed weights folder of a random checkpoint, CTranslate2 in float32."""
    from souls.pack import pack

    folder = tmp_path_factory.mktemp("random")
    checkpoints.write_random(folder / "weights")
    checkpoints.write_corpus(folder / "corpus")
    (folder / "packed").mkdir()
    pack(folder / "weights", folder / "corpus", folder / "packed", "float32")
    return folder / "packed"


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout with the repository's handlers and configuration, and build products of its own."""
    root = tmp_path_factory.mktemp("checkout")
    project = new_checkout(root)
    # A body over the limit is to be refused without sending much.
    config = project.config.read_text("utf-8")
    small, replaced = re.subn(r"(?m)^max_request_size=\d+$", "max_request_size=1048576", config)
    assert replaced == 1
    project.config.write_text(small, "utf-8")
    checkpoints.write_known(root / "build" / "souls")
    checkpoints.write_corpus(root / "build" / "corpus")
    return project


@pytest.fixture(scope="session")
def packed(checkout: Project) -> Path:
    """The known checkpoint as `model_store/souls.mar`."""
    return archive.pack(archive.read_specs(checkout)["souls"], checkout, {}, "1.0")


@pytest.fixture(scope="session")
def live(checkout: Project, packed: Path) -> Iterator[Live]:
    """A TorchServe with the packed archive on free loopback ports, ready."""
    with served(checkout, "souls") as running:
        yield running
