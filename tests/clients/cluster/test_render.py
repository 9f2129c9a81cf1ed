"""Overlays by name or folder to YAML, and what is said when that cannot be."""

import shutil
from pathlib import Path

import pytest
import yaml

from clients.cluster.conftest import Invoke
from clients.cluster.overlays import OBJECTS, overlay

needs_kubectl = pytest.mark.skipif(not shutil.which("kubectl"), reason="no kubectl on the PATH")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "serve-handlers").mkdir()
    (tmp_path / "serve-handlers" / "archives.toml").write_text("", "utf-8")
    overlay(tmp_path / "k8s" / "overlays" / "tiny", *OBJECTS)
    monkeypatch.chdir(tmp_path / "serve-handlers")
    return tmp_path


@needs_kubectl
@pytest.mark.parametrize("named", [True, False])
def test_an_overlay_is_a_name_or_a_folder(invoke: Invoke, checkout: Path, named: bool) -> None:
    result = invoke("render", "tiny" if named else "../k8s/overlays/tiny")
    assert (result.exit_code, result.stderr) == (0, "")
    objects = list(yaml.safe_load_all(result.stdout))
    assert {thing["kind"] for thing in objects} == {thing["kind"] for thing in OBJECTS}
    homes = {thing["metadata"].get("namespace") for thing in objects if thing["kind"] != "Namespace"}
    assert homes == {"soulsgen"}


def test_an_unknown_overlay_is_answered_with_those_there_are(invoke: Invoke, checkout: Path) -> None:
    result = invoke("render", "tinny")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: there is no overlay tinny: neither a folder with a kustomization.yaml nor one of tiny\n"
    )


def test_without_kubectl_the_error_says_what_to_get(invoke: Invoke, checkout: Path, tmp_path: Path) -> None:
    result = invoke("render", "tiny", PATH=str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: rendering {checkout}/k8s/overlays/tiny needs kubectl or kustomize on the PATH "
        "(https://kubernetes.io/docs/tasks/tools/); a file of rendered YAML needs neither\n"
    )


@needs_kubectl
def test_a_fault_in_an_overlay_is_told_in_the_words_of_kustomize(invoke: Invoke, checkout: Path) -> None:
    (checkout / "k8s/overlays/tiny/kustomization.yaml").write_text("resources: [missing.yaml]\n", "utf-8")
    result = invoke("render", "tiny")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: kubectl kustomize {checkout}/k8s/overlays/tiny: ")
    assert "missing.yaml" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: [", "- is not YAML: while parsing a flow node"),
        ("kind: ConfigMap\nmetadata: {name: a}\n", "-: object 1 has no apiVersion"),
        ("---\napiVersion: v1\nkind: ConfigMap\n", "-: object 1 has no metadata.name"),
        ("just words", "-: object 1 has no kind"),
    ],
)
def test_what_is_not_an_object_is_named(invoke: Invoke, text: str, words: str) -> None:
    result = invoke("apply", "-", stdin=text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {words}")
