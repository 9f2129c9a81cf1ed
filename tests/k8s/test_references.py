"""What an object names is there: in the manifests, or for a Secret in the page that says how to make it."""

import re

import pytest

from k8s.manifests import NAMES, ROOT, Object, objects, only, places, pods

# Secrets come from people, never from a file of the repository.
PAGE = (ROOT / "docs" / "kubernetes.md").read_text("utf-8")


def documented(secret: str, key: str | None = None) -> bool:
    """Whether a command of the page makes `secret`, and `key` is named beside it."""
    made = re.search(rf"(create secret generic|k8s secrets) {re.escape(secret)}\b", PAGE)
    return bool(made) and (key is None or key in PAGE)


def in_scope(words: str) -> list[Object]:
    return objects(words.partition(":")[0])


def named(words: str, kind: str) -> dict[str, Object]:
    return {thing["metadata"]["name"]: thing for thing in in_scope(words) if thing["kind"] == kind}


def test_every_variable_of_a_secret_or_a_config_map_has_its_source() -> None:
    for place in places():
        for variable in place.container.get("env", []):
            source = variable.get("valueFrom", {})
            if "secretKeyRef" in source:
                wanted = source["secretKeyRef"]
                assert documented(wanted["name"], wanted["key"]), f"{place.words}: {wanted}"
            if "configMapKeyRef" in source:
                wanted = source["configMapKeyRef"]
                assert wanted["key"] in named(place.words, "ConfigMap")[wanted["name"]]["data"], place.words


def test_every_source_of_variables_is_there() -> None:
    for place in places():
        for source in place.container.get("envFrom", []):
            if "configMapRef" in source:
                assert source["configMapRef"]["name"] in named(place.words, "ConfigMap"), place.words
            else:
                assert source["secretRef"]["optional"] is True, place.words
                assert documented(source["secretRef"]["name"]), place.words


def test_every_volume_is_there_and_used() -> None:
    for words, pod in pods():
        spec = pod["spec"]
        volumes = {volume["name"]: volume for volume in spec.get("volumes", [])}
        containers = [*spec.get("initContainers", []), *spec["containers"]]
        mounted = {mount["name"] for each in containers for mount in each.get("volumeMounts", [])}
        assert mounted == volumes.keys(), words
        for volume in volumes.values():
            if claim := volume.get("persistentVolumeClaim"):
                assert claim["claimName"] in named(words, "PersistentVolumeClaim"), words
            if config := volume.get("configMap"):
                assert config["name"] in named(words, "ConfigMap"), words


def test_every_pod_has_its_account() -> None:
    for words, pod in pods():
        account = pod["spec"].get("serviceAccountName")
        assert account is None or account in named(words, "ServiceAccount"), words


def test_the_rehearsals_volumes_are_on_one_node() -> None:
    """The pod `bucket` holds all; whatever shares one of them is started beside it."""
    torchserve = only("dry", "Deployment", "torchserve")["spec"]["template"]["spec"]
    job = only("dry", "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    for spec in (torchserve, job):
        (wish,) = spec["affinity"]["podAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
        assert wish["weight"] == 100
        wanted = wish["podAffinityTerm"]["labelSelector"]["matchLabels"]
        assert wanted.items() <= only("dry", "Pod", "bucket")["metadata"]["labels"].items()


@pytest.mark.parametrize("name", NAMES)
def test_whoever_mounts_the_sessions_is_where_the_others_are(name: str) -> None:
    """A ReadWriteOnce volume serves the pods of one node. The first of them chooses it."""
    for words, pod in pods():
        claims = [
            each.get("persistentVolumeClaim", {}).get("claimName") for each in pod["spec"].get("volumes", [])
        ]
        if not words.startswith(f"{name}: ") or "sessions" not in claims:
            continue
        labels = {"soulsgen.io/volume": "sessions"}
        assert labels.items() <= pod["metadata"]["labels"].items(), words
        if "Pod/bucket" not in words:
            (rule,) = pod["spec"]["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
            assert rule == {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": labels}}


def test_a_volume_for_one_pod_at_a_time_is_not_shared_by_replicas() -> None:
    for name in NAMES:
        for deployment in objects(name, "Deployment"):
            spec = deployment["spec"]
            claims = [
                volume for volume in spec["template"]["spec"]["volumes"] if "persistentVolumeClaim" in volume
            ]
            if claims:
                assert spec["replicas"] == 1, name
                assert spec["strategy"]["rollingUpdate"]["maxSurge"] == 0, name


@pytest.mark.parametrize("name", ["cpu", "dry", "dry-scribe", "gpu", "hpa", "keda", "scribe"])
def test_selectors_choose_the_pods_they_are_for(name: str) -> None:
    (deployment,) = objects(name, "Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    (service,) = objects(name, "Service")
    (budget,) = objects(name, "PodDisruptionBudget")
    for selector in (
        deployment["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
        budget["spec"]["selector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()
    ports = [
        port["name"]
        for each in deployment["spec"]["template"]["spec"]["containers"]
        for port in each.get("ports", [])
    ]
    assert [port["targetPort"] for port in service["spec"]["ports"]] == ports == ["http"]


def test_the_config_map_holds_the_one_configuration() -> None:
    ours = (ROOT / "config.properties").read_bytes()
    advice = "cp config.properties k8s/base/config.properties"
    assert (ROOT / "k8s" / "base" / "config.properties").read_bytes() == ours, advice
    for name in ("cpu", "keda"):
        (config,) = [
            thing
            for thing in objects(name, "ConfigMap")
            if thing["metadata"]["name"].startswith("torchserve-config-")
        ]
        assert config["data"] == {"config.properties": ours.decode()}
