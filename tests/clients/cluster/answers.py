"""Bodies of an API server that says no, word for word as Kubernetes writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A row of discovery."""

    api_version: str
    kind: str
    plural: str
    namespaced: bool = True

    @property
    def group(self) -> str:
        return self.api_version.partition("/")[0] if "/" in self.api_version else ""

    @property
    def qualified(self) -> str:
        """`deployments.apps`"""
        return f"{self.plural}.{self.group}" if self.group else self.plural


class Failure(Exception):
    """Ends a request with a Status object."""

    def __init__(self, code: int, reason: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.body = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": reason,
            "details": details,
            "code": code,
        }


def unauthorized() -> Failure:
    return Failure(401, "Unauthorized", "Unauthorized")


def forbidden(kind: Kind, verb: str, namespace: str, name: str) -> Failure:
    where = f' in the namespace "{namespace}"' if kind.namespaced else " at the cluster scope"
    about = f'{kind.qualified} "{name}"' if name else kind.qualified
    return Failure(
        403,
        "Forbidden",
        f'{about} is forbidden: User "tester" cannot {verb} resource "{kind.plural}" '
        f'in API group "{kind.group}"{where}',
        name=name,
        group=kind.group,
        kind=kind.plural,
    )


def not_found(kind: Kind, name: str) -> Failure:
    message = f'{kind.qualified} "{name}" not found'
    return Failure(404, "NotFound", message, name=name, group=kind.group, kind=kind.plural)


def no_page() -> Failure:
    return Failure(404, "NotFound", "the server could not find the requested resource")


def exists(kind: Kind, name: str) -> Failure:
    message = f'{kind.qualified} "{name}" already exists'
    return Failure(409, "AlreadyExists", message, name=name, group=kind.group, kind=kind.plural)


def conflict(fields: dict[tuple[str, ...], str]) -> Failure:
    """`fields` are paths, each with who holds it: `"kubectl"` or `"kubectl" using apps/v1`."""
    causes = [
        {
            "reason": "FieldManagerConflict",
            "message": f"conflict with {holder}",
            "field": "." + ".".join(path),
        }
        for path, holder in sorted(fields.items())
    ]
    if len(causes) == 1:
        listing = f"1 conflict: {causes[0]['message']}: {causes[0]['field']}"
    else:
        listing = f"{len(causes)} conflicts:"
        for holder in sorted(set(fields.values())):
            held = sorted(path for path, name in fields.items() if name == holder)
            rows = "".join(f"\n- .{'.'.join(path)}" for path in held)
            listing += f"{' ' if listing[-1] == ':' else chr(10)}conflicts with {holder}:{rows}"
    return Failure(409, "Conflict", f"Apply failed with {listing}", causes=causes)


def invalid(kind: Kind, name: str, faults: Sequence[tuple[str, str]]) -> Failure:
    """`faults` are fields, each with what is wrong about it."""
    listing = [f"{field}: {words}" for field, words in faults]
    words = listing[0] if len(listing) == 1 else f"[{', '.join(listing)}]"
    kind_name = f"{kind.kind}.{kind.group}" if kind.group else kind.kind
    causes = [{"reason": "FieldValueInvalid", "message": words, "field": field} for field, words in faults]
    return Failure(
        422,
        "Invalid",
        f'{kind_name} "{name}" is invalid: {words}',
        name=name,
        group=kind.group,
        kind=kind.kind,
        causes=causes,
    )
