"""The recorded request/reply pairs of tests/wire, which handler and client tests both read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "wire"


@dataclass(frozen=True)
class WirePair:
    """A request body and what the known checkpoint replies to it.

    `cancel` is a second call, made when so many lines of the reply are there: {"after", "request", "reply"}.
    """

    name: str
    request: dict[str, Any]
    status: int
    reply: dict[str, Any]
    cancel: dict[str, Any] | None = None


def wire_pairs(prefix: str) -> list[WirePair]:
    paths = sorted(FOLDER.glob(f"{prefix}_*.json"))
    return [WirePair(path.stem, **json.loads(path.read_text("utf-8"))) for path in paths]
