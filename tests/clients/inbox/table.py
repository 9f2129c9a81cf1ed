"""A TorchServe with the archives asr and agent, recordings for an inbox, and the command over both."""

import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request, Response

from clients.session.asr_server import Asr
from clients.session.recordings import craig_zip, tones, wav
from soulsgen.commands.session import session

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class TableServer:
    """WSGI application; the agent's archive quotes what it is shown. `reply` is as of `Asr`."""

    def __init__(self, reply: Callable[[int], tuple[int, Any] | None] = lambda number: None) -> None:
        self.asr = Asr(reply)
        self.shown: list[str] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return self._answer(environ, start_response)
        except ClientDisconnected:  # who asked was killed
            return Response(status=400)(environ, start_response)

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/predictions/asr":
            return self.asr(environ, start_response)
        body = json.loads(Request(environ).get_data())
        self.shown += [line["text"] for line in body["lines"]]
        return Response(json.dumps(_told(body)), content_type="application/json")(environ, start_response)


def _told(body: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = {"engine": "extractive", "embeddings": "tf-idf"}
    if body["op"] == "scene":
        return reply | {"scene": body["lines"][0]["text"], "at": [body["lines"][0]["at"]]}
    quoted = [
        {"text": line["text"], "at": [line["at"]], "sure": True, "speaker": line["speaker"]}
        for line in body["lines"][: body["sentences"]]
    ]
    return reply | {"sentences": quoted}


def fill(inbox: Path) -> None:
    """A file, a Craig zip and a folder of tracks, which tells by its files alone when it was recorded."""
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "2026-03-14 ford.wav").write_bytes(wav(tones({0: 200, 3: 300, 7: 400}, 10)))
    craig_zip(inbox / "gate.zip", {"1-sam.flac": tones({1: 200}, 6), "2-kim.flac": tones({3: 500}, 6)})
    (inbox / "mill").mkdir()
    (inbox / "mill" / "1-ann.wav").write_bytes(wav(tones({1: 600}, 4)))
    (inbox / "mill" / "2-bo.wav").write_bytes(wav(tones({2: 700}, 4)))
    for path in (*(inbox / "mill").iterdir(), inbox / "mill"):
        os.utime(path, (RECORDED.timestamp(),) * 2)


RECORDED = datetime(2026, 3, 21, 20, tzinfo=UTC)
# What is posted of them.
FORD = "2026-03-14 ford, 2026-03-14, 0:00:07.\n\nTone 200.\nTone 300.\nTone 400."
GATE = "gate, 2026-03-07, 0:00:03.\n\nsam: Tone 200.\nkim: Tone 500."
MILL = f"mill, {RECORDED:%Y-%m-%d}, 0:00:02.\n\nann: Tone 600.\nbo: Tone 700."


def inbox(url: str, source: object, sessions: Path, *words: object, env: dict[str, str]) -> Result:
    """The command, for recordings that nobody is writing."""
    given = ["inbox", str(source), "--sessions", str(sessions), "--host", url, "--retries", "0"]
    quiet = [] if "--quiet-seconds" in words else ["--quiet-seconds", "0"]
    return CliRunner().invoke(session, [*given, *quiet, *map(str, words)], env=env)


def lines(sessions: Path, name: str) -> list[dict[str, Any]]:
    """The transcript of the session that begins with `name`."""
    (folder,) = sessions.glob(f"{name}-*")
    return [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]


def said(sessions: Path, name: str) -> list[tuple[int, str]]:
    return sorted((round(line["at"]), line["text"]) for line in lines(sessions, name))
