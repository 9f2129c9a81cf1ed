"""Where an API server keeps a kind: asked of the server itself, so that any kind it has will do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from soulsgen.cluster.faults import Denied

# What brings the kinds that a bare cluster lacks.
BROUGHT_BY = {
    "keda.sh": "KEDA brings it: https://keda.sh/docs/latest/deploy/",
    "monitoring.coreos.com": "the Prometheus Operator brings it: https://prometheus-operator.dev",
}


class UnknownKind(Denied):
    """The cluster has no such kind."""

    def __init__(self, api_version: str, kind: str) -> None:
        remedy = BROUGHT_BY.get(api_version.partition("/")[0], "is its operator installed?")
        super().__init__(f"the cluster has no kind {kind} in {api_version}; {remedy}", 404, "NoKind")


@dataclass(frozen=True)
class Resource:
    """The collection of one kind under `root`, such as `/apis/apps/v1`."""

    root: str
    plural: str
    namespaced: bool

    def path(self, namespace: str, name: str = "") -> str:
        within = f"/namespaces/{quote(namespace, safe='')}" if self.namespaced else ""
        return f"{self.root}{within}/{self.plural}" + (f"/{quote(name, safe='')}" if name else "")


class Kinds:
    """What one server has; each group is asked for once, when it is first needed."""

    def __init__(self, read: Callable[[str], dict[str, Any]]) -> None:
        self.read = read
        self.groups: dict[str, dict[str, Resource]] = {}

    def find(self, api_version: str, kind: str) -> Resource:
        """Raises UnknownKind."""
        if api_version not in self.groups:
            self.groups[api_version] = self._discover(api_version, kind)
        if resource := self.groups[api_version].get(kind):
            return resource
        raise UnknownKind(api_version, kind)

    def _discover(self, api_version: str, kind: str) -> dict[str, Resource]:
        root = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
        try:
            # `deployments/scale` is a part of a resource, and has a kind as well.
            return {
                row["kind"]: Resource(root, row["name"], row["namespaced"])
                for row in self.read(root)["resources"]
                if "/" not in row["name"]
            }
        except Denied as error:
            if error.status != 404:
                raise
            raise UnknownKind(api_version, kind) from error
        except (KeyError, TypeError) as error:
            raise Denied(f"{root} lists no resources: is the API server Kubernetes?", 200, "") from error
