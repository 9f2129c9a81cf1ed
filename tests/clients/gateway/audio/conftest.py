"""A gateway before a server that speaks the archives' contracts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.gateway.opened import TOKEN, opened
from clients.loopback import serving
from clients.voice.tts_server import Tts
from soulsgen.gateway import Door


@pytest.fixture
def behind() -> Tts:
    return Tts()


@pytest.fixture
def port(behind: Tts, key_file: Path) -> Iterator[int]:
    with (
        serving(behind) as url,
        opened(Door(TOKEN, key_file, url, url, max_bytes=50_000, at_once=4)) as number,
    ):
        yield number
