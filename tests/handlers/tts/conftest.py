"""A tiny checkpoint of each kind that transformers has."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import voice_checkpoints
from handlerkit.device import pin_threads
from handlers.tts.speaking import CPU, KINDS, pronounce
from tts.engines.espeak_pipe import EspeakPipe
from tts.engines.neural import NeuralEngine
from tts.engines.transformers_engine import load_engine
from waiting import LIMIT_S


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """espeak-ng's process may take its time to start."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tts.model.EspeakPipe", partial(EspeakPipe, patience_s=LIMIT_S))
        yield


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("voices")
    voice_checkpoints.write_vits(root / "vits", num_speakers=3, speaker_embedding_size=4)
    voice_checkpoints.write_vits(root / "phonemic", phonemic=True, use_stochastic_duration_prediction=False)
    voice_checkpoints.write_speecht5(root / "speecht5")
    voice_checkpoints.write_fastspeech2(root / "fastspeech2")
    voice_checkpoints.write_bark(root / "bark")
    return {kind: root / kind for kind in KINDS}


@pytest.fixture(scope="session")
def engines(folders: dict[str, Path]) -> dict[str, NeuralEngine]:
    pin_threads(1)
    return {kind: load_engine(folder, CPU, pronounce) for kind, folder in folders.items()}
