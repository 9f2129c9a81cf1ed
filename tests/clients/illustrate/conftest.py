"""The servers of an evening."""

from collections.abc import Iterator

import pytest

from clients.illustrate.studio import Studio
from clients.loopback import serving


@pytest.fixture
def studio() -> Iterator[tuple[Studio, str]]:
    studio = Studio()
    with serving(studio) as url:
        yield studio, url


@pytest.fixture
def url(studio: tuple[Studio, str]) -> str:
    return studio[1]
