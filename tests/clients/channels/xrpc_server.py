"""As much of a Bluesky server over loopback as a post needs: sessions, blobs, records.

Limits are the lexicons' (app.bsky.feed.post, app.bsky.embed.images); test_bluesky_pds.py shows the channel to
the official server.
"""

import json
import re
from secrets import token_hex
from typing import Any

from flask import Flask, Response, request

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
HANDLE = "lore.test"


class XrpcServer:
    """`records` are the posts by record key, `blobs` the images by their link."""

    def __init__(self) -> None:
        self.password = token_hex(8)
        self.jwt = f"e30.{token_hex(16)}.e30"
        self.records: dict[str, dict[str, Any]] = {}
        self.blobs: dict[str, bytes] = {}
        self.flask = Flask("xrpc")
        self.flask.post("/xrpc/com.atproto.server.createSession")(self._session)
        self.flask.post("/xrpc/com.atproto.repo.uploadBlob")(self._blob)
        self.flask.post("/xrpc/com.atproto.repo.createRecord")(self._create)
        self.flask.get("/xrpc/com.atproto.repo.getRecord")(self._get)

    def _session(self) -> Response:
        body = request.get_json()
        if (body["identifier"], body["password"]) != (HANDLE, self.password):
            return _error(401, "AuthenticationRequired", "Invalid identifier or password")
        # The client reads when the token ends.
        token = "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDAsImlhdCI6MTcwMDAwMDAwMH0.c2ln"
        self.jwt = token
        return _answer(
            {"did": DID, "handle": HANDLE, "accessJwt": token, "refreshJwt": token, "active": True}
        )

    def _blob(self) -> Response:
        if wrong := self._unauthorized():
            return wrong
        content = request.get_data()
        if len(content) > 1_000_000:
            return _error(400, "BlobTooLarge", "This file is too large.")
        link = f"bafkrei{token_hex(26)}"
        self.blobs[link] = content
        blob = {"$type": "blob", "ref": {"$link": link}, "mimeType": "image/png", "size": len(content)}
        return _answer({"blob": blob})

    def _create(self) -> Response:
        if wrong := self._unauthorized():
            return wrong
        body = request.get_json()
        record, key = body["record"], body["rkey"]
        if not re.fullmatch(r"[234567abcdefghij][234567a-z]{12}", key):
            return _error(400, "InvalidRequest", "Invalid record key")
        if len(record["text"].encode()) > 3000 or body["repo"] != DID:
            return _error(400, "InvalidRequest", "Invalid app.bsky.feed.post record")
        if key in self.records:
            return _error(500, "InternalServerError", "Internal Server Error")
        self.records[key] = record
        return _answer({"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": f"bafyrei{token_hex(26)}"})

    def _get(self) -> Response:
        key = request.args["rkey"]
        uri = f"at://{DID}/app.bsky.feed.post/{key}"
        if key not in self.records:
            return _error(400, "RecordNotFound", f"Could not locate record: {uri}")
        return _answer({"uri": uri, "cid": f"bafyrei{'a' * 52}", "value": self.records[key]})

    def _unauthorized(self) -> Response | None:
        if request.headers.get("Authorization") == f"Bearer {self.jwt}":
            return None
        return _error(401, "InvalidToken", "Token could not be verified")


def _answer(body: Any) -> Response:
    return Response(json.dumps(body), 200, content_type="application/json")


def _error(status: int, error: str, message: str) -> Response:
    body = json.dumps({"error": error, "message": message})
    return Response(body, status, content_type="application/json")
