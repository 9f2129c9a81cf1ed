"""Every object against Kubernetes' own schemas, strictly: an unknown field is a fault."""

import warnings

import kubernetes_validate
import pytest

from k8s.manifests import K8S, NAMES, objects, render

# The oldest that these manifests promise, one between, and the newest known here.
VERSIONS = ("1.33", "1.35", "1.37")
# Of operators a cluster may have; no schema of theirs is at hand.
CUSTOM = {"PodMonitor", "PrometheusRule", "ScaledObject"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_what_that_kubernetes_takes(name: str, version: str) -> None:
    checked = [thing for thing in objects(name) if thing["kind"] not in CUSTOM]
    assert checked
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for thing in checked:
            # Raises with the path of the fault.
            kubernetes_validate.validate(thing, version, strict=True)


def test_the_validator_sees_a_field_that_does_not_exist() -> None:
    thing = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"prots": []}}
    with pytest.raises(kubernetes_validate.ValidationError, match="prots"):
        kubernetes_validate.validate(thing, VERSIONS[-1], strict=True)


def test_every_overlay_and_component_is_reached_by_some_test() -> None:
    folders = {path.parent.relative_to(K8S).as_posix() for path in K8S.rglob("kustomization.yaml")}
    assert folders == {
        "backlog",
        "base",
        "components/cpu-image",
        "components/images",
        "components/monitoring",
        "components/pod-volumes",
        "components/scribe",
        "overlays/cpu",
        "overlays/dry",
        "overlays/dry-scribe",
        "overlays/gpu",
        "overlays/hpa",
        "overlays/keda",
        "overlays/scribe",
        "sessions",
        "trainer",
    }
    assert NAMES == ["cpu", "dry", "dry-scribe", "gpu", "hpa", "keda", "scribe", "backlog", "trainer"]
    assert render(K8S / "base")


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_labelled_and_in_the_namespace(name: str) -> None:
    for thing in objects(name):
        metadata = thing["metadata"]
        assert metadata["labels"]["app.kubernetes.io/part-of"] == "soulsgen", metadata
        if thing["kind"] == "Namespace":
            assert metadata["name"] == "soulsgen"
        else:
            assert metadata["namespace"] == "soulsgen", metadata


@pytest.mark.parametrize("name", NAMES)
def test_no_two_objects_of_an_overlay_have_one_name(name: str) -> None:
    titles = [(thing["kind"], thing["metadata"]["name"]) for thing in objects(name)]
    assert len(titles) == len(set(titles))
