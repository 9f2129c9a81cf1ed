"""Checkpoints and packed folders that the asr tests share."""

from pathlib import Path

import pytest

import whisper_checkpoints
from asr.pack import pack


@pytest.fixture(scope="session")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights with times and three languages, packed; CTranslate2 in float32."""
    return _packed(whisper_checkpoints.write(tmp_path_factory.mktemp("whisper")), tmp_path_factory)


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights, characters as tokens, one language, no times, packed."""
    folder = tmp_path_factory.mktemp("letters")
    whisper_checkpoints.write(folder, characters=True, timestamps=False, languages=("en",), alignment=False)
    return _packed(folder, tmp_path_factory)


@pytest.fixture(scope="session")
def known_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint that says the same whatever it hears, packed."""
    return _packed(whisper_checkpoints.write_known(tmp_path_factory.mktemp("known")), tmp_path_factory)


def _packed(checkpoint: Path, factory: pytest.TempPathFactory) -> Path:
    out = factory.mktemp("packed")
    pack(checkpoint, out, "float32")
    return out
