"""A worker of the animator archive: its handler, TorchServe's own context around a batch, and its replies."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from ts.context import Context

from animator.handler import AnimatorHandler
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "animator"
REST = [0.0] * 45
Served = tuple[AnimatorHandler, Context]


@dataclass(frozen=True)
class Reply:
    """took: X-Draw-Ms and X-Encode-Ms, which no other reply has the same."""

    status: int
    headers: dict[str, str]
    content: bytes
    took: list[float] = field(compare=False, default_factory=list)

    @property
    def error(self) -> str:
        return str(json.loads(self.content)["error"])


def started(folder: Path, **settings: Any) -> Served:
    """A handler of the archive unpacked at `folder`, or of characters elsewhere."""
    config = model_config(ROOM)
    context = worker_context(folder, config | {"animator": config["animator"] | settings})
    handler = AnimatorHandler()
    handler.initialize(context)
    return handler, context


def handle(served: Served, *bodies: Any) -> list[Reply]:
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    return [_reply(context, index, content) for index, content in enumerate(replies)]


def _reply(context: Context, index: int, content: bytes) -> Reply:
    headers = dict(context.get_response_headers(index))
    took = [float(headers.pop(name)) for name in ("X-Draw-Ms", "X-Encode-Ms") if name in headers]
    return Reply(context.get_response_status(index)[0], headers, content, took)


def bare(reply: Reply) -> np.ndarray:
    """Pixels of a reply in rgba."""
    width, height = map(int, reply.headers["X-Size"].split())
    return np.frombuffer(reply.content, np.uint8).reshape(height, width, 4)
