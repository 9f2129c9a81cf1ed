"""The objects of a kustomize overlay, in the order in which a cluster wants them."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from soulsgen.cluster.objects import Object, title
from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project

# What others need comes first, and what closes the network comes before what uses it.
# A kind that is not listed, such as KEDA's, stands on those that are.
ORDER = (
    "Namespace",
    "ResourceQuota",
    "LimitRange",
    "CustomResourceDefinition",
    "PriorityClass",
    "StorageClass",
    "ServiceAccount",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "ConfigMap",
    "Secret",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "NetworkPolicy",
    "Service",
    "PodDisruptionBudget",
    "Pod",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "HorizontalPodAutoscaler",
    "Job",
    "CronJob",
    "Ingress",
)
RANK = {kind: rank for rank, kind in enumerate(ORDER)}


def read_overlay(overlay: str, namespace: str) -> list[Object]:
    """Objects of `overlay` (see `render`), ready to be applied to `namespace`.

    Raises SoulsgenError for what is not Kubernetes' YAML, and for an object of another namespace.
    """
    objects = parse(render(overlay), overlay)
    for thing in objects:
        own = thing["metadata"].get("namespace", namespace)
        if own != namespace:
            raise SoulsgenError(
                f"{title(thing)} of {overlay} belongs to namespace {own}, not to {namespace}: "
                f"say --namespace {own}, or change `namespace:` in the overlay's kustomization.yaml"
            )
    return sorted(objects, key=lambda thing: RANK.get(thing["kind"], len(ORDER)))


def render(overlay: str) -> str:
    """YAML of an overlay: a name under `k8s/overlays`, a folder, a file of YAML, or - for standard input."""
    if overlay == "-":
        return sys.stdin.read()
    path = Path(overlay)
    if path.is_file():
        return path.read_text("utf-8")
    return _kustomize(_folder(overlay))


def parse(text: str, source: str) -> list[Object]:
    """The objects of a YAML stream; empty documents are none. Raises SoulsgenError."""
    import yaml

    try:
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except yaml.YAMLError as error:
        raise SoulsgenError(f"{source} is not YAML: {' '.join(str(error).split())}") from error
    for number, document in enumerate(documents, start=1):
        if lacking := _lacking(document):
            raise SoulsgenError(f"{source}: object {number} has no {lacking}")
    return documents


def _lacking(document: Any) -> str | None:
    if not isinstance(document, dict):
        return "kind"
    metadata = document.get("metadata")
    named = isinstance(metadata, dict) and metadata.get("name")
    wanted = {"apiVersion": document.get("apiVersion"), "kind": document.get("kind"), "metadata.name": named}
    return next((field for field, value in wanted.items() if not value), None)


def _folder(overlay: str) -> Path:
    given = Path(overlay)
    if _is_kustomization(given):
        return given
    overlays = find_project().root / "k8s" / "overlays"
    if _is_kustomization(overlays / overlay):
        return overlays / overlay
    known = sorted(path.name for path in overlays.glob("*") if _is_kustomization(path))
    raise SoulsgenError(
        f"there is no overlay {overlay}: neither a folder with a kustomization.yaml "
        f"nor one of {', '.join(known) or f'those in {overlays}, which has none'}"
    )


def _is_kustomization(folder: Path) -> bool:
    names = ("kustomization.yaml", "kustomization.yml", "Kustomization")
    return any((folder / name).is_file() for name in names)


def _kustomize(folder: Path) -> str:
    if shutil.which("kubectl"):
        command = ["kubectl", "kustomize", str(folder)]
    elif shutil.which("kustomize"):
        command = ["kustomize", "build", str(folder)]
    else:
        raise SoulsgenError(
            f"rendering {folder} needs kubectl or kustomize on the PATH "
            "(https://kubernetes.io/docs/tasks/tools/); a file of rendered YAML needs neither"
        )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        words = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
        raise SoulsgenError(f"{' '.join(command)}: {words}")
    return done.stdout
