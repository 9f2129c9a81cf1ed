"""`soulsgen models use`, `convert` and `list`: a pulled model packed into a real archive, and converted."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import checkpoints
import whisper_checkpoints
from archive_checkout import copy_rooms
from clients.models.hub_server import HubServer, Repository
from clients.models.tiny import files_of, tensors, whisper
from soulsgen.commands.models import models


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models, [*arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Whisper as transformers writes it."""
    return whisper_checkpoints.write(tmp_path_factory.mktemp("whisper"))


@pytest.fixture
def workshop(checkout: Path) -> Path:
    """A checkout that can pack."""
    shutil.rmtree(checkout / "serve-handlers")
    copy_rooms(checkout, "serve-handlers")
    return checkout


def weights_in(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return opened.read("weights/model.safetensors")


def test_a_pulled_whisper_becomes_the_asr_archive_and_goes_back(
    hub: HubServer, workshop: Path, checkpoint: Path
) -> None:
    files = hub.add("openai/whisper-tiny", Repository(files_of(checkpoint))).files
    whisper_checkpoints.write(workshop / "model_store/defaults/asr", seed=1)
    assert run("pull", "whisper-tiny").exit_code == 0
    used = run("use", "whisper-tiny")
    assert (used.exit_code, used.stdout) == (0, "model_store/asr.mar\n"), used.stderr
    assert "To serve it: soulsgen serve --model asr" in used.stderr
    archive = workshop / "model_store/asr.mar"
    assert weights_in(archive) == files["model.safetensors"]
    with zipfile.ZipFile(archive) as opened:
        assert "weights/ctranslate2/model.bin" in opened.namelist()
        assert not [name for name in opened.namelist() if name.endswith(".record")]
    assert "  asr: " in run("list").stdout
    row = next(row for row in listed()["archives"] if row["name"] == "asr")
    assert (row["model"], row["repository"], row["commit"]) == (
        "model_store/pulled/whisper-tiny",
        "openai/whisper-tiny",
        "c0ffee00" * 5,
    )
    back = run("use", "--default", "--archive", "asr")
    assert back.exit_code == 0, back.stderr
    assert weights_in(archive) == (workshop / "model_store/defaults/asr/model.safetensors").read_bytes()
    assert next(row for row in listed()["archives"] if row["name"] == "asr")["model"] is None


def listed() -> dict[str, list[dict[str, object]]]:
    content: dict[str, list[dict[str, object]]] = json.loads(run("list", "--json").stdout)
    return content


def test_the_list_tells_pulled_models_archives_and_names(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository(whisper(1_000_000), tags=()))
    assert "  nothing yet; soulsgen models pull whisper-small" in run("list").stdout
    run("pull", "ours/tiny")
    text = run("list").stdout
    assert "  ours--tiny: 4.0 MB, licence not told, ours/tiny at c0ffee00c0ff\n" in text
    assert "  asr: not packed; by default from model_store/defaults/asr\n" in text
    assert "  painter: not packed; by default from model_store/defaults/painter\n" in text
    assert "  whisper-small: asr, openai/whisper-small, 244M parameters, 2 GB on a GPU\n" in text
    assert [row["name"] for row in listed()["pulled"]] == ["ours--tiny"]


def test_a_model_that_does_not_fit_the_archive_is_told_before_packing(checkout: Path) -> None:
    folder = checkout / "mine"
    for name, content in whisper().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    wrong = run("use", "mine", "--archive", "agent")
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith(
        "Error: mine is a WhisperForConditionalGeneration for asr, not for agent: asr"
    )
    (folder / "config.json").write_text('{"architectures": ["ViTModel"], "model_type": "vit"}', "utf-8")
    unknown = run("use", "mine")
    assert unknown.stderr.startswith("Error: mine is a ViTModel, which no archive serves: asr takes Whisper")
    assert run("use", "--default").exit_code == 2
    assert run("use").exit_code == 2
    assert run("use", "mine", "--default", "--archive", "asr").exit_code == 2


def test_what_packing_refuses_is_told(workshop: Path) -> None:
    folder = workshop / "mine"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "whisper"}', "utf-8")
    (folder / "model.safetensors").write_bytes(tensors())
    result = run("use", "mine")
    assert result.exit_code == 1
    assert "not found: " in result.stderr
    assert "tokenizer.json" in result.stderr
    assert not (workshop / "model_store/asr.mar").exists()


def test_a_causal_model_needs_no_conversion_setting(checkout: Path) -> None:
    folder = checkout / "mine"
    folder.mkdir()
    config = {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3"}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "model.safetensors").write_bytes(tensors())
    result = run("use", "mine", "--quantization", "int8")
    assert "--quantization is for asr and souls; agent runs its weights as they are" in result.stderr


def test_a_whisper_is_converted_with_what_its_readers_need(workshop: Path, checkpoint: Path) -> None:
    import ctranslate2

    result = run("convert", str(checkpoint), "-o", "converted")
    assert (result.exit_code, result.stdout) == (0, "converted\n"), result.stderr
    made = {path.name for path in Path("converted").iterdir()}
    assert {"model.bin", "config.json", "tokenizer.json", "preprocessor_config.json"} <= made
    model = ctranslate2.models.Whisper("converted", device="cpu")
    assert model.compute_type == "int8_float32"
    again = run("convert", str(checkpoint), "-o", "converted")
    assert again.exit_code == 1
    assert "converted is there already; name another --output, or delete it" in again.stderr


def test_a_gpt2_is_converted_and_a_bert_is_not(workshop: Path) -> None:
    import ctranslate2

    checkpoints.write_random(workshop / "gpt2")
    result = run("convert", "gpt2", "--quantization", "float32")
    assert (result.exit_code, result.stdout) == (0, "gpt2.ctranslate2\n"), result.stderr
    assert ctranslate2.Generator("gpt2.ctranslate2").compute_type == "float32"
    (workshop / "gpt2/config.json").write_text('{"model_type": "bert"}', "utf-8")
    refused = run("convert", "gpt2", "-o", "other")
    assert refused.stderr.splitlines()[-1] == "Error: gpt2 is a bert; what is converted is Whisper and GPT-2"
    assert not Path("other").exists()


def test_a_conversion_that_fails_leaves_nothing(workshop: Path, checkpoint: Path) -> None:
    shutil.copytree(checkpoint, workshop / "mine")
    whisper_checkpoints.change(workshop / "mine", "config.json", d_model=64)
    result = run("convert", "mine", "-o", "made")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("Error: mine could not be converted: ")
    assert not Path("made").exists()
    assert "size mismatch" in Path("build/logs/models.convert.log").read_text("utf-8").lower()


def test_weights_that_transformers_would_make_up_are_not_converted(checkout: Path) -> None:
    folder = checkout / "mine"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "whisper"}', "utf-8")
    (folder / "model.safetensors").write_bytes(tensors())
    result = run("convert", "mine", "-o", "made")
    assert result.stderr.splitlines()[-1] == "Error: mine does not hold the weights of a whisper"
