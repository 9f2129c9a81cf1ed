"""What the tests of the manifests share: every kustomization rendered once, and ways through its objects."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
K8S = ROOT / "k8s"
# What a person or `soulsgen k8s apply` would apply.
APPLIED = [
    *sorted(path.parent for path in K8S.glob("overlays/*/kustomization.yaml")),
    K8S / "backlog",
    K8S / "trainer",
]
NAMES = [path.name for path in APPLIED]

Object = dict[str, Any]


class Place(NamedTuple):
    """A container, the pod it is in, and words that name both."""

    container: Object
    pod: Object
    words: str


@cache
def render(folder: Path) -> str:
    if not shutil.which("kubectl"):
        pytest.skip("no kubectl on PATH, which renders the manifests")
    done = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _objects(name: str) -> list[Object]:
    return list(yaml.safe_load_all(render(APPLIED[NAMES.index(name)])))


def objects(name: str, kind: str | None = None) -> list[Object]:
    """Of the overlay `name`, or of `backlog` or `trainer`."""
    return [thing for thing in _objects(name) if kind in (None, thing["kind"])]


def only(name: str, kind: str, called: str) -> Object:
    (found,) = [thing for thing in objects(name, kind) if thing["metadata"]["name"] == called]
    return found


def everything() -> Iterator[tuple[str, Object]]:
    for name in NAMES:
        for thing in objects(name):
            yield f"{name}: {thing['kind']}/{thing['metadata']['name']}", thing


def pods() -> Iterator[tuple[str, Object]]:
    """Every pod or pod template of every kustomization: its metadata and spec."""
    for words, thing in everything():
        spec = thing.get("spec", {})
        for template in (
            thing if thing["kind"] == "Pod" else None,
            spec.get("template") if thing["kind"] in ("Deployment", "Job") else None,
            spec["jobTemplate"]["spec"]["template"] if thing["kind"] == "CronJob" else None,
        ):
            if template:
                yield words, template


def places() -> Iterator[Place]:
    """Every container of every pod, those that come before the others too."""
    for words, pod in pods():
        for container in [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]:
            yield Place(container, pod, f"{words}, container {container['name']}")


def job_specs(name: str) -> Iterator[tuple[str, Object]]:
    """Specs of Jobs, those that a CronJob makes too."""
    for thing in objects(name):
        if thing["kind"] == "CronJob":
            yield thing["metadata"]["name"], thing["spec"]["jobTemplate"]["spec"]
        elif thing["kind"] == "Job":
            yield thing["metadata"]["name"], thing["spec"]
