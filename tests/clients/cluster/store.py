"""What an API server of the tests stores, and its history: what watches are told."""

import time
from copy import deepcopy
from dataclasses import dataclass, field
from threading import Condition, RLock
from typing import Any
from uuid import uuid4

from clients.cluster.answers import Kind
from clients.cluster.field_owners import FieldOwners

KINDS = [
    Kind("v1", "Namespace", "namespaces", namespaced=False),
    Kind("v1", "ServiceAccount", "serviceaccounts"),
    Kind("v1", "ConfigMap", "configmaps"),
    Kind("v1", "Secret", "secrets"),
    Kind("v1", "Service", "services"),
    Kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
    Kind("v1", "Pod", "pods"),
    Kind("v1", "Event", "events"),
    Kind("apps/v1", "Deployment", "deployments"),
    Kind("batch/v1", "CronJob", "cronjobs"),
    Kind("batch/v1", "Job", "jobs"),
    Kind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
    Kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    Kind("rbac.authorization.k8s.io/v1", "Role", "roles"),
    Kind("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
]
Key = tuple[str, str, str]  # plural, namespace, name


@dataclass
class Stored:
    """An object and who set its fields."""

    thing: dict[str, Any]
    owners: FieldOwners = field(default_factory=FieldOwners)


class Store:
    """Objects by kind, namespace and name; `lock` guards them. Tests and controllers write here directly."""

    def __init__(self) -> None:
        self.kinds = list(KINDS)
        self.objects: dict[Key, Stored] = {}
        self.history: list[tuple[str, Key, dict[str, Any]]] = []
        self.lock = RLock()
        self.changed = Condition(self.lock)
        self.put("Namespace", "soulsgen", {})

    def put(self, kind: str, name: str, rest: dict[str, Any], namespace: str = "soulsgen") -> dict[str, Any]:
        """Store an object whole, whoever set its fields."""
        row = next(row for row in self.kinds if row.kind == kind)
        thing = {"apiVersion": row.api_version, "kind": kind, **deepcopy(rest)}
        thing["metadata"] = {"name": name, **thing.get("metadata", {})}
        return self.save(row, namespace if row.namespaced else "", Stored(thing))

    def read(self, kind: str, name: str, namespace: str = "soulsgen") -> dict[str, Any]:
        row = next(row for row in self.kinds if row.kind == kind)
        with self.lock:
            return deepcopy(self.objects[row.plural, namespace if row.namespaced else "", name].thing)

    def names(self) -> list[str]:
        with self.lock:
            return [f"{stored.thing['kind']}/{key[2]}" for key, stored in self.objects.items()]

    def set_status(self, kind: str, name: str, status: dict[str, Any], namespace: str = "soulsgen") -> None:
        row = next(row for row in self.kinds if row.kind == kind)
        with self.lock:
            stored = deepcopy(self.objects[row.plural, namespace, name])
            stored.thing["status"] = status
            self.save(row, namespace, stored)

    def save(self, kind: Kind, namespace: str, stored: Stored) -> dict[str, Any]:
        with self.lock:
            metadata = stored.thing["metadata"]
            key = (kind.plural, namespace, metadata["name"])
            event = "MODIFIED" if key in self.objects else "ADDED"
            before = self.objects.get(key)
            if before and _content(before.thing) == _content(stored.thing):
                return before.thing
            metadata |= {"namespace": namespace} if namespace else {}
            metadata.setdefault("uid", str(uuid4()))
            metadata.setdefault("creationTimestamp", now())
            metadata["resourceVersion"] = str(len(self.history) + 1)
            metadata["managedFields"] = [{"time": now(), "at": len(self.history)}]
            self.objects[key] = stored
            self.record(event, key, stored.thing)
            return stored.thing

    def record(self, event: str, key: Key, thing: dict[str, Any]) -> None:
        self.history.append((event, key, deepcopy(thing)))
        self.changed.notify_all()


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _content(thing: dict[str, Any]) -> dict[str, Any]:
    volatile = ("managedFields", "resourceVersion")
    metadata = {key: value for key, value in thing["metadata"].items() if key not in volatile}
    return {**thing, "metadata": metadata}
