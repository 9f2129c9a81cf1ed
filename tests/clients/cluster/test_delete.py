"""`soulsgen k8s delete`: what it asks, what it takes and what it leaves."""

import json
from pathlib import Path

import pytest
import yaml

from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.overlays import IN_ORDER, OBJECTS, SCALED_OBJECT


@pytest.fixture
def manifests(tmp_path: Path) -> str:
    path = tmp_path / "objects.yaml"
    path.write_text(yaml.safe_dump_all(OBJECTS), "utf-8")
    return str(path)


@pytest.fixture
def filled(invoke: Invoke, manifests: str) -> str:
    assert invoke("apply", manifests, "--yes").exit_code == 0
    return manifests


def test_all_goes_last_applied_first(server: ApiServer, invoke: Invoke, filled: str) -> None:
    result = invoke("delete", filled, "--yes")
    assert (result.exit_code, result.stderr, server.names()) == (0, "", [])
    assert result.stdout == "".join(f"deleted    {name}\n" for name in reversed(IN_ORDER))
    again = invoke("delete", filled, "--yes", "--json")
    assert again.exit_code == 0
    assert {row["result"] for row in json.loads(again.stdout)} == {"absent"}


def test_it_asks_first_and_no_is_no(server: ApiServer, invoke: Invoke, filled: str, url: str) -> None:
    result = invoke("delete", filled, stdin="n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[: len(IN_ORDER)] == IN_ORDER
    assert f"Delete these 9 objects and all else in namespace soulsgen from {url}? [y/N]: " in result.stderr
    assert invoke("delete", filled).exit_code == 1
    assert len(server.names()) == len(IN_ORDER)
    assert invoke("delete", filled, stdin="y\n").exit_code == 0
    assert server.names() == []


def test_a_dry_run_asks_nothing_and_takes_nothing(server: ApiServer, invoke: Invoke, filled: str) -> None:
    result = invoke("delete", filled, "--dry-run")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, len(IN_ORDER))
    assert result.stderr == "Dry run: nothing was deleted.\n"
    assert len(server.names()) == len(IN_ORDER)


def test_data_can_be_kept(server: ApiServer, invoke: Invoke, filled: str) -> None:
    server.put("Secret", "twitter-oauth", {"data": {}})
    assert invoke("delete", filled, "--yes", "--keep-data").exit_code == 0
    assert server.names() == [
        "Namespace/soulsgen",
        "PersistentVolumeClaim/model-store",
        "Secret/twitter-oauth",
    ]


def test_a_kind_the_cluster_lacks_is_absent(invoke: Invoke) -> None:
    result = invoke("delete", "-", "--yes", stdin=yaml.safe_dump(SCALED_OBJECT))
    assert (result.exit_code, result.stdout) == (0, "absent     ScaledObject/torchserve\n")


def test_what_is_refused_is_told_and_the_others_go(server: ApiServer, invoke: Invoke, filled: str) -> None:
    server.denied.add(("delete", "namespaces"))
    result = invoke("delete", filled, "--yes")
    assert (result.exit_code, result.stderr) == (2, "Error: 1 of 9 objects failed\n")
    assert result.stdout.splitlines()[-1] == (
        'refused    Namespace/soulsgen: namespaces "soulsgen" is forbidden: User '
        '"tester" cannot delete resource '
        '"namespaces" in API group "" at the cluster scope (403 Forbidden)'
    )
    assert server.names() == ["Namespace/soulsgen"]
