"""Files that a studio sends, to the disk as they come."""

from pathlib import Path
from typing import Any

from soulsgen.avatar.client.body import body_of
from soulsgen.avatar.client.session import Studio
from soulsgen.files import write_bytes


def fetch(studio: Studio, method: str, name: str, path: Path, **more: Any) -> Path:
    """`path` with the reply, in place of what was there; whole or not at all. Raises as `body_of` does."""
    with body_of(studio, method, name, **more) as (_, body):
        write_bytes(path, body)
    return path
