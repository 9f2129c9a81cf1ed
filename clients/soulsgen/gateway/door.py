"""What a gateway asks of its callers and where it leads."""

from dataclasses import dataclass, field
from pathlib import Path

from soulsgen.errors import SoulsgenError

# Of bodies under way, which are kept in memory; four of the largest, where those are more.
HELD_BYTES = 256 << 20
# Half a megabit: a poor telephone's.
SLOWEST_BYTES_S = 64 << 10


@dataclass(frozen=True)
class Door:
    """`token` is asked of callers; `key_file` is TorchServe's key_file.json, read for each request.

    `max_bytes` bounds a request's body, `deadline_s` TorchServe's silence. A caller has `greeting_s` to send
    the headers, and then `patience_s` for each piece of the body and of the answer, and for the whole body
    that and the time it takes at SLOWEST_BYTES_S. `at_once` predictions with `held_bytes` of bodies are
    under way at most; further ones are told to come back.
    """

    token: str = field(repr=False)
    key_file: Path
    inference: str = "http://127.0.0.1:8080"
    metrics: str = "http://127.0.0.1:8082"
    max_bytes: int = 1 << 20
    greeting_s: float = 5.0
    patience_s: float = 30.0
    deadline_s: float = 120.0
    at_once: int = 128

    def __post_init__(self) -> None:
        if len(self.token) < 16:
            raise SoulsgenError("the gateway's token is shorter than 16 characters; `openssl rand -hex 32`")

    @property
    def held_bytes(self) -> int:
        return max(HELD_BYTES, 4 * self.max_bytes)

    def upload_s(self, length: int) -> float:
        """What a body of so many bytes may take."""
        return self.patience_s + length / SLOWEST_BYTES_S


def body_limit(config: Path) -> int:
    """`max_request_size` of config.properties, so that a body TorchServe would refuse is not read."""
    lines = [line.strip() for line in config.read_text("utf-8").splitlines()]
    given = [line.partition("=")[2] for line in lines if line.startswith("max_request_size=")]
    return int(given[-1]) if given else Door.max_bytes
