"""The training Job of k8s/trainer, fitted to one training."""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from soulsgen.errors import SoulsgenError

Object = dict[str, Any]
GPU = "nvidia.com/gpu"
# 63 characters, less what Kubernetes adds to name a Job's pods.
NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?")


@dataclass(frozen=True)
class Training:
    """`limits` are words for `soulsgen evaluate`, `options` further ones for `soulsgen train`.

    `nodes` are labels of the nodes that will do; without any, those of the manifest count.
    """

    name: str = "trainer"
    bucket: str | None = None
    preset: str = "seed"
    gpus: int = 1
    limits: Sequence[str] = ()
    options: Sequence[str] = ()
    nodes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise SoulsgenError(f"--name {self.name!r}: small letters, digits and -, at most 52")


def node_labels(given: Iterable[str]) -> dict[str, str]:
    """Labels written KEY=VALUE. Raises SoulsgenError for anything else."""
    labels = {}
    for label in given:
        key, equals, value = label.partition("=")
        if not (key and equals):
            raise SoulsgenError(f"--node-selector {label!r} is not KEY=VALUE")
        labels[key] = value
    return labels


def fit(objects: Iterable[Object], training: Training) -> list[Object]:
    """The objects of k8s/trainer for `training`."""
    fitted = copy.deepcopy(list(objects))
    for thing in fitted:
        if thing["kind"] == "Job":
            _fit_job(thing, training)
        elif thing["kind"] == "ConfigMap" and training.bucket:
            thing["data"]["BUCKET"] = training.bucket
    _name_settings(fitted, training.name)
    return fitted


def _fit_job(job: Object, training: Training) -> None:
    job["metadata"]["name"] = training.name
    spec = job["spec"]["template"]["spec"]
    if training.nodes:
        spec["nodeSelector"] = dict(training.nodes)
    steps = {step["name"]: step for step in spec["initContainers"]}
    steps["train"]["args"] = ["soulsgen", "train", "--preset", training.preset, *training.options]
    for bound in ("requests", "limits"):
        steps["train"]["resources"][bound][GPU] = str(training.gpus)
    if training.limits:
        steps["gate"]["args"] = list(training.limits)
    for step in (*steps.values(), *spec["containers"]):
        # Each training's checkpoints are its own, so that two can go on side by side.
        if step["command"][:2] == ["soulsgen", "checkpoints"]:
            step["args"] = ["--name", training.name, "--path", "build/souls.checkpoints"]


def _name_settings(objects: list[Object], name: str) -> None:
    """Settings of its own for each training: another's ConfigMap is not touched."""
    settings = next(thing for thing in objects if thing["kind"] == "ConfigMap")
    old, settings["metadata"]["name"] = settings["metadata"]["name"], f"{name}-settings"
    job = next(thing for thing in objects if thing["kind"] == "Job")
    spec = job["spec"]["template"]["spec"]
    for step in (*spec["initContainers"], *spec["containers"]):
        for source in step.get("envFrom", ()):
            if source.get("configMapRef", {}).get("name") == old:
                source["configMapRef"]["name"] = settings["metadata"]["name"]
