"""Overlays into a cluster and out of it again, object by object, each with what became of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.faults import Busy, Denied
from soulsgen.cluster.kinds import UnknownKind
from soulsgen.cluster.objects import Object, title
from soulsgen.errors import Refused, SoulsgenError, Unavailable

# The server changes these with every write, whatever was written.
BOOKKEEPING = ("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid")
# What a user would miss: a namespace takes everything in it along.
DATA_KINDS = {"Namespace", "PersistentVolumeClaim", "Secret"}


@dataclass(frozen=True)
class Outcome:
    """What became of one object.

    `result` is created, configured, unchanged, deleted, absent, refused, failed (may pass) or
    unchecked (a dry run cannot look into a namespace that is not there yet). `changes` are paths
    of fields; their values stay where they are, since they may be secret.
    """

    object: str
    result: str
    changes: tuple[str, ...] = ()
    reason: str = ""
    warnings: tuple[str, ...] = ()


def apply(
    cluster: Cluster, objects: Iterable[Object], namespace: str, *, dry_run: bool, force: bool = False
) -> Iterator[Outcome]:
    """Server-side apply of all objects; one that is refused does not keep the others out.

    Raises Unreachable when the server cannot be reached any more.
    """
    coming: set[str] = set()
    for thing in objects:
        outcome = _outcome(title(thing), partial(_apply, cluster, thing, namespace, dry_run, force))
        if dry_run and thing["kind"] == "Namespace" and outcome.result == "created":
            coming.add(thing["metadata"]["name"])
        yield _unchecked(outcome, namespace) if namespace in coming else outcome


def remove(
    cluster: Cluster, objects: Iterable[Object], namespace: str, *, dry_run: bool
) -> Iterator[Outcome]:
    """Delete all objects, those that were applied last first. Raises like `apply`."""
    for thing in reversed(list(objects)):
        yield _outcome(title(thing), partial(_remove, cluster, thing, namespace, dry_run))


def verdict(outcomes: Iterable[Outcome]) -> SoulsgenError | None:
    """The error that the whole ends with: a refusal counts more than a fault that may pass."""
    results = [outcome.result for outcome in outcomes]
    bad = results.count("refused") + results.count("failed")
    if not bad:
        return None
    words = f"{bad} of {len(results)} objects failed"
    return Refused(words) if "refused" in results else Unavailable(words)


def changed_paths(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Paths of the fields in which two objects differ: `spec.replicas`. Lists are compared whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            here = f"{path}.{key}" if path else key
            yield from changed_paths(before.get(key), after.get(key), here)
    elif before != after:
        yield path


def _outcome(name: str, work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except Denied as error:
        return Outcome(name, "refused", reason=_without(str(error), name))
    except Busy as error:
        return Outcome(name, "failed", reason=_without(str(error), name))


def _apply(cluster: Cluster, thing: Object, namespace: str, dry_run: bool, force: bool) -> Outcome:
    key = (thing["apiVersion"], thing["kind"], thing["metadata"]["name"])
    before = cluster.find(*key, namespace)
    reply = cluster.apply(thing, namespace, dry_run=dry_run, force=force)
    if before is None:
        return Outcome(title(thing), "created", warnings=reply.warnings)
    changes = tuple(changed_paths(_stripped(before), _stripped(reply.body)))
    return Outcome(title(thing), "configured" if changes else "unchanged", changes, warnings=reply.warnings)


def _remove(cluster: Cluster, thing: Object, namespace: str, dry_run: bool) -> Outcome:
    try:
        cluster.delete(thing, namespace, dry_run)
    except UnknownKind:
        return Outcome(title(thing), "absent")
    except Denied as error:
        if error.reason == "NotFound":
            return Outcome(title(thing), "absent")
        raise
    return Outcome(title(thing), "deleted")


def _unchecked(outcome: Outcome, namespace: str) -> Outcome:
    """A dry run creates no namespace, and without one the server looks at nothing that goes into it."""
    if outcome.result == "refused" and f'namespaces "{namespace}" not found' in outcome.reason:
        return Outcome(outcome.object, "unchecked")
    return outcome


def _stripped(thing: Object) -> Object:
    metadata = {key: value for key, value in thing["metadata"].items() if key not in BOOKKEEPING}
    return {**{key: value for key, value in thing.items() if key != "status"}, "metadata": metadata}


def _without(words: str, name: str) -> str:
    """`words` without the name they begin with, which the line they go into has already."""
    return words.removeprefix(f"{name}: ")
