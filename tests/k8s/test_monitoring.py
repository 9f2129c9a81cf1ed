"""Dashboards and alerts ask for metrics that exist."""

import json
import re

import pytest
import requests
import yaml

from archive_checkout import Live, client_of
from k8s.manifests import K8S, ROOT, objects, only
from soulsgen.server import Running, Server
from soulsgen.torchserve import read_key
from waiting import LIMIT_S, wait_until

# From kube-state-metrics and the kubelet, and Prometheus's own.
OTHERS = re.compile(r"(kube|container)_\w+|up")
WORD = re.compile(r"\b([a-zA-Z_][a-zA-Z0-9_]{2,})\s*(?=\{|\[)")
RULES = yaml.safe_load((K8S / "components" / "monitoring" / "prometheusrule.yaml").read_text("utf-8"))
DASHBOARD = json.loads((K8S / "components" / "monitoring" / "soulsgen.json").read_text("utf-8"))


def known() -> set[str]:
    """TorchServe's own metrics, and those that our handlers add."""
    import ts

    served = yaml.safe_load((ROOT / ts.__path__[0] / "configs" / "metrics.yaml").read_text("utf-8"))
    names = {
        metric["name"]
        for part in ("ts_metrics", "model_metrics")
        for kind in served[part].values()
        for metric in kind
    }
    source = "".join(path.read_text("utf-8") for path in (ROOT / "serve-handlers").rglob("handler.py"))
    ours = set(re.findall(r'metrics\.add_\w+\(\s*"(\w+)"', source))
    return names | ours | {f"{name}_bucket" for name in ours}


def asked(expression: str) -> set[str]:
    return {name for name in WORD.findall(expression) if name not in ("by", "on")}


def expressions() -> list[str]:
    """Of the alerts, the dashboard and KEDA."""
    alerts = [rule["expr"] for group in RULES["spec"]["groups"] for rule in group["rules"]]
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    (scaled,) = objects("keda", "ScaledObject")
    queries = [
        trigger["metadata"]["query"]
        for trigger in scaled["spec"]["triggers"]
        if "query" in trigger["metadata"]
    ]
    assert (len(alerts), len(panels), len(queries)) == (9, 19, 2)
    return [*alerts, *panels, *queries]


def test_every_metric_that_is_asked_for_exists() -> None:
    for expression in expressions():
        names = asked(expression)
        assert names, expression
        assert {name for name in names if not OTHERS.fullmatch(name)} <= known(), expression


@pytest.mark.server
def test_a_running_torchserve_has_every_metric_that_is_asked_of_it(live: Live) -> None:
    here, running = live
    assert client_of(live).predict("souls", {"seed": 7})["result"]
    wanted = {name for words in expressions() for name in asked(words) if not OTHERS.fullmatch(name)}
    assert {"Requests5XX", "SoulsSeconds_bucket", "ts_queue_latency_microseconds"} <= wanted
    # A worker's metrics come by way of its log.
    wait_until(lambda: wanted <= served(here, running))


def served(here: Server, running: Running) -> set[str]:
    """A metric that never counted, such as Requests5XX, has a type and no line of its own."""
    key = {"Authorization": f"Bearer {read_key(here.key_file, 'inference')}"}
    page = requests.get(f"{running.addresses.metrics}/metrics", headers=key, timeout=LIMIT_S).text
    return set(re.findall(r"^(?:# TYPE )?(\w+)[ {]", page, re.MULTILINE))


def test_a_metric_that_does_not_exist_is_seen() -> None:
    assert asked('sum(rate(SoulsSentnces{namespace="a"}[5m]))') - known() == {"SoulsSentnces"}


def test_every_alert_says_what_it_is_and_what_to_do() -> None:
    for group in RULES["spec"]["groups"]:
        for rule in group["rules"]:
            assert rule["labels"]["severity"] in ("info", "warning"), rule["alert"]
            assert set(rule["annotations"]) == {"summary", "description"}, rule["alert"]


def test_the_dashboard_is_one_grafana_loads() -> None:
    panels = DASHBOARD["panels"]
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
    for one in panels:
        for other in panels:
            if one["id"] < other["id"]:
                assert not overlap(one["gridPos"], other["gridPos"]), (one["title"], other["title"])
    config = only("keda", "ConfigMap", "grafana-soulsgen")
    assert config["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert json.loads(config["data"]["soulsgen.json"]) == DASHBOARD


def overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def test_prometheus_reads_the_gateway_with_its_token() -> None:
    (endpoint,) = only("keda", "PodMonitor", "torchserve")["spec"]["podMetricsEndpoints"]
    assert (endpoint["port"], endpoint["path"]) == ("http", "/metrics")
    assert endpoint["authorization"]["credentials"] == {"name": "torchserve-token", "key": "token"}
