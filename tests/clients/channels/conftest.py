"""Every channel's other side on loopback, a real Mastodon-speaking server among them."""

from collections.abc import Iterator

import pytest

from clients.counterparts import Counterparts, counterparts
from waiting import LIMIT_S


@pytest.fixture(scope="session")
def mastodon_url() -> Iterator[str]:
    from mastodon_mock.testing.server import MockServer

    with MockServer(startup_timeout=LIMIT_S) as server:
        yield server.base_url


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, mastodon_url: str) -> Iterator[Counterparts]:
    with counterparts(tmp_path_factory.mktemp("there"), mastodon_url) as opened:
        yield opened


@pytest.fixture
def there(servers: Counterparts) -> Counterparts:
    for gate in servers.gates.values():
        gate.faults.clear()
        gate.seen.clear()
    return servers
