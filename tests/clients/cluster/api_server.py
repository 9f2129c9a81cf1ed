"""A Kubernetes API server for tests: stores objects and answers over HTTP as the real one does.

Discovery, GET, LIST, POST, server-side apply, merge patch, DELETE, dry runs, watches, Pod logs, and
the Status bodies of every refusal. `job_controller.py` moves Jobs on.
"""

import json
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from clients.cluster import answers
from clients.cluster.admission import selected, validate
from clients.cluster.answers import Failure, Kind
from clients.cluster.field_owners import Conflict
from clients.cluster.store import KINDS, Store, Stored
from clients.loopback import hang_up

TOKEN = "a-token-of-the-tests"


class ApiServer(Store):
    """One cluster, as a WSGI application. A test may read and set every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[str] = []
        self.denied: set[tuple[str, str]] = set()  # verb, plural
        self.role: list[dict[str, Any]] | None = None  # rules of a Role, which alone count then
        self.answers: dict[str, tuple[int, str]] = {}  # "PATCH services": status and body
        self.often: dict[str, int] = {}  # "PATCH services": so many of them and no more, where it is set
        self.pages: dict[str, str] = {}  # path of a discovery: what it is answered with
        self.warnings: dict[str, str] = {}  # kind: what to warn of
        self.logs: dict[str, list[str]] = {}  # Pod: lines so far
        self.watches: str | None = None  # what every watch is answered with, in place of events
        self.log_cuts: list[int] = []  # break each next log's connection after so many lines
        self.page_size = 500
        self.job_made: Callable[[dict[str, Any]], None] = lambda job: None  # a controller, where there is one

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        try:
            response = self._answer(request)
        except Failure as failure:
            response = _json(failure.body, failure.code)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.full_path.rstrip('?')}")
        if request.headers.get("Authorization", "").lower() != f"bearer {TOKEN}":
            raise answers.unauthorized()
        kind, namespace, name, rest = self._route(request.path)
        if page := self.pages.get(request.path):
            return Response(page)
        if kind is None:
            return self._discovery(request.path)
        asked = f"{request.method} {kind.plural}"
        code, body = self.answers.get(asked, (0, ""))
        if code and self.often.get(asked, 1):
            if asked in self.often:
                self.often[asked] -= 1
            return Response(body, code, content_type="application/json" if body[:1] == "{" else "text/html")
        self._authorize(request, kind, namespace, name, rest)
        if rest == "log":
            return self._log(request, kind, namespace, name)
        work = {"GET": self._get, "POST": self._post, "PATCH": self._patch, "DELETE": self._delete}
        return work[request.method](request, kind, namespace, name)

    def _route(self, path: str) -> tuple[Kind | None, str, str, str]:
        for kind in self.kinds:
            root = f"/apis/{kind.api_version}/" if kind.group else f"/api/{kind.api_version}/"
            parts = path.removeprefix(root).split("/")
            namespace = ""
            if kind.namespaced and parts[0] == "namespaces" and len(parts) > 2:
                namespace, parts = parts[1], parts[2:]
            fits = bool(namespace) if kind.namespaced else len(parts) <= 2
            if path.startswith(root) and parts[0] == kind.plural and fits:
                name, rest, *_ = [*parts[1:], "", ""]
                return kind, namespace, name, rest
        return None, "", "", ""

    def _discovery(self, path: str) -> Response:
        root, _, api_version = path.lstrip("/").partition("/")
        rows = [
            {"name": name, "kind": row.kind, "namespaced": row.namespaced, "singularName": "", "verbs": []}
            for row in self.kinds
            if row.api_version == api_version and (root == "apis") == bool(row.group)
            for name in (row.plural, f"{row.plural}/status")
        ]
        if not rows:
            raise answers.no_page()
        return _json({"kind": "APIResourceList", "groupVersion": api_version, "resources": rows})

    def _authorize(self, request: Request, kind: Kind, namespace: str, name: str, rest: str) -> None:
        verb = {"POST": "create", "PATCH": "patch", "DELETE": "delete"}.get(
            request.method, "watch" if request.args.get("watch") else "get" if name else "list"
        )
        plural = f"{kind.plural}/{rest}" if rest else kind.plural
        if (verb, plural) in self.denied or not self._granted(verb, kind.group, plural, name):
            raise answers.forbidden(kind, verb, namespace, name)

    def _granted(self, verb: str, group: str, plural: str, name: str) -> bool:
        """Rules of a Role, as https://kubernetes.io/docs/reference/access-authn-authz/rbac/ has them."""
        return self.role is None or any(
            verb in rule["verbs"]
            and group in rule["apiGroups"]
            and plural in rule["resources"]
            and ("resourceNames" not in rule or name in rule["resourceNames"])
            for rule in self.role
        )

    def _get(self, request: Request, kind: Kind, namespace: str, name: str) -> Response:
        if request.args.get("watch"):
            return self._watch(request, kind, namespace)
        with self.lock:
            if name:
                return _json(self._stored(kind, namespace, name).thing)
            found = [
                {key: value for key, value in stored.thing.items() if key not in ("apiVersion", "kind")}
                for (plural, within, _), stored in self.objects.items()
                if (plural, within) == (kind.plural, namespace) and selected(stored.thing, request)
            ]
        start = int(request.args.get("continue") or 0)
        end = start + min(self.page_size, int(request.args.get("limit") or 500))
        metadata = {"resourceVersion": str(len(self.history))}
        metadata |= {"continue": str(end)} if end < len(found) else {}
        return _json({"kind": f"{kind.kind}List", "metadata": metadata, "items": found[start:end]})

    def _post(self, request: Request, kind: Kind, namespace: str, name: str) -> Response:
        thing = request.get_json()
        metadata = thing["metadata"]
        if metadata.get("generateName") and not metadata.get("name"):
            metadata["name"] = metadata["generateName"] + uuid4().hex[:5]
        with self.lock:
            if (kind.plural, namespace, metadata["name"]) in self.objects:
                raise answers.exists(kind, metadata["name"])
            response = self._save(request, kind, namespace, Stored(thing), new=True)
        if kind.kind == "Job" and request.args.get("dryRun") != "All":
            self.job_made(thing)
        return response

    def _patch(self, request: Request, kind: Kind, namespace: str, name: str) -> Response:
        body, manager = json.loads(request.get_data()), request.args["fieldManager"]
        with self.lock:
            stored = deepcopy(self.objects.get((kind.plural, namespace, name)))
            new = stored is None
            if request.content_type == "application/apply-patch+yaml":
                identity = {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": {"name": name}}
                stored = stored or Stored(identity)
                try:
                    stored.owners.apply(stored.thing, body, manager, request.args.get("force") == "true")
                except Conflict as error:
                    raise answers.conflict(error.fields) from error
            elif stored is None:
                raise answers.not_found(kind, name)
            else:
                stored.owners.update(stored.thing, body, manager)
            return self._save(request, kind, namespace, stored, new)

    def _delete(self, request: Request, kind: Kind, namespace: str, name: str) -> Response:
        with self.lock:
            stored = self._stored(kind, namespace, name)
            if request.args.get("dryRun") == "All":
                return _json({"kind": "Status", "status": "Success"})
            for key in [(kind.plural, namespace, name)] + [
                key for key in self.objects if kind.kind == "Namespace" and key[1] == name
            ]:
                self.record("DELETED", key, self.objects.pop(key).thing)
        return _json(stored.thing)

    def _save(self, request: Request, kind: Kind, namespace: str, stored: Stored, new: bool) -> Response:
        """Admission, validation and, where it is no dry run, the store."""
        home = ("namespaces", "", namespace)
        if kind.namespaced and home not in self.objects:
            raise answers.not_found(KINDS[0], namespace)
        validate(kind, stored.thing)
        thing = stored.thing
        if request.args.get("dryRun") != "All":
            thing = self.save(kind, namespace, stored)
        response = _json(thing, 201 if new else 200)
        if words := self.warnings.get(kind.kind):
            response.headers["Warning"] = f'299 - "{words}"'
        return response

    def _stored(self, kind: Kind, namespace: str, name: str) -> Stored:
        found = self.objects.get((kind.plural, namespace, name))
        if found is None:
            raise answers.not_found(kind, name)
        return found

    def _watch(self, request: Request, kind: Kind, namespace: str) -> Response:
        if self.watches is not None:
            return Response(self.watches)
        position = int(request.args["resourceVersion"])
        end = time.monotonic() + float(request.args["timeoutSeconds"])

        def events() -> Iterator[str]:
            nonlocal position
            while time.monotonic() < end:
                with self.lock:
                    fresh = self.history[position:]
                    if not fresh:
                        self.changed.wait(0.05)
                    position += len(fresh)
                for event, (plural, within, _), thing in fresh:
                    if (plural, within) == (kind.plural, namespace) and selected(thing, request):
                        yield json.dumps({"type": event, "object": thing}) + "\n"

        return Response(events(), content_type="application/json;stream=watch")

    def _log(self, request: Request, kind: Kind, namespace: str, name: str) -> Response:
        """Lines with their stamps; the connection stays until the Pod is over."""
        with self.lock:
            self._stored(kind, namespace, name)
        since = request.args.get("sinceTime", "")
        cut = self.log_cuts.pop(0) if self.log_cuts else None

        def lines() -> Iterator[str]:
            sent = 0
            while True:
                with self.lock:
                    over = self.read("Pod", name, namespace)["status"]["phase"] in ("Succeeded", "Failed")
                    fresh = self.logs.get(name, [])[sent:]
                for line in fresh:
                    sent += 1
                    if cut is not None and sent > cut:
                        hang_up(request.environ)
                        return
                    # Whole seconds count, as in a real cluster.
                    if line[:19] >= since[:19]:
                        yield line + "\n"
                if over:
                    return
                time.sleep(0.01)

        return Response(lines(), content_type="text/plain")


def _json(body: Any, code: int = 200) -> Response:
    return Response(json.dumps(body), code, content_type="application/json")
