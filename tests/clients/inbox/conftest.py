"""Every channel but Mastodon on loopback, and a TorchServe that hears tones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.counterparts import Counterparts, counterparts
from clients.inbox.table import TableServer
from clients.loopback import serving
from soulsgen.posting import delivery


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterparts]:
    monkeypatch.setattr(delivery, "SETTLE_S", 0.0)
    monkeypatch.setattr(delivery, "LATE_S", 0.0)
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 0.05)
    monkeypatch.chdir(tmp_path)
    for name in ("SHARD_COUNT", "JOB_COMPLETION_INDEX", "TORCHSERVE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with counterparts(tmp_path) as opened:
        yield opened


@pytest.fixture
def server() -> TableServer:
    return TableServer()


@pytest.fixture
def url(server: TableServer) -> Iterator[str]:
    with serving(server) as base:
        yield base
