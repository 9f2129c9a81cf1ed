"""espeak-ng in its process."""

from collections.abc import Iterator

import pytest

from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    made = Espeak(EspeakPipe())
    yield made
    made.close()
