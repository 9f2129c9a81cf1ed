"""Who set which field: the merge of server-side apply, with lists as one value.

https://kubernetes.io/docs/reference/using-api/server-side-apply/
"""

from typing import Any

Path = tuple[str, ...]
IDENTITY = {("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace")}


class Conflict(Exception):
    """`fields` are the paths, each with who holds it."""

    def __init__(self, fields: dict[Path, str]) -> None:
        super().__init__(fields)
        self.fields = fields


class FieldOwners:
    """Owners of the fields of one object."""

    def __init__(self) -> None:
        self.owners: dict[Path, set[str]] = {}
        self.updaters: dict[str, str] = {}  # those that did not apply: how conflicts name them

    def apply(self, before: dict[str, Any], intent: dict[str, Any], manager: str, force: bool) -> None:
        """Write `intent` into `before`, and take out what the manager set before and no longer names."""
        wanted = {path: value for path, value in leaves(intent).items() if path not in IDENTITY}
        present = leaves(before)
        disputed = {
            path: self._named(min(others))
            for path, value in wanted.items()
            if (others := self.owners.get(path, set()) - {manager}) and present.get(path) != value
        }
        if disputed and not force:
            raise Conflict(disputed)
        for path in [
            path for path, owners in self.owners.items() if manager in owners and path not in wanted
        ]:
            self.owners[path].discard(manager)
            if not self.owners[path]:
                del self.owners[path]
                remove(before, path)
        for path, value in wanted.items():
            shared = present.get(path) == value and path in self.owners
            self.owners[path] = {*(self.owners[path] if shared else ()), manager}
            put(before, path, value)

    def update(self, before: dict[str, Any], change: dict[str, Any], manager: str) -> None:
        """A merge patch: whoever held the fields holds them no more."""
        self.updaters[manager] = before["apiVersion"]
        for path, value in leaves(change).items():
            self.owners[path] = {manager}
            put(before, path, value)

    def _named(self, manager: str) -> str:
        version = self.updaters.get(manager)
        return f'"{manager}" using {version}' if version else f'"{manager}"'


def leaves(thing: Any, path: Path = ()) -> dict[Path, Any]:
    """Every field that is no mapping, or an empty one, by its path."""
    if not isinstance(thing, dict) or not thing:
        return {path: thing}
    found: dict[Path, Any] = {}
    for key, value in thing.items():
        found |= leaves(value, (*path, key))
    return found


def put(thing: dict[str, Any], path: Path, value: Any) -> None:
    for key in path[:-1]:
        thing = thing.setdefault(key, {})
    thing[path[-1]] = value


def remove(thing: dict[str, Any], path: Path) -> None:
    for key in path[:-1]:
        thing = thing.get(key, {})
    thing.pop(path[-1], None)
