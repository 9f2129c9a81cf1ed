"""The Deployments of SoulsGen: workers ready of those wanted, and what the others wait for."""

from dataclasses import dataclass

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.objects import PART_OF, Object, condition, selector
from soulsgen.cluster.pods import mishap, trouble


@dataclass(frozen=True)
class Workers:
    """One Deployment; `waiting` tells, Pod by Pod, what is in the way."""

    name: str
    ready: int
    wanted: int
    waiting: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.ready >= self.wanted and not self.waiting


def workers(cluster: Cluster, namespace: str) -> list[Workers]:
    found = cluster.list("apps/v1", "Deployment", namespace, labelSelector=PART_OF)
    return [_workers(cluster, namespace, deployment) for deployment in found]


def _workers(cluster: Cluster, namespace: str, deployment: Object) -> Workers:
    labels = deployment["spec"]["selector"].get("matchLabels") or {}
    pods = cluster.list("v1", "Pod", namespace, labelSelector=selector(labels))
    waits = [
        f"{pod['metadata']['name']}: {words}"
        for pod in pods
        if (words := trouble(pod) or mishap(cluster, pod))
    ]
    return Workers(
        name=deployment["metadata"]["name"],
        ready=deployment.get("status", {}).get("readyReplicas", 0),
        wanted=deployment["spec"].get("replicas", 1),
        waiting=(*_stuck(deployment), *waits),
    )


def _stuck(deployment: Object) -> list[str]:
    """Why there are no Pods at all: a quota, or a security rule that does not admit them."""
    entry = condition(deployment, "ReplicaFailure")
    return [f"its Pods are not made: {entry.get('message', entry.get('reason'))}"] if entry else []
