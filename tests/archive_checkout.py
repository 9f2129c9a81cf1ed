"""Checkouts that nothing has been built in, and a TorchServe in front of an archive of theirs."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clients.loopback import free_port
from soulsgen import launch, readiness, server
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe
from waiting import LIMIT_S

ROOT = Path(__file__).parents[1]
Live = tuple[server.Server, server.Running]
_kept: list[socket.socket] = []


def copy_rooms(root: Path, *names: str) -> Project:
    """These folders and files of the repository at `root`, which may hold others."""
    for name in names:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    return Project(root)


def new_checkout(root: Path, *defaults: str) -> Project:
    """The repository's handlers and configuration at `root`, and the default models of the archives named."""
    models = [f"model_store/defaults/{name}" for name in defaults]
    return copy_rooms(root, "serve-handlers", "config.properties", *models)


def free_addresses() -> launch.Addresses:
    return launch.loopback(free_port(), free_port(), free_port())


def first_of_three() -> int:
    """A port that nobody else is given, as little as the two above it."""
    while True:
        first, above = free_port(), [socket.socket(), socket.socket()]
        try:
            for number, each in enumerate(above, first + 1):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                each.bind(("127.0.0.1", number))
        except OSError:
            continue
        _kept.extend(above)
        return first


@contextmanager
def served(checkout: Project, *names: str) -> Iterator[Live]:
    """A TorchServe with the checkout's archives on free loopback ports, ready."""
    here = server.Server(checkout, checkout.build / "server")
    running = server.start(here, [*names], free_addresses())
    try:
        readiness.wait_ready(here, running, LIMIT_S, lambda sentence: None)
        yield here, running
    finally:
        server.stop(here)


def client_of(live: Live, **settings: Any) -> TorchServe:
    """A caller that asks once, or as `settings` of its endpoint say."""
    here, running = live
    given = {"key_file": here.key_file, "retries": 0, "timeout_s": LIMIT_S, **settings}
    return TorchServe(Endpoint(running.addresses.inference, **given))
