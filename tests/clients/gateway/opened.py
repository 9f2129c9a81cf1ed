"""A gateway that is open for as long as a `with` block lasts."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from soulsgen.gateway import Door, Gateway
from waiting import LIMIT_S

TOKEN = "0123456789abcdef"


@contextmanager
def opened(door: Door, say: Callable[[str], None] = lambda words: None) -> Iterator[int]:
    """The gateway's port, while it is open. Callers have LIMIT_S, where the door gives them no other time."""
    times = {
        name: LIMIT_S for name in ("greeting_s", "patience_s") if getattr(door, name) == getattr(Door, name)
    }
    gateway = Gateway(("127.0.0.1", 0), replace(door, **times), say)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield int(gateway.server_address[1])
    finally:
        gateway.close()
        thread.join()


def write_key(path: Path, key: str) -> Path:
    """`path`, a key_file.json as TorchServe writes it when it starts, as far as a caller reads it."""
    path.write_text(json.dumps({"inference": {"key": key}}), "utf-8")
    return path
