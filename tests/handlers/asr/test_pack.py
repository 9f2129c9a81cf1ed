"""From a Hugging Face directory to the archive's weights."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

import whisper_checkpoints
from asr.model import load_scribe
from asr.pack import pack
from asr.settings import ModelSettings, Request
from whisper_checkpoints import change, voice

HANDLERS = Path(__file__).parents[3] / "serve-handlers"


def test_a_packed_folder_holds_the_checkpoint_and_its_conversion(whisper: Path) -> None:
    assert {path.name for path in whisper.iterdir()} == {
        "config.json",
        "generation_config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "model.safetensors",
        "ctranslate2",
    }
    assert (whisper / "ctranslate2" / "model.bin").is_file()


def test_a_checkpoint_in_several_files_and_half_precision_is_packed_whole(tmp_path: Path) -> None:
    folder = whisper_checkpoints.write(tmp_path / "checkpoint")
    before = load_scribe(
        folder, ModelSettings(backend="torch", least_logprob=-100, max_tokens=20), torch.device("cpu")
    )
    weights = {name: tensor.half() for name, tensor in load_file(folder / "model.safetensors").items()}
    names = sorted(weights)
    shards = {"model-00001-of-00002.safetensors": names[:40], "model-00002-of-00002.safetensors": names[40:]}
    for file, inside in shards.items():
        save_file({name: weights[name] for name in inside}, folder / file, metadata={"format": "pt"})
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text("{}", "utf-8")
    placed = {name: file for file, inside in shards.items() for name in inside}
    change(folder, "model.safetensors.index.json", metadata={}, weight_map=placed)
    (tmp_path / "out").mkdir()
    pack(folder, tmp_path / "out", "float32")
    after = load_scribe(tmp_path / "out", before.settings, torch.device("cpu"))
    job = (Request(temperatures=(0.0,), language="en"), voice(3))
    assert after.transcribe([job])[0].segments[0].start == before.transcribe([job])[0].segments[0].start


def test_a_vocabulary_that_ctranslate2_cannot_serve_stays_with_torch(tmp_path: Path) -> None:
    folder = whisper_checkpoints.write(tmp_path / "checkpoint", timestamps=False, languages=("en",))
    path = folder / "tokenizer.json"
    path.write_text(path.read_text("utf-8").replace("<|notimestamps|>", "<|other|>"), "utf-8")
    (tmp_path / "out").mkdir()
    pack(folder, tmp_path / "out", "int8")
    assert not (tmp_path / "out" / "ctranslate2").exists()
    made = load_scribe(tmp_path / "out", ModelSettings(least_logprob=-100), torch.device("cpu"))
    assert made.transcribe([(Request(temperatures=(0.0,)), voice(2))])[0].duration == 2.0


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "asr.pack", "--weights", str(tmp_path), "--out", str(tmp_path)],
        env={"PYTHONPATH": str(HANDLERS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        f"FileNotFoundError: not found: {tmp_path}/config.json, {tmp_path}/tokenizer.json, "
        f"{tmp_path}/model.safetensors"
    )


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    folder = whisper_checkpoints.write(tmp_path / "checkpoint")
    change(folder, "config.json", activation_function="relu")
    (tmp_path / "out").mkdir()
    with pytest.raises(ValueError, match=r"not a Whisper this engine computes \(activation_function\)"):
        pack(folder, tmp_path / "out", "int8")
