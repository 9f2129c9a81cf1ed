"""`soulsgen k8s apply` against an API server: what it sends, in which order, and what it says."""

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from clients.cluster.answers import Kind
from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.overlays import IN_ORDER, OBJECTS, SCALED_OBJECT, overlay, thing

DRY = "Dry run: nothing was changed; --yes writes.\n"


@pytest.fixture
def manifests(tmp_path: Path) -> Path:
    """Rendered YAML, so that the tests need no kubectl."""
    return written(tmp_path, *OBJECTS)


def written(folder: Path, *objects: Any) -> Path:
    path = folder / "objects.yaml"
    path.write_text(yaml.safe_dump_all(objects), "utf-8")
    return path


def without_namespace(server: ApiServer) -> None:
    server.objects.clear()


def test_an_overlay_is_rendered_by_kubectl_and_applied_in_order(
    server: ApiServer, invoke: Invoke, tmp_path: Path
) -> None:
    if not shutil.which("kubectl"):
        pytest.skip("no kubectl on the PATH")
    without_namespace(server)
    result = invoke("apply", str(overlay(tmp_path / "mine", *OBJECTS)), "--yes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "".join(f"{'created':<10} {name}\n" for name in IN_ORDER)
    assert server.names() == IN_ORDER
    writes = [request for request in server.requests if request.startswith("PATCH")]
    assert writes[-1] == (
        "PATCH /apis/batch/v1/namespaces/soulsgen/cronjobs/tweet-lore?fieldManager=soulsgen&force=false"
    )


def test_without_yes_the_server_checks_and_stores_nothing(
    server: ApiServer, invoke: Invoke, manifests: Path
) -> None:
    result = invoke("apply", str(manifests))
    assert (result.exit_code, result.stderr) == (0, DRY)
    assert result.stdout.splitlines()[1:] == [f"{'created':<10} {name}" for name in IN_ORDER[1:]]
    assert server.names() == ["Namespace/soulsgen"]
    writes = [request for request in server.requests if request.startswith("PATCH")]
    assert [request for request in writes if "dryRun=All" not in request] == []
    assert len(writes) == len(IN_ORDER)


def test_dry_run_server_is_the_same_and_contradicts_yes(invoke: Invoke, manifests: Path) -> None:
    assert invoke("apply", str(manifests), "--dry-run=server").stderr == DRY
    assert invoke("apply", str(manifests), "--dry-run").stderr == DRY
    assert invoke("apply", str(manifests), "--dry-run", "--yes").exit_code == 2


def test_a_dry_run_before_the_namespace_is_there_says_what_it_could_not_check(
    server: ApiServer, invoke: Invoke, manifests: Path
) -> None:
    without_namespace(server)
    result = invoke("apply", str(manifests))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "created    Namespace/soulsgen",
        "unchecked  ServiceAccount/torchserve",
    ]
    assert result.stderr == (f"Namespace soulsgen is not there yet; what goes into it is unchecked.\n{DRY}")


def test_a_second_apply_changes_nothing(server: ApiServer, invoke: Invoke, manifests: Path) -> None:
    invoke("apply", str(manifests), "--yes")
    before = len(server.history)
    result = invoke("apply", str(manifests), "--yes")
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"unchanged"}
    assert len(server.history) == before


def test_a_change_names_the_fields_and_no_values(server: ApiServer, invoke: Invoke, tmp_path: Path) -> None:
    invoke("apply", str(written(tmp_path, *OBJECTS)), "--yes")
    changed: Any = deepcopy(OBJECTS)
    changed[1]["spec"]["replicas"] = 3
    changed[5]["data"] = {"other.properties": "workers=2\n"}
    result = invoke("apply", str(written(tmp_path, *changed)), "--yes")
    assert [line for line in result.stdout.splitlines() if "unchanged" not in line] == [
        "configured ConfigMap/torchserve: data.config.properties, data.other.properties",
        "configured Deployment/torchserve: spec.replicas",
    ]
    assert server.read("ConfigMap", "torchserve")["data"] == {"other.properties": "workers=2\n"}


def test_a_kind_the_cluster_lacks_is_refused_and_the_others_go_in(
    server: ApiServer, invoke: Invoke, tmp_path: Path
) -> None:
    result = invoke(
        "apply", str(written(tmp_path, SCALED_OBJECT, thing("ServiceAccount", "poster"))), "--yes"
    )
    assert result.exit_code == 2
    assert result.stdout == (
        "created    ServiceAccount/poster\n"
        "refused    ScaledObject/torchserve: the cluster has no kind ScaledObject in keda.sh/v1alpha1; "
        "KEDA brings it: https://keda.sh/docs/latest/deploy/\n"
    )
    assert result.stderr == "Error: 1 of 2 objects failed\n"


def test_a_kind_that_an_operator_brought_is_applied(
    server: ApiServer, invoke: Invoke, tmp_path: Path
) -> None:
    server.kinds.append(Kind("keda.sh/v1alpha1", "ScaledObject", "scaledobjects"))
    assert invoke("apply", str(written(tmp_path, SCALED_OBJECT)), "--yes").exit_code == 0
    assert server.read("ScaledObject", "torchserve")["spec"]["minReplicaCount"] == 0


def test_a_conflict_is_shown_with_its_manager_and_can_be_forced(
    server: ApiServer, invoke: Invoke, manifests: Path
) -> None:
    invoke("apply", str(manifests), "--yes")
    invoke("resume", "tweet-lore")
    result = invoke("apply", str(manifests), "--yes")
    assert result.exit_code == 2
    assert result.stdout.splitlines()[-1] == (
        "refused    CronJob/tweet-lore: Apply failed with 1 conflict: conflict with "
        '"soulsgen-schedule" using '
        "batch/v1: .spec.suspend (set by `soulsgen k8s suspend` or `resume`) (409 Conflict)"
    )
    assert result.stderr == (
        "Fields that somebody else has set are taken over with --force-conflicts.\n"
        "Error: 1 of 9 objects failed\n"
    )
    assert server.read("CronJob", "tweet-lore")["spec"]["suspend"] is False
    forced = invoke("apply", str(manifests), "--yes", "--force-conflicts")
    assert forced.stdout.splitlines()[-1] == "configured CronJob/tweet-lore: spec.suspend"
    assert server.read("CronJob", "tweet-lore")["spec"]["suspend"] is True


def test_several_conflicts_fit_one_line(server: ApiServer, invoke: Invoke, tmp_path: Path) -> None:
    account = thing("ConfigMap", "torchserve", data={"a": "1", "b": "1", "c": "1"})
    path = str(written(tmp_path, account))
    invoke("apply", path, "--yes")
    stored = server.objects["configmaps", "soulsgen", "torchserve"]
    stored.owners.update(stored.thing, {"data": {"a": "2", "b": "2"}}, "kubectl-edit")
    stored.owners.apply(stored.thing, {"data": {"c": "2"}}, "helm", force=True)
    assert invoke("apply", path, "--yes").stdout == (
        'refused    ConfigMap/torchserve: Apply failed with 3 conflicts: conflicts with "helm": - .data.c '
        'conflicts with "kubectl-edit" using v1: - .data.a - .data.b (409 Conflict)\n'
    )


def test_an_invalid_object_is_refused_with_the_causes(invoke: Invoke, tmp_path: Path) -> None:
    bad: Any = deepcopy(OBJECTS[1])
    bad["spec"] |= {"replicas": -1, "template": {}}
    result = invoke("apply", str(written(tmp_path, bad)))
    assert result.exit_code == 2
    assert result.stdout == (
        'refused    Deployment/torchserve: Deployment.apps "torchserve" is invalid: '
        "[spec.template.spec.containers: Required value, "
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0] (422 Invalid)\n"
    )


def test_a_right_that_is_missing_is_told_in_the_words_of_the_server(
    server: ApiServer, invoke: Invoke, manifests: Path
) -> None:
    server.denied.add(("patch", "roles"))
    result = invoke("apply", str(manifests), "--yes", "--json")
    assert result.exit_code == 2
    rows = {row["object"]: row for row in json.loads(result.stdout)}
    assert [row["object"] for row in rows.values()] == IN_ORDER
    assert rows["Role/operator"] == {
        "object": "Role/operator",
        "result": "refused",
        "changes": [],
        "reason": 'roles.rbac.authorization.k8s.io "operator" is forbidden: User '
        '"tester" cannot patch resource '
        '"roles" in API group "rbac.authorization.k8s.io" in the namespace "soulsgen" (403 Forbidden)',
        "warnings": [],
    }
    assert [name for name, row in rows.items() if row["result"] == "refused"] == ["Role/operator"]


def test_warnings_of_the_server_go_to_stderr(server: ApiServer, invoke: Invoke, manifests: Path) -> None:
    words = 'would violate PodSecurity "restricted:latest": runAsNonRoot != true'
    server.warnings["Deployment"] = words.replace('"', '\\"')
    result = invoke("apply", str(manifests))
    assert result.stderr == f"Warning: Deployment/torchserve: {words}\n{DRY}"


def test_a_webhook_out_of_order_may_pass(server: ApiServer, invoke: Invoke, manifests: Path) -> None:
    message = "Internal error occurred: failed calling webhook"
    status = {
        "kind": "Status",
        "status": "Failure",
        "message": message,
        "reason": "InternalError",
        "code": 500,
    }
    server.answers["PATCH services"] = (500, json.dumps(status))
    result = invoke("apply", str(manifests), "--yes")
    assert (result.exit_code, result.stderr) == (75, "Error: 1 of 9 objects failed\n")
    assert f"failed     Service/torchserve: {message} (500 InternalError)" in result.stdout.splitlines()


def test_objects_of_another_namespace_are_not_applied_by_accident(
    server: ApiServer, invoke: Invoke, tmp_path: Path
) -> None:
    astray = thing("ConfigMap", "torchserve", metadata={"name": "torchserve", "namespace": "lore"})
    path = written(tmp_path, astray)
    result = invoke("apply", str(path), "--yes")
    assert (result.exit_code, server.requests) == (1, [])
    assert result.stderr == (
        f"Error: ConfigMap/torchserve of {path} belongs to namespace lore, not to "
        "soulsgen: say --namespace lore, "
        "or change `namespace:` in the overlay's kustomization.yaml\n"
    )
    server.put("Namespace", "lore", {})
    assert invoke("apply", str(path), "--yes", "-n", "lore").exit_code == 0
    assert server.read("ConfigMap", "torchserve", "lore")["metadata"]["namespace"] == "lore"


def test_rendered_objects_come_through_standard_input_too(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("apply", "-", "--yes", stdin=yaml.safe_dump(thing("ServiceAccount", "poster")))
    assert (result.exit_code, result.stdout) == (0, "created    ServiceAccount/poster\n")
