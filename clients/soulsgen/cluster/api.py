"""The one way to an API server: any kind by its own name, through the official client's transport.

The official client's dynamic half is left alone: it keeps what it discovered in a file of a fixed
name under the temporary folder, and reads every API group of the cluster before the first request.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from soulsgen.cluster.faults import Denied, decoded, event_of, incomplete, translated
from soulsgen.cluster.kinds import Kinds
from soulsgen.cluster.objects import Object, lacking, title

if TYPE_CHECKING:
    from kubernetes.client import ApiClient

CONNECT_S = 5
READ_S = 60  # a dry run may pass through slow webhooks, which have 30 s at most
FIELD_MANAGER = "soulsgen"
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"


@dataclass(frozen=True)
class Reply:
    """`warnings` are the server's own, such as a Pod that its namespace's security would not admit."""

    status: int
    body: Object
    warnings: tuple[str, ...] = ()


class Cluster:
    """An open connection to one API server. Every method raises Refused and Unavailable in its words."""

    def __init__(self, client: "ApiClient") -> None:
        self.client = client
        self.host: str = client.configuration.host

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(lambda path: self.call("GET", path, path).body)

    def get(self, api_version: str, kind: str, name: str, namespace: str) -> Object:
        path = self.kinds.find(api_version, kind).path(namespace, name)
        return self._whole(self.call("GET", path, f"{kind}/{name}").body)

    def find(self, api_version: str, kind: str, name: str, namespace: str) -> Object | None:
        """Like `get`, and None for an object that is not there."""
        try:
            return self.get(api_version, kind, name, namespace)
        except Denied as error:
            if error.reason == "NotFound":
                return None
            raise

    def list(self, api_version: str, kind: str, namespace: str, **query: str) -> list[Object]:
        """All of a kind; `query` is `labelSelector` and `fieldSelector`."""
        resource = self.kinds.find(api_version, kind)
        items: list[Object] = []
        position = ""
        while True:
            page = {**query, "limit": "500", **({"continue": position} if position else {})}
            body = self.call("GET", resource.path(namespace), resource.plural, page).body
            # Items of a list come without their kind.
            identity = {"apiVersion": api_version, "kind": kind}
            items += [self._whole({**identity, **item}) for item in body.get("items") or ()]
            position = body.get("metadata", {}).get("continue", "")
            if not position:
                return items

    def create(self, thing: Object, namespace: str, dry_run: bool = False) -> Object:
        path = self.kinds.find(thing["apiVersion"], thing["kind"]).path(namespace)
        query = {"fieldManager": FIELD_MANAGER, **_dry(dry_run)}
        return self.call("POST", path, title(thing), query, thing).body

    def apply(
        self,
        thing: Object,
        namespace: str,
        *,
        dry_run: bool = False,
        force: bool = False,
        manager: str = FIELD_MANAGER,
    ) -> Reply:
        """Server-side apply; status 201 says that the object was not there before."""
        path = self.kinds.find(thing["apiVersion"], thing["kind"]).path(namespace, thing["metadata"]["name"])
        query = {"fieldManager": manager, "force": str(force).lower(), **_dry(dry_run)}
        return self.call("PATCH", path, title(thing), query, thing, APPLY)

    def merge(self, thing: Object, change: Object, namespace: str, manager: str, dry_run: bool) -> Object:
        """Change the fields of `thing` that `change` names."""
        path = self.kinds.find(thing["apiVersion"], thing["kind"]).path(namespace, thing["metadata"]["name"])
        query = {"fieldManager": manager, **_dry(dry_run)}
        return self.call("PATCH", path, title(thing), query, change, MERGE).body

    def delete(self, thing: Object, namespace: str, dry_run: bool = False) -> None:
        """Delete what `thing` names; what it owns follows in the background."""
        path = self.kinds.find(thing["apiVersion"], thing["kind"]).path(namespace, thing["metadata"]["name"])
        query = {"propagationPolicy": "Background", **_dry(dry_run)}
        self.call("DELETE", path, title(thing), query)

    def watch(self, thing: Object, namespace: str, seconds: int) -> Generator[Object]:
        """Every further state of `thing`, for at most `seconds`."""
        path = self.kinds.find(thing["apiVersion"], thing["kind"]).path(namespace)
        query = {
            "watch": "true",
            "fieldSelector": f"metadata.name={thing['metadata']['name']}",
            "resourceVersion": thing["metadata"]["resourceVersion"],
            "timeoutSeconds": str(seconds),
        }
        for line in self.lines(path, title(thing), query, seconds + READ_S):
            kind, state = event_of(line, self.host)
            # ERROR says that the version is too old; the caller looks again anyway.
            if kind in ("ADDED", "MODIFIED", "DELETED"):
                yield state

    def call(
        self,
        method: str,
        path: str,
        about: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        content_type: str = "application/json",
    ) -> Reply:
        """One request; `about` is how errors name what it was for."""
        with translated(about, self.host):
            response = self._send(method, path, query or {}, body, content_type, READ_S)
            data = response.read()
            warnings = response.getheaders().getlist("Warning")
            content = decoded(data, response.status, self.host)
        return Reply(response.status, content, tuple(_quoted(warning) for warning in warnings))

    def lines(self, path: str, about: str, query: Mapping[str, str], quiet_s: float) -> Generator[str]:
        """Lines of an answer that goes on, until it ends or nothing comes for `quiet_s` seconds."""
        with translated(about, self.host):
            response = self._send("GET", path, query, None, "application/json", quiet_s).response
            pieces: list[bytes] = []  # of a line that has not ended yet
            try:
                for chunk in response.stream(amt=None, decode_content=True):
                    head, *lines = chunk.split(b"\n")
                    pieces.append(head)
                    for line in lines:
                        yield b"".join(pieces).decode("utf-8", "replace")
                        pieces = [line]
                if rest := b"".join(pieces):
                    yield rest.decode("utf-8", "replace")
            finally:
                response.close()

    def _whole(self, thing: Object) -> Object:
        """`thing`, which the server sent, with all that we read without asking; else Denied."""
        if path := lacking(thing):
            raise incomplete(f"a {thing.get('kind', 'object')}", path, self.host)
        return thing

    def _send(
        self, method: str, path: str, query: Mapping[str, str], body: Any, content_type: str, read_s: float
    ) -> Any:
        from kubernetes.client.exceptions import ApiException

        request = self.client.param_serialize(
            method,
            path,
            query_params=list(query.items()),
            header_params={"Accept": "application/json, */*", "Content-Type": content_type},
            body=body,
            auth_settings=["BearerToken"],
        )
        response = self.client.call_api(*request, _request_timeout=(CONNECT_S, read_s))
        if not 200 <= response.status <= 299:
            raise ApiException(
                response.status, response.reason, body=response.read().decode("utf-8", "replace")
            )
        return response


def _dry(dry_run: bool) -> dict[str, str]:
    """The server checks the request to the end and stores nothing."""
    return {"dryRun": "All"} if dry_run else {}


def _quoted(warning: str) -> str:
    """The words of a header such as `299 - "they are \\"these\\""`: RFC 7234, section 5.5."""
    return re.sub(r"\\(.)", r"\1", warning.partition('"')[2].rpartition('"')[0])
