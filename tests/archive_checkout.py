"""Checkouts that nothing has been built in, and a TorchServe in front of an archive of theirs."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soulsgen import launch, readiness, server
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe
from waiting import LIMIT_S

ROOT = Path(__file__).parents[1]
Live = tuple[server.Server, server.Running]


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


@contextmanager
def served(checkout: Project, *names: str) -> Iterator[Live]:
    """A TorchServe with the checkout's archives on free loopback ports, ready."""
    here = server.Server(checkout, checkout.build / "server")
    running = server.start(here, [*names], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, running, LIMIT_S, lambda sentence: None)
        yield here, running
    finally:
        server.stop(here)


def client_of(live: Live, **settings: Any) -> TorchServe:
    """A caller that asks once, or as `settings` of its endpoint say."""
    here, running = live
    return TorchServe(
        Endpoint(running.addresses.inference, **{"key_file": here.key_file, "retries": 0, **settings})
    )
