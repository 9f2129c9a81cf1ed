"""`soulsgen create trainer --apply` against an API server."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.cluster.api_server import ApiServer
from soulsgen.cli import soulsgen

ROOT = Path(__file__).parents[3]
MADE = ["Job/autumn", "ConfigMap/autumn-settings"]
pytestmark = pytest.mark.skipif(not shutil.which("kubectl"), reason="no kubectl on the PATH")


def create(config: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.chdir(ROOT)
    command = ["create", "trainer", "--bucket", "gs://mine", "--name", "autumn", "--apply", *words]
    return CliRunner().invoke(soulsgen, command, env={"KUBECONFIG": str(config)})


def test_the_job_and_its_settings_go_into_the_cluster(
    server: ApiServer, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = server.names()
    dry = create(config, monkeypatch, "--dry-run")
    assert (dry.exit_code, server.names()) == (0, before)
    done = create(config, monkeypatch)
    assert (done.exit_code, done.stderr, done.stdout) == (0, "", dry.stdout)
    assert set(MADE) <= set(server.names()) - set(before)
    assert {f"created    {name}" for name in MADE} <= set(done.stdout.splitlines())


def test_a_second_training_of_a_name_is_refused_and_nothing_is_written(
    server: ApiServer, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create(config, monkeypatch).exit_code == 0
    before = len(server.history)
    for words in ((), ("--gpus", "4"), ("--dry-run",)):
        again = create(config, monkeypatch, *words)
        assert (again.exit_code, again.stdout) == (2, "")
        assert again.stderr == (
            "Error: Job/autumn is there already: choose another --name, or take it away with "
            "`kubectl -n soulsgen delete job autumn`\n"
        )
    assert len(server.history) == before
    assert create(config, monkeypatch, "--name", "winter").exit_code == 0


def test_a_cluster_that_is_not_there_ends_with_status_75(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = create(config, monkeypatch, "--context", "other")
    assert done.exit_code == 75
    assert "127.0.0.1:1" in done.stderr
