"""Small kustomize overlays, written for a test."""

from pathlib import Path
from typing import Any

import yaml

LABELS = {"app.kubernetes.io/part-of": "soulsgen"}
POST = {
    "restartPolicy": "Never",
    "containers": [{"name": "post", "image": "lore:1", "command": ["twitter", "post"]}],
}
CRON: dict[str, Any] = {
    "schedule": "0 */4 * * *",
    "timeZone": "Etc/UTC",
    "concurrencyPolicy": "Forbid",
    "suspend": True,
    "jobTemplate": {
        "metadata": {"labels": LABELS, "annotations": {"note": "kept"}},
        "spec": {
            "backoffLimit": 1,
            "podFailurePolicy": {
                "rules": [
                    {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [2, 69]}},
                ]
            },
            "template": {"metadata": {"labels": LABELS}, "spec": POST},
        },
    },
}
DEPLOYMENT = {
    "replicas": 2,
    "selector": {"matchLabels": {"app.kubernetes.io/name": "torchserve"}},
    "template": {
        "metadata": {"labels": {"app.kubernetes.io/name": "torchserve"}},
        "spec": {"containers": [{"name": "torchserve", "image": "torchserve:1"}]},
    },
}
SERVICE = {"selector": {"app.kubernetes.io/name": "torchserve"}, "ports": [{"port": 8080}]}
SCALED = {"scaleTargetRef": {"name": "torchserve"}, "minReplicaCount": 0}


def thing(kind: str, name: str, api_version: str = "v1", **rest: object) -> dict[str, Any]:
    """One object as a manifest has it."""
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "labels": LABELS}, **rest}


# On purpose not in the order in which a cluster wants them.
OBJECTS = [
    thing("CronJob", "tweet-lore", "batch/v1", spec=CRON),
    thing("Deployment", "torchserve", "apps/v1", spec=DEPLOYMENT),
    thing("Service", "torchserve", spec=SERVICE),
    thing("NetworkPolicy", "default-deny", "networking.k8s.io/v1", spec={"podSelector": {}}),
    thing("PersistentVolumeClaim", "model-store", spec={"accessModes": ["ReadWriteOnce"]}),
    thing("ConfigMap", "torchserve", data={"config.properties": "workers=1\n"}),
    thing("Role", "operator", "rbac.authorization.k8s.io/v1", rules=[]),
    thing("ServiceAccount", "torchserve"),
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "soulsgen", "labels": LABELS}},
]
IN_ORDER = [
    "Namespace/soulsgen",
    "ServiceAccount/torchserve",
    "Role/operator",
    "ConfigMap/torchserve",
    "PersistentVolumeClaim/model-store",
    "NetworkPolicy/default-deny",
    "Service/torchserve",
    "Deployment/torchserve",
    "CronJob/tweet-lore",
]
SCALED_OBJECT = thing("ScaledObject", "torchserve", "keda.sh/v1alpha1", spec=SCALED)


def overlay(folder: Path, *objects: object) -> Path:
    """A kustomization of these objects in the namespace soulsgen."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "objects.yaml").write_text(yaml.safe_dump_all(objects), "utf-8")
    (folder / "kustomization.yaml").write_text("namespace: soulsgen\nresources: [objects.yaml]\n", "utf-8")
    return folder
