"""What a Pod does and what it waits for, from its status and, where that is silent, from its events."""

from collections.abc import Iterator, Mapping
from typing import Any

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.credentials import SECRETS
from soulsgen.cluster.exits import ending
from soulsgen.cluster.objects import Object, condition

# Waiting for one of these is what every start looks like.
STARTING = {"ContainerCreating", "PodInitializing"}
WAITS = {
    "ImagePullBackOff": "its image cannot be pulled",
    "ErrImagePull": "its image cannot be pulled",
    "ErrImageNeverPull": "its image is not on the node and may not be pulled",
    "InvalidImageName": "its image has an invalid name",
    "CreateContainerConfigError": "its configuration is not complete",
    "CreateContainerError": "its container cannot be made",
    "RunContainerError": "its container cannot be started",
    "CrashLoopBackOff": "it ends again and again",
}


def containers(pod: Object) -> list[Object]:
    """Statuses of all containers, those that run first in front."""
    status = pod.get("status", {})
    return [*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())]


def trouble(pod: Object) -> str | None:
    """What keeps the Pod from running, in words; None where nothing does, or nothing is known yet."""
    if pod["metadata"].get("deletionTimestamp"):
        return None
    if pod.get("status", {}).get("phase") == "Failed" and pod["status"].get("reason"):
        return f"{pod['status']['reason']}: {pod['status'].get('message', 'no message')}"  # Evicted
    for status in containers(pod):
        if words := _container_trouble(status):
            return words
    return _unscheduled(pod)


def mishap(cluster: Cluster, pod: Object) -> str | None:
    """The last warning about a Pod that is being started: a volume's Secret that is missing, say."""
    states = [status.get("state", {}).get("waiting", {}) for status in containers(pod)]
    if not any(state.get("reason") in STARTING for state in states):
        return None
    return last_warning(cluster, pod)


def last_warning(cluster: Cluster, thing: Object) -> str | None:
    """What the cluster last complained of about `thing`: `FailedMount: …`."""
    query = f"involvedObject.uid={thing['metadata'].get('uid')},type=Warning"
    events = cluster.list("v1", "Event", thing["metadata"]["namespace"], fieldSelector=query)
    if not events:
        return None
    event = max(events, key=_when)
    words = " ".join(str(event.get("message", "")).split())
    return f"{event.get('reason')}: {words}{_remedy(words)}"


def exit_states(pod: Object) -> Iterator[Mapping[str, Any]]:
    """How the containers of a Pod ended, those that did."""
    for status in containers(pod):
        if terminated := status.get("state", {}).get("terminated"):
            yield terminated


def _container_trouble(status: Object) -> str | None:
    waiting = status.get("state", {}).get("waiting") or {}
    reason = waiting.get("reason")
    if not reason or reason in STARTING:
        return None
    words = WAITS.get(reason, reason)
    if reason == "CrashLoopBackOff":
        last = status.get("lastState", {}).get("terminated")
        return f"{words}, last with {ending(last)}" if last else words
    message = " ".join(str(waiting.get("message") or status.get("image", "")).split())
    return f"{words} ({reason}): {message}{_remedy(message)}"


def _unscheduled(pod: Object) -> str | None:
    entry = condition(pod, "PodScheduled", "False")
    if entry is None:
        return None
    message = entry.get("message", "no reason given")
    want = ", for want of a free GPU" if "nvidia.com/gpu" in message else ""
    return f"no node can take it{want}: {message}"


def _remedy(message: str) -> str:
    for name in SECRETS:
        if f'secret "{name}" not found' in message:
            return f"; `soulsgen k8s secrets {name} --from-env` makes it"
    return ""


def _when(event: Object) -> str:
    """RFC 3339 in UTC, which sorts as text."""
    series = event.get("series") or {}
    seen = series.get("lastObservedTime") or event.get("lastTimestamp") or event.get("eventTime")
    return str(seen or event["metadata"].get("creationTimestamp") or "")
