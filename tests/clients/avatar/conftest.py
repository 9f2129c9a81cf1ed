"""A studio, a client's session with it, and Anna, who moves there."""

from collections.abc import Iterator

import pytest

from clients.studio.opened import House, opened
from soulsgen.avatar import client
from waiting import LIMIT_S


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


@pytest.fixture
def studio(house: House) -> client.Studio:
    return client.Studio(house.url, timeout_s=LIMIT_S)


@pytest.fixture
def anna(studio: client.Studio) -> client.Avatar:
    anna = client.load(studio, "anna")
    client.start(anna)
    return anna
