"""espeak-ng in its process."""

from collections.abc import Iterator

import pytest

from tts.engines.espeak import Espeak
from tts.engines.espeak_pipe import EspeakPipe
from waiting import LIMIT_S


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    made = Espeak(EspeakPipe(patience_s=LIMIT_S))
    yield made
    made.close()
