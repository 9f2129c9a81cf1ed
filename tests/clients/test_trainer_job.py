"""The training Job as `soulsgen create trainer` prints it."""

import shutil
from pathlib import Path
from typing import Any

import click
import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner, Result

from soulsgen.commands.create_trainer import trainer
from soulsgen.errors import SoulsgenError
from soulsgen.trainer_job import Training

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not shutil.which("kubectl"), reason="no kubectl on PATH, which renders k8s/trainer"
)


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def create(*words: str) -> Result:
    return CliRunner().invoke(trainer, words)


def made(*words: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The Job, and its steps by name."""
    done = create("--bucket", "gs://mine/souls", *words)
    assert done.exit_code == 0, done.output
    objects = list(yaml.safe_load_all(done.stdout))
    for thing in objects:
        kubernetes_validate.validate(thing, "1.37", strict=True)
    (job,) = [thing for thing in objects if thing["kind"] == "Job"]
    (settings,) = [thing for thing in objects if thing["kind"] == "ConfigMap"]
    assert settings["data"] == {"BUCKET": "gs://mine/souls"}
    spec = job["spec"]["template"]["spec"]
    steps = {step["name"]: step for step in [*spec["initContainers"], *spec["containers"]]}
    sources = [
        source for step in steps.values() for source in step.get("envFrom", []) if "configMapRef" in source
    ]
    assert len(sources) == 6
    assert {source["configMapRef"]["name"] for source in sources} == {settings["metadata"]["name"]}
    return job, steps


def test_the_job_trains_as_it_was_told() -> None:
    job, steps = made(
        "--name", "autumn", "--preset", "small", "--gpus", "4", "--", "--epochs", "3", "--seed", "7"
    )
    assert job["metadata"]["name"] == "autumn"
    train = steps["train"]
    assert train["command"] == ["torchrun", "--standalone", "--no-python", "--nproc-per-node", "gpu"]
    assert train["args"] == ["soulsgen", "train", "--preset", "small", "--epochs", "3", "--seed", "7"]
    assert {bound: train["resources"][bound]["nvidia.com/gpu"] for bound in ("requests", "limits")} == {
        "requests": "4",
        "limits": "4",
    }


def test_its_checkpoints_are_its_own_and_the_gate_has_its_limits() -> None:
    _, steps = made("--name", "autumn", "--max-copied", "0.1", "--max-perplexity", "90")
    for name in ("restore", "keep", "drop"):
        assert steps[name]["args"] == ["--name", "autumn", "--path", "build/souls.checkpoints"]
    assert steps["gate"]["args"] == ["--max-perplexity", "90", "--max-copied", "0.1", "--min-distinct", "0.5"]


def test_without_options_it_is_the_job_of_the_manifests() -> None:
    theirs = yaml.safe_load((ROOT / "k8s" / "trainer" / "job.yaml").read_text("utf-8"))
    written = {step["name"]: step for step in theirs["spec"]["template"]["spec"]["initContainers"]}
    _, steps = made()
    for name in ("train", "gate"):
        assert steps[name]["args"] == written[name]["args"]


def test_what_train_would_refuse_is_refused_before_a_node_is_started() -> None:
    done = create("--bucket", "gs://mine", "--", "--epochs", "many")
    assert done.exit_code == 2
    assert "'many' is not a valid float range" in done.stderr


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--out-dir", "build/other"), "--out-dir"),
        (("-o", "build/souls"), "--out-dir"),
        (("--corpus", "mine"), "--corpus"),
        (("--init", "gpt2"), "--init"),
    ],
)
def test_folders_are_the_jobs_own(words: tuple[str, str], option: str) -> None:
    done = create("--bucket", "gs://mine", "--", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{option} is the Job's to say, whose other steps use the same folders" in done.stderr


def test_only_the_lore_writer_is_trained_there() -> None:
    done = create("--bucket", "gs://mine", "--", "asr")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "unexpected extra argument (asr)" in done.stderr


def test_other_nodes_take_the_place_of_the_manifests() -> None:
    job, _ = made("--node-selector", "cloud.google.com/gke-accelerator=nvidia-l4", "--node-selector", "a=")
    assert job["spec"]["template"]["spec"]["nodeSelector"] == {
        "cloud.google.com/gke-accelerator": "nvidia-l4",
        "a": "",
    }
    assert made()[0]["spec"]["template"]["spec"]["nodeSelector"] == {"nvidia.com/gpu.present": "true"}


@pytest.mark.parametrize("label", ["gpu", "=l4", ""])
def test_a_node_label_that_is_none_is_named(label: str) -> None:
    with pytest.raises(SoulsgenError, match=f"--node-selector '{label}' is not KEY=VALUE"):
        trainer.main(["--bucket", "gs://mine", "--node-selector", label], standalone_mode=False)


@pytest.mark.parametrize("bucket", ["build", "/mnt/share", "file:///mnt/share"])
def test_a_folder_of_this_machine_is_no_bucket_for_a_cluster(bucket: str) -> None:
    with pytest.raises(SoulsgenError, match="is a folder of this machine"):
        trainer.main(["--bucket", bucket], standalone_mode=False)


@pytest.mark.parametrize("name", ["Autumn", "a_b", "-a", "a" * 53])
def test_a_name_that_kubernetes_would_refuse_is_refused_here(name: str) -> None:
    with pytest.raises(SoulsgenError, match="small letters, digits and -"):
        Training(name)


def test_a_dry_run_is_one_of_applying() -> None:
    with pytest.raises(click.UsageError, match="--dry-run is for --apply"):
        trainer.main(["--bucket", "gs://mine", "--dry-run"], standalone_mode=False)
