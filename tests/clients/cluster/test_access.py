"""How the commands find a cluster, and what they say when there is none that answers."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes.client import ApiClient, Configuration
from werkzeug.serving import make_server, make_ssl_devcert
from werkzeug.wrappers import Response

from clients.cluster.api_server import TOKEN, ApiServer
from clients.cluster.conftest import Invoke, kubeconfig
from clients.cluster.overlays import LABELS
from clients.loopback import free_port, running, serving
from soulsgen.cluster import access
from soulsgen.cluster.api import Cluster
from soulsgen.errors import Refused


def test_a_context_leads_to_its_own_cluster(invoke: Invoke) -> None:
    result = invoke("status", "--context", "other")
    assert (result.exit_code, result.stdout) == (75, "")
    assert result.stderr == (
        "Error: no answer from the API server at http://127.0.0.1:1: [Errno 111] Connection refused\n"
    )


def test_an_unknown_context_is_answered_with_those_there_are(invoke: Invoke, config: Path) -> None:
    result = invoke("status", "--context", "production")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {config} has no context production; it has tests, other\n"


def test_a_kubeconfig_without_a_current_context_asks_for_one(
    invoke: Invoke, tmp_path: Path, url: str
) -> None:
    path = kubeconfig(tmp_path / "open.yaml", url, current=None)
    result = invoke("status", "--kubeconfig", str(path))
    assert result.exit_code == 2
    assert result.stderr == (f"Error: {path} names no current context; choose with --context: tests, other\n")


@pytest.mark.parametrize("content", ["clusters: [", "just words", "", "- a list\n"])
def test_a_file_that_is_no_kubeconfig_is_named(invoke: Invoke, tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(content, "utf-8")
    result = invoke("status", "--kubeconfig", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {path}")
    assert result.stderr.count("\n") == 1


def test_a_kubeconfig_that_is_not_there_is_named(invoke: Invoke) -> None:
    result = invoke("status", "--kubeconfig", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (2, "Error: there is no kubeconfig nowhere.yaml\n")


def test_without_a_kubeconfig_outside_a_cluster_both_are_named(invoke: Invoke) -> None:
    result = invoke("status", KUBECONFIG="")
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: there is no kubeconfig: ~/.kube/config is not there, KUBECONFIG is not set, "
        "and this is not a Pod in a cluster\n"
    )


def test_expired_credentials_are_one_line_and_stop_at_once(
    server: ApiServer, invoke: Invoke, tmp_path: Path, url: str
) -> None:
    path = kubeconfig(tmp_path / "old.yaml", url, token="expired")
    result = invoke("status", "--kubeconfig", str(path))
    assert (result.exit_code, result.stdout, len(server.requests)) == (2, "", 1)
    assert result.stderr == (
        f"Error: the API server at {url} does not accept these credentials (Unauthorized): "
        "they may have expired; log in to the cluster again, or name another --context\n"
    )


def test_a_credential_plugin_that_fails_is_one_line(
    server: ApiServer, invoke: Invoke, tmp_path: Path, url: str
) -> None:
    path = kubeconfig(tmp_path / "plugin.yaml", url)
    content = yaml.safe_load(path.read_text("utf-8"))
    plugin: dict[str, Any] = {"apiVersion": "client.authentication.k8s.io/v1", "command": "sh"}
    plugin |= {"interactiveMode": "Never", "args": ["-c", "echo 'please log in' >&2; exit 1"]}
    content["users"] = [{"name": "tester", "user": {"exec": plugin}}]
    path.write_text(yaml.safe_dump(content), "utf-8")
    result = invoke("status", "--kubeconfig", str(path))
    assert (result.exit_code, server.requests) == (2, [])
    assert result.stderr.startswith(
        f"Error: the credentials of {path} cannot be had: exec: process returned 1"
    )
    assert result.stderr.count("\n") == 1


def test_a_certificate_that_is_not_trusted_is_not_worth_a_second_try(
    server: ApiServer, invoke: Invoke, tmp_path: Path
) -> None:
    with serving(server, ssl_context="adhoc") as url:
        path = kubeconfig(tmp_path / "tls.yaml", url)
        result = invoke("status", "--kubeconfig", str(path))
    assert (result.exit_code, server.requests) == (2, [])
    assert result.stderr == (
        f"Error: the certificate of the API server at {url} is not trusted: self-signed certificate\n"
    )


def test_what_is_not_kubernetes_is_told(server: ApiServer, invoke: Invoke, config: Path, url: str) -> None:
    server.answers["GET deployments"] = (502, "<html>Bad\n gateway</html>")
    result = invoke("status")
    assert result.exit_code == 75
    assert result.stderr == (
        f"Error: {url} answered HTTP 502 with something that is not Kubernetes: <html>Bad gateway</html>\n"
    )


def test_a_page_where_an_api_should_be_is_told(server: ApiServer, invoke: Invoke, url: str) -> None:
    server.answers["GET deployments"] = (200, "<html>Welcome</html>")
    result = invoke("status")
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {url} answered HTTP 200 with something that is not Kubernetes: <html>Welcome</html>\n"
    )


@pytest.mark.parametrize("body", ["{}", '{"resources": null}', '{"resources": [{}]}', '{"resources": [1]}'])
def test_a_discovery_without_resources_is_told(server: ApiServer, invoke: Invoke, body: str) -> None:
    server.pages["/apis/apps/v1"] = body
    result = invoke("status")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: /apis/apps/v1 lists no resources: is the API server Kubernetes?\n"


@pytest.mark.parametrize(("kind", "path"), [("Deployment", "spec.selector"), ("CronJob", "spec.schedule")])
def test_an_object_without_what_every_such_object_has_is_told(
    server: ApiServer, invoke: Invoke, url: str, kind: str, path: str
) -> None:
    server.put(kind, "torchserve", {"metadata": {"labels": LABELS}})
    result = invoke("status")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {url} sent a {kind} without {path}: is it Kubernetes?\n"


def test_a_line_in_many_pieces_is_put_together(server: ApiServer, config: Path) -> None:
    pieces = [b"one\ntw", b"", b"o", b"\n", b"\nthree \xe2\x80", b"\x94"]
    with serving(lambda environ, start: Response(iter(pieces))(environ, start)) as url:
        configuration = Configuration(host=url)
        lines = Cluster(ApiClient(configuration)).lines("/log", "the log", {}, 5)
        assert list(lines) == ["one", "two", "", "three —"]


def test_in_a_pod_its_own_account_is_used(
    server: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = make_ssl_devcert(str(tmp_path / "ca"), host="localhost")
    (tmp_path / "token").write_text(TOKEN, "utf-8")
    web = make_server("127.0.0.1", 0, server, threaded=True, ssl_context=pair)
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "localhost")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(web.port))
    with running(web):
        cluster = Cluster(access.in_cluster(tmp_path))
        assert cluster.get("v1", "Namespace", "soulsgen", "")["metadata"]["name"] == "soulsgen"


def test_a_pod_without_an_account_is_told_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(free_port()))
    with pytest.raises(Refused, match=r"automountServiceAccountToken: true$"):
        access.in_cluster(tmp_path)


def test_nothing_is_written_to_the_kubeconfig(invoke: Invoke, config: Path) -> None:
    before = config.read_bytes()
    invoke("status")
    assert config.read_bytes() == before
