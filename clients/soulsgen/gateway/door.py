"""What a gateway asks of its callers and where it leads."""

from dataclasses import dataclass, field
from pathlib import Path

from soulsgen.errors import SoulsgenError


@dataclass(frozen=True)
class Door:
    """`token` is asked of callers; `key_file` is TorchServe's key_file.json, read for each request.

    `max_bytes` bounds a request's body, `deadline_s` TorchServe's silence. A caller has `patience_s` to send
    a whole request, and as long to take each piece of the answer. `at_once` predictions are under way at
    most; further ones are told to come back.
    """

    token: str = field(repr=False)
    key_file: Path
    inference: str = "http://127.0.0.1:8080"
    metrics: str = "http://127.0.0.1:8082"
    max_bytes: int = 1 << 20
    patience_s: float = 30.0
    deadline_s: float = 120.0
    at_once: int = 128

    def __post_init__(self) -> None:
        if len(self.token) < 16:
            raise SoulsgenError("the gateway's token is shorter than 16 characters; `openssl rand -hex 32`")


def body_limit(config: Path) -> int:
    """`max_request_size` of config.properties, so that a body TorchServe would refuse is not read."""
    lines = [line.strip() for line in config.read_text("utf-8").splitlines()]
    given = [line.partition("=")[2] for line in lines if line.startswith("max_request_size=")]
    return int(given[-1]) if given else Door.max_bytes
