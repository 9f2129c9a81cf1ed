"""`soulsgen models info`, from headers alone; and which archive a directory is for."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.models.hub_server import HubServer, Repository
from clients.models.tiny import tensors, whisper
from soulsgen.commands.models import models


def info(*arguments: str) -> Result:
    return CliRunner().invoke(models, ["info", *arguments], catch_exceptions=False)


def write(folder: Path, files: dict[str, bytes | dict[str, object]]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def test_a_pulled_model_is_told_with_its_licence_and_commit(hub: HubServer, checkout: Path) -> None:
    hub.add("openai/whisper-small", Repository(whisper(2_000_000)))
    CliRunner().invoke(models, ["pull", "whisper-small"])
    assert info("whisper-small").stdout == (
        "WhisperForConditionalGeneration, 2.0M parameters, 8.0 MB on disk\n"
        "archive: asr\n"
        "licence: apache-2.0\n"
        f"from: openai/whisper-small at {'c0ffee00' * 5}\n"
        "memory a worker, estimated: 2.4 MB on a CPU, 4.8 MB on a GPU "
        "(bytes a parameter: 1 on a CPU, 2 on a GPU; a fifth more for what is computed; "
        "Python and torch not counted)\n"
    )


def test_a_directory_needs_no_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "mine", dict(whisper(1000)))
    monkeypatch.chdir(tmp_path)
    told = json.loads(info("mine", "--json").stdout)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert told == {
        "folder": "mine",
        "architecture": "WhisperForConditionalGeneration",
        "archive": "asr",
        "parameters": 1000,
        "size": size,
        "memory_cpu": 1200,
        "memory_gpu": 2400,
        "memory_how": told["memory_how"],
        "repository": None,
        "commit": None,
        "licence": None,
    }


@pytest.mark.parametrize(
    ("files", "archive"),
    [
        ({"config.json": {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3"}}, "agent"),
        ({"config.json": {"architectures": ["BertModel"], "model_type": "bert"}}, "agent"),
        ({"config.json": {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"}}, "souls"),
        (
            {
                "config.json": {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"},
                "chat_template.jinja": b"",
            },
            "agent",
        ),
        (
            {
                "config.json": {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"},
                "tokenizer_config.json": {"chat_template": "x"},
            },
            "agent",
        ),
        ({"config.json": {"architectures": ["ViTModel"], "model_type": "vit"}}, None),
    ],
)
def test_the_archive_is_found_from_the_configuration(
    tmp_path: Path, files: dict[str, bytes | dict[str, object]], archive: str | None
) -> None:
    folder = write(tmp_path / "it", {**files, "model.safetensors": tensors()})
    assert json.loads(info(str(folder), "--json").stdout)["archive"] == archive


def test_a_pipeline_is_counted_part_by_part(tmp_path: Path) -> None:
    index = {"_class_name": "FluxPipeline", "transformer": ["diffusers", "X"], "vae": ["diffusers", "Y"]}
    shards = [f"transformer/diffusion_pytorch_model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    folder = write(
        tmp_path / "it",
        {
            "model_index.json": index,
            shards[0]: tensors(1000),
            shards[1]: tensors(500),
            "transformer/diffusion_pytorch_model.safetensors.index.json": b"{}",
            "vae/diffusion_pytorch_model.safetensors": tensors(100),
            "whole.safetensors": tensors(9999),
        },
    )
    told = json.loads(info(str(folder), "--json").stdout)
    assert (told["architecture"], told["archive"], told["parameters"]) == ("FluxPipeline", "painter", 1600)
    assert (told["memory_cpu"], told["memory_gpu"]) == (7680, 3840)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.txt": b""}, "it holds no model: neither config.json nor model_index.json is there"),
        ({"model.bin": b""}, "it was converted for CTranslate2; an archive is packed from the directory"),
        ({"config.json": b"{"}, "it/config.json is not JSON"),
        ({"config.json": b"[]"}, "it/config.json is not a JSON object"),
        ({"config.json": b"{}"}, "it holds no safetensors that an archive could load"),
        ({"config.json": b"{}", "model.safetensors": b"short"}, "it/model.safetensors is not a safetensors"),
        (
            {"config.json": b"{}", "model.safetensors": b"\xff" * 8 + b"{}"},
            "it/model.safetensors is not a safetensors file",
        ),
        ({"config.json": b"{}", "model.safetensors": tensors()[:-1]}, "it/model.safetensors was cut short"),
        (
            {"config.json": b"{}", "model-00001-of-00002.safetensors": tensors()},
            "it is not whole: 1 of the 2 shards",
        ),
        (
            {"config.json": b"{}", "model.safetensors": tensors(), "pulled.record": b"{"},
            "it/pulled.record is damaged",
        ),
    ],
)
def test_what_is_no_model_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, bytes | dict[str, object]],
    sentence: str,
) -> None:
    write(tmp_path / "it", files)
    monkeypatch.chdir(tmp_path)
    result = info("it")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {sentence}")
    assert result.stderr.count("\n") == 1
