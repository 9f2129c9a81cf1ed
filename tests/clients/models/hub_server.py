"""The Hugging Face Hub's side of a pull, of the tests' own: model API, files with ETags and ranges, gates.

As the Hub does, it keeps large files in another place (another origin, which must never see the token) and
answers 401 for what an unknown caller may not know of. LargeFiles is that other place.
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from waiting import LIMIT_S

Reply = BaseResponse | tuple[str, int, dict[str, str]]
_SENT_BYTES = 1 << 16


@dataclass
class Repository:
    """files: content by path, at one commit; gated: "", "auto" or "manual"; readers: tokens that may read."""

    files: dict[str, bytes]
    commit: str = "c0ffee00" * 5
    tags: tuple[str, ...] = ("license:apache-2.0",)
    gated: str = ""
    readers: tuple[str, ...] = ()
    claimed_bytes: int | None = None

    def large(self, path: str) -> bool:
        return path.endswith((".safetensors", ".bin"))


@dataclass
class Request:
    """What was asked for: path, Range header, and whether a token came with it."""

    path: str
    range: str | None
    token: str | None


class LargeFiles:
    """Where the large files are, by SHA-256.

    hold_at: bytes of a reply after which nothing more is sent; cut: so many replies end there instead, and
    those after come whole; garble: the last byte of what is sent is wrong.
    """

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.hold_at: int | None = None
        self.cut = 0
        self.garble = False
        self.released = threading.Event()
        self.flask = Flask("large files")
        self.flask.add_url_rule("/<digest>", view_func=self._send)

    def _send(self, digest: str) -> BaseResponse:
        self.requests.append(
            Request(digest, request.headers.get("Range"), request.headers.get("Authorization"))
        )
        content = self.contents[digest]
        if self.garble:
            content = content[:-1] + bytes([content[-1] ^ 1])
        response = ranged(content, digest)
        if self.hold_at is not None:
            # Its Content-Length stays that of the whole.
            response.response = self._held(response.get_data(), self.hold_at)
        return response

    def _held(self, body: bytes, limit: int) -> Iterator[bytes]:
        for start in range(0, min(limit, len(body)), _SENT_BYTES):
            yield body[start : min(start + _SENT_BYTES, limit)]
        if self.cut:
            self.cut -= 1
            if not self.cut:
                self.hold_at = None
            raise ConnectionResetError("cut by the test")
        self.released.wait(LIMIT_S)


@dataclass
class HubServer:
    """`large_at` is the base URL of the large files; `tokens` are those of known users."""

    large_at: str
    large: LargeFiles
    repositories: dict[str, Repository] = field(default_factory=dict)
    tokens: tuple[str, ...] = ("hf_reader", "hf_stranger")
    requests: list[Request] = field(default_factory=list)
    busy: int = 0

    def __post_init__(self) -> None:
        self.flask = Flask("hub")
        rule = self.flask.add_url_rule
        rule("/api/models/<owner>/<name>/revision/<revision>", view_func=self._model)
        rule("/api/models/<owner>/<name>/auth-check", view_func=self._auth_check)
        rule("/<owner>/<name>/resolve/<revision>/<path:path>", view_func=self._resolve)

    def add(self, repository_id: str, repository: Repository) -> Repository:
        self.repositories[repository_id] = repository
        for content in repository.files.values():
            self.large.contents[hashlib.sha256(content).hexdigest()] = content
        return repository

    def _model(self, owner: str, name: str, revision: str) -> Reply:
        found = self._look(owner, name, revision)
        if not isinstance(found, Repository):
            return found
        siblings = [self._sibling(found, path) for path in found.files]
        return jsonify(
            id=f"{owner}/{name}",
            sha=found.commit,
            gated=found.gated or False,
            tags=list(found.tags),
            siblings=siblings if "blobs" in request.args else [{"rfilename": path} for path in found.files],
        )

    def _sibling(self, repository: Repository, path: str) -> dict[str, object]:
        content = repository.files[path]
        size = repository.claimed_bytes if repository.large(path) else None
        size = len(content) if size is None else size
        row: dict[str, object] = {"rfilename": path, "size": size, "blobId": git_sha1(content)}
        if repository.large(path):
            digest = hashlib.sha256(content).hexdigest()
            row["lfs"] = {"sha256": digest, "size": size, "pointerSize": 134}
        return row

    def _auth_check(self, owner: str, name: str) -> Reply:
        found = self._look(owner, name, "main")
        return (self._barred(found) or jsonify(ok=True)) if isinstance(found, Repository) else found

    def _resolve(self, owner: str, name: str, revision: str, path: str) -> Reply:
        self.requests.append(
            Request(path, request.headers.get("Range"), request.headers.get("Authorization"))
        )
        if self.busy:
            self.busy -= 1
            return _error(503, "", "Service Unavailable")
        found = self._look(owner, name, revision)
        if not isinstance(found, Repository):
            return found
        if barred := self._barred(found):
            return barred
        if path not in found.files:
            return _error(404, "EntryNotFound", "Entry not found")
        content = found.files[path]
        if found.large(path):
            digest = hashlib.sha256(content).hexdigest()
            reply: BaseResponse = redirect(f"{self.large_at}/{digest}")
            reply.headers |= {"X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(content))}
        else:
            reply = ranged(content, git_sha1(content))
        reply.headers["X-Repo-Commit"] = found.commit
        return reply

    def _look(self, owner: str, name: str, revision: str) -> "Repository | Reply":
        token = _token()
        if token is not None and token not in self.tokens:
            return _error(401, "", "Invalid credentials in Authorization header")
        found = self.repositories.get(f"{owner}/{name}")
        if found is None:
            return _error(404 if token else 401, "RepoNotFound" if token else "", "Repository not found")
        if revision not in ("main", found.commit):
            return _error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return found

    def _barred(self, repository: Repository) -> Reply | None:
        if not repository.gated or _token() in repository.readers:
            return None
        return _error(403 if _token() else 401, "GatedRepo", "Access to this model is restricted")


def _token() -> str | None:
    header = request.headers.get("Authorization")
    return header.removeprefix("Bearer ") if header else None


def _error(status: int, code: str, message: str) -> Reply:
    headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
    return message, status, headers


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def ranged(content: bytes, etag: str) -> Response:
    """All of it, or the range that was asked for."""
    response = Response(content, content_type="application/octet-stream")
    response.set_etag(etag)
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response
