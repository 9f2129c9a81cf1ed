"""A cluster on loopback, the kubeconfig that leads to it, and `soulsgen k8s` with that kubeconfig."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from clients.cluster.api_server import TOKEN, ApiServer
from clients.cluster.job_controller import JobController
from clients.loopback import serving
from soulsgen.commands.k8s import k8s

Invoke = Callable[..., Result]


def kubeconfig(path: Path, server: str, token: str = TOKEN, current: str | None = "tests") -> Path:
    """Write a kubeconfig with the contexts tests and other, of which only tests leads to `server`."""
    config: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "loopback", "cluster": {"server": server}},
            {"name": "elsewhere", "cluster": {"server": "http://127.0.0.1:1"}},
        ],
        "users": [{"name": "tester", "user": {"token": token}}],
        "contexts": [
            {"name": "tests", "context": {"cluster": "loopback", "user": "tester"}},
            {"name": "other", "context": {"cluster": "elsewhere", "user": "tester"}},
        ],
    }
    if current:
        config["current-context"] = current
    path.write_text(yaml.safe_dump(config), "utf-8")
    return path


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No cluster of the machine's own is ever reached."""
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def server() -> ApiServer:
    return ApiServer()


@pytest.fixture
def url(server: ApiServer) -> Iterator[str]:
    with serving(server) as url:
        yield url


@pytest.fixture
def config(url: str, tmp_path: Path) -> Path:
    return kubeconfig(tmp_path / "kubeconfig.yaml", url)


@pytest.fixture
def controller(server: ApiServer) -> Iterator[JobController]:
    controller = JobController(server)
    yield controller
    controller.join()


@pytest.fixture
def invoke(config: Path) -> Invoke:
    """`soulsgen k8s` with arguments, against the server."""

    def invoke(*arguments: str, stdin: str | None = None, **env: str) -> Result:
        environment = {"KUBECONFIG": str(config), **env}
        return CliRunner().invoke(k8s, arguments, input=stdin, env=environment, catch_exceptions=False)

    return invoke
