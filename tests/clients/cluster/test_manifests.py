"""The commands over the project's own manifests: every overlay goes in, and the operator's Role suffices."""

import shutil
from pathlib import Path

import pytest
import yaml

from clients.cluster.answers import Kind
from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.job_controller import JobController
from clients.cluster.overlays import CRON, LABELS

K8S = Path(__file__).parents[3] / "k8s"
OVERLAYS = sorted(path.name for path in (K8S / "overlays").iterdir())
BROUGHT = [
    Kind("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
    Kind("keda.sh/v1alpha1", "ScaledObject", "scaledobjects"),
    Kind("keda.sh/v1alpha1", "TriggerAuthentication", "triggerauthentications"),
    Kind("monitoring.coreos.com/v1", "PodMonitor", "podmonitors"),
    Kind("monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules"),
]


@pytest.mark.skipif(not shutil.which("kubectl"), reason="no kubectl on the PATH")
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_overlay_goes_into_a_cluster_and_out_again(
    server: ApiServer, invoke: Invoke, overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(K8S)
    server.kinds += BROUGHT
    server.objects.clear()
    applied = invoke("apply", overlay, "--yes")
    assert (applied.exit_code, applied.stderr) == (0, "")
    assert server.names()[0] == "Namespace/soulsgen"
    assert {line.split()[0] for line in applied.stdout.splitlines()} == {"created"}
    assert len(applied.stdout.splitlines()) == len(server.names())
    assert "CronJob/tweet-lore: " in invoke("status").stdout
    assert invoke("delete", overlay, "--yes").exit_code == 0
    assert server.names() == []


def test_the_operators_role_grants_what_the_commands_ask_for(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    server.role = yaml.safe_load((K8S / "base" / "role-operator.yaml").read_text("utf-8"))["rules"]
    for name in ("tweet-lore", "session-recap", "post-images"):
        server.put("CronJob", name, {"metadata": {"labels": LABELS}, "spec": CRON})
    controller.exits = [2]
    keys = {
        f"TWITTER_{name}": "k" for name in ("CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "TOKEN_SECRET")
    }
    results = {
        "run": invoke("run", "tweet-lore", "--follow"),
        "status": invoke("status"),
        "suspend": invoke("suspend", "tweet-lore"),
        "resume": invoke("resume", "tweet-lore"),
        "recap on": invoke("resume", "session-recap"),
        "recap off": invoke("suspend", "session-recap"),
        "images off": invoke("suspend", "post-images"),
        "recap": invoke("run", "session-recap"),
        "webhook": invoke("secrets", "discord-webhook", "--from-env", DISCORD_WEBHOOK="k"),
        "bot": invoke("secrets", "discord-bot", "--from-env", DISCORD_BOT_TOKEN="k"),
        "secrets": invoke("secrets", "twitter-oauth", "--from-env", **keys),
        "token": invoke("secrets", "torchserve-token", "--from-env", TORCHSERVE_TOKEN="k"),
    }
    assert [name for name, result in results.items() if "Forbidden" in result.output] == []
    assert {name: result.exit_code for name, result in results.items() if result.exit_code} == {
        "run": 2,
        "status": 1,
    }
