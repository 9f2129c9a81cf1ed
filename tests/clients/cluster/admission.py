"""What an API server of the tests takes and selects: a few of the real one's rules, in its words."""

from typing import Any

from werkzeug.wrappers import Request

from clients.cluster import answers
from clients.cluster.answers import Kind


def validate(kind: Kind, thing: dict[str, Any]) -> None:
    """A few of the real server's rules, in its words."""
    name = thing["metadata"]["name"]
    faults: list[tuple[str, str]] = []
    spec = thing.get("spec", {})
    if kind.kind == "CronJob" and len(spec.get("schedule", "").split()) != 5:
        count = len(spec.get("schedule", "").split())
        faults.append(
            (
                "spec.schedule",
                f'Invalid value: "{spec.get("schedule", "")}": expected exactly 5 fields, '
                f"found {count}: [{spec.get('schedule', '')}]",
            )
        )
    if kind.kind == "Deployment" and not spec.get("template", {}).get("spec", {}).get("containers"):
        faults.append(("spec.template.spec.containers", "Required value"))
    if kind.kind == "Deployment" and spec.get("replicas", 1) < 0:
        faults.append(
            ("spec.replicas", f"Invalid value: {spec['replicas']}: must be greater than or equal to 0")
        )
    if kind.kind == "Secret" and (long := [key for key, value in thing["data"].items() if len(value) > 400]):
        faults.append(
            (f"data[{long[0]}]", f"Too long: may not be more than 300 bytes: {thing['data'][long[0]]}")
        )
    if faults:
        raise answers.invalid(kind, name, faults)


def selected(thing: dict[str, Any], request: Request) -> bool:
    labels = thing["metadata"].get("labels", {})
    for term in filter(None, request.args.get("labelSelector", "").split(",")):
        key, _, value = term.partition("=")
        if labels.get(key) != value:
            return False
    for term in filter(None, request.args.get("fieldSelector", "").split(",")):
        path, _, value = term.partition("=")
        found: Any = thing
        for step in path.split("."):
            found = found.get(step, {})
        if found != value:
            return False
    return True
