"""What is packed and what starts: a checkpoint's folder, and a configuration that can be met."""

from pathlib import Path

import pytest

from handlerkit.checks import SettingsError
from tts.handler import TtsHandler
from tts.pack import pack
from worker_context import worker_context


def test_a_configuration_that_cannot_be_met_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no config\.json"):
        TtsHandler().initialize(worker_context(tmp_path, {"tts": {"engine": "checkpoint"}}))


def test_a_folder_with_pickles_or_of_another_kind_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "config.json").write_text('{"model_type": "vits"}', "utf-8")
    with pytest.raises(ValueError, match=r"no \*\.safetensors"):
        pack(tmp_path, tmp_path / "out")
    (tmp_path / "config.json").write_text('{"model_type": "whisper"}', "utf-8")
    with pytest.raises(SettingsError, match="'whisper' is none of vits"):
        pack(tmp_path, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
