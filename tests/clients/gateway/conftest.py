"""A gateway before a server that answers as TorchServe does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.gateway.behind import Behind
from clients.gateway.opened import TOKEN, opened, write_key
from clients.loopback import serving
from soulsgen.gateway import Door


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return write_key(tmp_path / "key_file.json", "first")


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def port(behind: Behind, key_file: Path) -> Iterator[int]:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, max_bytes=1000, at_once=2)) as number,
    ):
        yield number
