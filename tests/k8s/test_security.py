"""Pod Security `restricted`, and what goes beyond it, for every container of every kustomization."""

import pytest

from k8s.manifests import NAMES, objects, only, places, pods

# Of the level `restricted`: nothing else may be mounted.
VOLUMES = {
    "configMap",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
}
# What is applied beside one of these has no namespace of its own.
OVERLAYS = [name for name in NAMES if name not in ("backlog", "trainer")]


def test_the_namespace_enforces_restricted() -> None:
    for name in OVERLAYS:
        labels = only(name, "Namespace", "soulsgen")["metadata"]["labels"]
        modes = {mode: labels[f"pod-security.kubernetes.io/{mode}"] for mode in ("enforce", "warn", "audit")}
        assert set(modes.values()) == {"restricted"}


def test_every_pod_is_restricted() -> None:
    for words, pod in pods():
        spec = pod["spec"]
        security = spec["securityContext"]
        assert security["runAsNonRoot"] is True, words
        assert security["runAsUser"] == security["runAsGroup"] == security["fsGroup"] == 10001, words
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, words
        assert not {"hostNetwork", "hostPID", "hostIPC", "hostUsers"} & spec.keys(), words
        for volume in spec.get("volumes", []):
            assert volume.keys() - {"name"} <= VOLUMES, words


def test_every_container_is_restricted_on_a_read_only_root() -> None:
    for place in places():
        assert place.container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, place.words
        assert not any("hostPort" in port for port in place.container.get("ports", [])), place.words


def test_no_pod_carries_a_token_of_the_cluster() -> None:
    for words, pod in pods():
        assert pod["spec"]["automountServiceAccountToken"] is False, words
        assert pod["spec"]["enableServiceLinks"] is False, words
    for name in NAMES:
        for account in objects(name, "ServiceAccount"):
            assert account["automountServiceAccountToken"] is False, account


def test_every_container_has_requests_and_limits() -> None:
    for place in places():
        resources = place.container["resources"]
        for bound in ("requests", "limits"):
            assert {"cpu", "memory"} <= resources[bound].keys(), place.words


def test_what_is_written_to_disk_is_bounded() -> None:
    for words, pod in pods():
        for volume in pod["spec"].get("volumes", []):
            if "emptyDir" in volume:
                assert volume["emptyDir"]["sizeLimit"], f"{words}, {volume['name']}"


@pytest.mark.parametrize("name", OVERLAYS)
def test_nobody_talks_to_anybody_by_default(name: str) -> None:
    policy = only(name, "NetworkPolicy", "default-deny")
    assert policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_torchserve_lets_in_its_clients_and_prometheus_by_the_gateway_alone() -> None:
    policy = only("cpu", "NetworkPolicy", "torchserve")["spec"]
    assert [rule["ports"] for rule in policy["ingress"]] == [[{"port": 8000, "protocol": "TCP"}]] * 2
    containers = only("cpu", "Deployment", "torchserve")["spec"]["template"]["spec"]["containers"]
    ports = {each["name"]: each.get("ports") for each in containers}
    assert ports == {"torchserve": None, "gateway": [{"containerPort": 8000, "name": "http"}]}
    poster = only("cpu", "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]["template"]["metadata"]
    assert poster["labels"]["soulsgen.io/torchserve-client"] == "true"


@pytest.mark.parametrize(
    ("policy", "name", "metadata"),
    [("poster", "gpu", 0), ("scribe", "scribe", 3), ("scribe", "backlog", 3)],
)
def test_jobs_reach_no_address_of_the_cluster_but_torchserve(policy: str, name: str, metadata: int) -> None:
    """And a cloud's metadata servers, for the identity that opens the bucket."""
    rules = only(name, "NetworkPolicy", policy)["spec"]["egress"]
    outside = [block["ipBlock"] for rule in rules for block in rule.get("to", []) if "ipBlock" in block]
    wide = [block for block in outside if "except" in block]
    assert {block["cidr"] for block in wide} == {"0.0.0.0/0", "::/0"}
    narrow = [block["cidr"] for block in outside if "except" not in block]
    assert len(narrow) == metadata
    assert all(cidr.startswith("169.254.") and cidr.endswith("/32") for cidr in narrow)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_asks_torchserve_is_let_in_and_nobody_else(name: str) -> None:
    for words, pod in pods():
        if words.startswith(f"{name}: "):
            asks = any(
                each.get("value") == "http://torchserve:8000"
                for container in pod["spec"]["containers"]
                for each in container.get("env", [])
            )
            assert (pod["metadata"]["labels"].get("soulsgen.io/torchserve-client") == "true") is asks, words


@pytest.mark.parametrize("name", NAMES)
def test_policies_hold_where_the_aws_vpc_cni_enforces_them(name: str) -> None:
    """It resolves no names of ports, and wants a Service's port to be the container's."""
    for policy in objects(name, "NetworkPolicy"):
        rules = [*policy["spec"].get("ingress", []), *policy["spec"].get("egress", [])]
        ports = [port["port"] for rule in rules for port in rule.get("ports", [])]
        assert all(isinstance(port, int) for port in ports), policy["metadata"]["name"]
    for service in objects(name, "Service"):
        containers = only(name, "Deployment", "torchserve")["spec"]["template"]["spec"]["containers"]
        named = {port["name"]: port["containerPort"] for each in containers for port in each.get("ports", [])}
        for port in service["spec"]["ports"]:
            assert named[port["targetPort"]] == port["port"] == 8000


def test_posters_ask_where_torchserve_listens() -> None:
    (container,) = only("cpu", "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]["template"]["spec"][
        "containers"
    ]
    values = {each["name"]: each.get("value") for each in container["env"]}
    assert values["TORCHSERVE_ENDPOINT"] == "http://torchserve:8000"


def test_a_pod_of_the_operators_reaches_names_and_the_api_server() -> None:
    spec = only("cpu", "NetworkPolicy", "operator")["spec"]
    assert spec["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": "operator"}}
    (rule,) = spec["egress"]
    assert [port["port"] for port in rule["ports"]] == [53, 53, 443, 6443]


def test_the_operator_may_not_read_a_secret() -> None:
    for rule in only("cpu", "Role", "soulsgen-operator")["rules"]:
        assert "*" not in [*rule["verbs"], *rule["resources"], *rule["apiGroups"]]
        if "secrets" in rule["resources"]:
            assert not {"get", "list", "watch"} & set(rule["verbs"])
