"""A real TorchServe on a checkout of the benchmark's own, and the clients that load it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Serving:
    """Where a running TorchServe answers, and its process."""

    host: str
    token: str
    pid: int


def checkout(root: Path, archive: str, old: str, new: str) -> None:
    """What packing and serving need, in `root`; the archive's model-config.yaml with `new` for `old`."""
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    config = root / "serve-handlers" / archive / "model-config.yaml"
    content = config.read_text("utf-8")
    if old not in content:
        raise ValueError(f"{config} has no {old!r} to replace")
    config.write_text(content.replace(old, new), "utf-8")


def packed(root: Path, name: str, inputs: dict[str, str]) -> Path:
    """The archive `name` of the checkout at `root`, packed unless it is there."""
    from soulsgen import archive
    from soulsgen.project import Project

    project = Project(root)
    made = project.model_store / f"{name}.mar"
    return made if made.exists() else archive.pack(archive.read_specs(project)[name], project, inputs, "1.0")


@contextmanager
def torchserve(root: Path, model: str, workers: int, *others: str) -> Iterator[Serving]:
    """A TorchServe with `workers` workers on each of the packed models of the checkout at `root`."""
    from soulsgen import launch, readiness, server
    from soulsgen.project import Project
    from soulsgen.torchserve import read_key

    project = Project(root)
    here = server.Server(project, project.build / "server")
    os.environ["TS_DEFAULT_WORKERS_PER_MODEL"] = str(workers)
    running = server.start(here, [model, *others], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, running, 120, lambda _: None)
        host = running.addresses.inference.removeprefix("http://")
        yield Serving(host, read_key(here.key_file), running.pid)
    finally:
        server.stop(here)


def load(serving: Serving, *arguments: str) -> dict[str, Any]:
    """What load.py measures with these arguments."""
    script = str(Path(__file__).parent / "load.py")
    result = subprocess.run(
        [sys.executable, script, serving.host, *arguments],
        env={**os.environ, "TORCHSERVE_TOKEN": serving.token},
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: dict[str, Any] = json.loads(result.stdout)
    return figures
