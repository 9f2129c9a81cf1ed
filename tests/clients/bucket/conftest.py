"""The same cases for a store in memory and one on disk."""

from pathlib import Path

import pytest

from clients.bucket.stores import NEW, OLD, STORES, shelf_in, write_tree
from soulsgen.bucket.shelf import Shelf


@pytest.fixture(params=STORES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """An empty shelf for a corpus."""
    return shelf_in(request.param, tmp_path)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "old", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "new", NEW)
