"""Kubernetes objects as the API server sends them: JSON mappings, and the names people know them by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Object = dict[str, Any]

# What the manifests label every object with.
PART_OF = "app.kubernetes.io/part-of=soulsgen"
# What every such object has, and we read without asking.
REQUIRED = {
    "CronJob": ("spec.schedule", "spec.jobTemplate.spec.template"),
    "Deployment": ("spec.selector",),
}


def title(thing: Mapping[str, Any]) -> str:
    """`Deployment/torchserve`."""
    return f"{thing.get('kind', 'object')}/{thing['metadata'].get('name', '?')}"


def lacking(thing: Mapping[str, Any]) -> str | None:
    """The first field that `thing` should have and has not: `spec.selector`."""
    for path in ("metadata.name", *REQUIRED.get(str(thing.get("kind")), ())):
        found: Any = thing
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        if not found:
            return path
    return None


def condition(thing: Mapping[str, Any], kind: str, status: str = "True") -> Object | None:
    """The condition of `thing` of that kind, where it has it with that status."""
    for entry in thing.get("status", {}).get("conditions") or ():
        if (entry.get("type"), entry.get("status")) == (kind, status):
            return dict(entry)
    return None


def owned_by(thing: Mapping[str, Any], owner: Mapping[str, Any]) -> bool:
    """Whether `owner` is the controller of `thing`."""
    uid = owner["metadata"].get("uid")
    return any(
        entry.get("uid") == uid and entry.get("controller")
        for entry in thing["metadata"].get("ownerReferences") or ()
    )


def selector(labels: Mapping[str, str]) -> str:
    """The query that selects objects with all of `labels`."""
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))


def moment(text: str | None) -> datetime | None:
    """The time an API server wrote as RFC 3339."""
    return datetime.fromisoformat(text) if text else None
