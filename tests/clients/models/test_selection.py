"""Which files `soulsgen models pull` takes from a repository, and which repositories it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.models.hub_server import HubServer, Repository
from clients.models.tiny import files_of, tensors
from soulsgen.commands.models import models
from soulsgen.errors import Refused

PULLED = "model_store/pulled/ours--tiny"


def pull(*arguments: str) -> Result:
    return CliRunner().invoke(models, ["pull", *arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"config.json": b"{}", "pytorch_model.bin": b"x"}, "it has no safetensors (only pytorch_model.bin)"),
        ({"config.json": b"{}"}, "it has no safetensors (it has no weights at all)"),
        ({"model.gguf": b"x", "README.md": b""}, "it has neither a config.json nor a model_index.json"),
        (
            {"config.json": b"{}", "model-00001-of-00002.safetensors": tensors()},
            "1 of the 2 shards of its safetensors are there, or their index is not",
        ),
    ],
)
def test_a_repository_without_safetensors_is_refused_with_its_reason(
    hub: HubServer, checkout: Path, files: dict[str, bytes], reason: str
) -> None:
    hub.add("ours/tiny", Repository(files))
    result = pull("ours/tiny")
    assert result.exit_code == Refused.exit_code
    assert f"ours/tiny is refused: {reason}" in result.stderr
    assert hub.requests == []


def test_a_pipeline_comes_with_the_parts_its_index_names(hub: HubServer, checkout: Path) -> None:
    index = {
        "_class_name": "StableDiffusionXLPipeline",
        "scheduler": ["diffusers", "EulerDiscreteScheduler"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "image_encoder": [None, None],
    }
    weights = tensors()
    kept = {
        "model_index.json": json.dumps(index).encode(),
        "scheduler/scheduler_config.json": b"{}",
        "unet/config.json": b"{}",
        "unet/diffusion_pytorch_model.safetensors": weights,
    }
    left = {
        "sd_xl_base_1.0.safetensors": weights,
        "unet/diffusion_pytorch_model.fp16.safetensors": weights,
        "unet/diffusion_pytorch_model.bin": b"x",
        "vae_1_0/diffusion_pytorch_model.safetensors": weights,
        "image_encoder/model.safetensors": weights,
    }
    hub.add("ours/tiny", Repository(kept | left))
    assert pull("ours/tiny").exit_code == 0
    found = files_of(checkout / PULLED)
    del found["pulled.record"]
    assert found == kept


def test_shards_come_with_their_own_index_and_without_other_precisions(
    hub: HubServer, checkout: Path
) -> None:
    shards = {f"model-0000{number}-of-00002.safetensors": tensors(seed=number) for number in (1, 2)}
    kept = {"config.json": b"{}", "model.safetensors.index.json": b"{}", **shards}
    left = {
        "model.fp32-00001-of-00001.safetensors": tensors(),
        "model.safetensors.index.fp32.json": b"{}",
        "pytorch_model.bin.index.json": b"{}",
        "consolidated.safetensors": tensors(),
    }
    hub.add("ours/tiny", Repository(kept | left))
    assert pull("ours/tiny").exit_code == 0
    assert files_of(checkout / PULLED).keys() == {*kept, "pulled.record"}


def test_an_index_that_is_no_object_is_told(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository({"model_index.json": b"[1]"}))
    result = pull("ours/tiny")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: model_index.json of ours/tiny is not a JSON object")


def test_a_part_with_pickles_alone_is_refused(hub: HubServer, checkout: Path) -> None:
    index = {"_class_name": "FluxPipeline", "unet": ["diffusers", "X"]}
    files = {"model_index.json": json.dumps(index).encode(), "unet/diffusion_pytorch_model.bin": b"x"}
    hub.add("ours/tiny", Repository(files))
    result = pull("ours/tiny")
    assert result.exit_code == Refused.exit_code
    assert "its part unet has no plain safetensors (only diffusion_pytorch_model.bin)" in result.stderr
