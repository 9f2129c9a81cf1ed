"""A real Mastodon-speaking server for the tests that need one."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def mastodon_url() -> Iterator[str]:
    from mastodon_mock.testing.server import MockServer

    with MockServer() as server:
        yield server.base_url
