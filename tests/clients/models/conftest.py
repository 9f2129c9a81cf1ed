"""A Hub on loopback, and a checkout to pull into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.loopback import serving
from clients.models.hub_server import HubServer, LargeFiles
from soulsgen.project import MARK

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """HF_ENDPOINT leads to it; no token is set."""
    large = LargeFiles()
    with serving(large.flask) as large_at:
        server = HubServer(large_at, large)
        with serving(server.flask) as url:
            monkeypatch.setenv("HF_ENDPOINT", url)
            monkeypatch.delenv("HF_TOKEN", raising=False)
            yield server
            large.released.set()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a checkout with nothing in it but what tells one."""
    root = tmp_path / "checkout"
    (root / MARK).parent.mkdir(parents=True)
    (root / MARK).write_bytes((ROOT / MARK).read_bytes())
    monkeypatch.chdir(root)
    return root
