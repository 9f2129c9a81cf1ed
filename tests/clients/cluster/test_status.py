"""`soulsgen k8s status` over the states that a cluster's objects go through."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.overlays import CRON, DEPLOYMENT, LABELS
from soulsgen.cluster.schedules import next_run

WORKER = {"metadata": {"labels": {"app.kubernetes.io/name": "torchserve"}}}


def deployment(server: ApiServer, ready: int = 2, **status: Any) -> None:
    body = {"metadata": {"labels": LABELS}, "spec": DEPLOYMENT}
    server.put("Deployment", "torchserve", {**body, "status": {"readyReplicas": ready, **status}})


def pod(server: ApiServer, name: str, status: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return server.put("Pod", name, {**WORKER, **rest, "status": {"phase": "Pending", **status}})


def waiting(reason: str, message: str | None = None, **rest: Any) -> dict[str, Any]:
    state = {"waiting": {"reason": reason, **({"message": message} if message else {})}}
    return {"containerStatuses": [{"name": "torchserve", "image": "torchserve:1", "state": state, **rest}]}


def cron(server: ApiServer, suspend: bool = False, **status: Any) -> dict[str, Any]:
    body = {"metadata": {"labels": LABELS}, "spec": {**CRON, "suspend": suspend}, "status": status}
    return server.put("CronJob", "tweet-lore", body)


def job(server: ApiServer, owner: dict[str, Any], name: str, hour: int, *conditions: dict[str, Any]) -> None:
    metadata = {
        "creationTimestamp": f"2026-01-01T{hour:02d}:00:00Z",
        "ownerReferences": [{"uid": owner["metadata"]["uid"], "controller": True}],
    }
    server.put("Job", name, {"metadata": metadata, "status": {"conditions": list(conditions)}})


def failed(reason: str, message: str = "") -> dict[str, Any]:
    return {"type": "Failed", "status": "True", "reason": reason, "message": message}


COMPLETE = {"type": "Complete", "status": "True"}


def test_an_empty_namespace_says_how_to_fill_it(invoke: Invoke) -> None:
    result = invoke("status")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == "Namespace soulsgen holds nothing of SoulsGen; `soulsgen k8s apply` puts it there.\n"
    )


def test_all_well_is_two_lines_and_status_0(server: ApiServer, invoke: Invoke) -> None:
    deployment(server)
    times = {"lastScheduleTime": "2026-01-01T04:00:00Z", "lastSuccessfulTime": "2026-01-01T04:01:07Z"}
    cron(server, suspend=True, **times)
    result = invoke("status")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Deployment/torchserve: 2 of 2 workers ready\n"
        "CronJob/tweet-lore: suspended, last run 2026-01-01 04:00 UTC, last success 2026-01-01 04:01 UTC "
        "(0 */4 * * *, Etc/UTC)\n"
    )


def test_workers_scaled_to_zero_are_well(server: ApiServer, invoke: Invoke) -> None:
    body = {"metadata": {"labels": LABELS}, "spec": {**DEPLOYMENT, "replicas": 0}}
    server.put("Deployment", "torchserve", body)
    result = invoke("status")
    assert (result.exit_code, result.stdout) == (0, "Deployment/torchserve: scaled to zero\n")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (
            waiting("ImagePullBackOff", 'Back-off pulling image "torchserve:1"'),
            'its image cannot be pulled (ImagePullBackOff): Back-off pulling image "torchserve:1"',
        ),
        (waiting("InvalidImageName"), "its image has an invalid name (InvalidImageName): torchserve:1"),
        (
            waiting("CreateContainerConfigError", 'secret "twitter-oauth" not found'),
            "its configuration is not complete (CreateContainerConfigError): secret "
            '"twitter-oauth" not found; '
            "`soulsgen k8s secrets twitter-oauth --from-env` makes it",
        ),
        (
            waiting("CrashLoopBackOff", lastState={"terminated": {"exitCode": 137, "reason": "OOMKilled"}}),
            "it ends again and again, last with exit status 137: killed for using more memory than its limit",
        ),
        (
            {
                "conditions": [
                    {
                        "type": "PodScheduled",
                        "status": "False",
                        "reason": "Unschedulable",
                        "message": "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.",
                    }
                ]
            },
            "no node can take it, for want of a free GPU: 0/3 nodes are available: 3 "
            "Insufficient nvidia.com/gpu.",
        ),
        (
            {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."},
            "Evicted: The node was low on resource: memory.",
        ),
    ],
)
def test_what_a_worker_waits_for_is_told(
    server: ApiServer, invoke: Invoke, status: dict[str, Any], words: str
) -> None:
    deployment(server, ready=1)
    pod(
        server,
        "torchserve-a",
        {"phase": "Running", "containerStatuses": [{"name": "x", "state": {"running": {}}}]},
    )
    pod(server, "torchserve-b", status)
    result = invoke("status")
    assert result.exit_code == 1
    assert result.stdout == f"Deployment/torchserve: 1 of 2 workers ready\n  torchserve-b: {words}\n"


def test_an_init_container_that_fails_is_told(server: ApiServer, invoke: Invoke) -> None:
    deployment(server, ready=0)
    last = {"terminated": {"exitCode": 2, "reason": "Error"}}
    init = waiting("CrashLoopBackOff", lastState=last)["containerStatuses"]
    pod(server, "torchserve-a", {"initContainerStatuses": init, **waiting("PodInitializing")})
    assert (
        "  torchserve-a: it ends again and again, last with exit status 2: refused" in invoke("status").stdout
    )


def test_a_start_that_takes_its_time_is_no_trouble_and_a_missing_volume_is(
    server: ApiServer, invoke: Invoke
) -> None:
    deployment(server, ready=1)
    made = pod(server, "torchserve-b", waiting("ContainerCreating"))
    assert invoke("status").stdout == "Deployment/torchserve: 1 of 2 workers ready\n"
    for minute, message in enumerate(("an old fault", 'MountVolume.SetUp failed: secret "keys" not found')):
        event = {
            "involvedObject": {"uid": made["metadata"]["uid"]},
            "type": "Warning",
            "reason": "FailedMount",
            "message": message,
            "lastTimestamp": f"2026-01-01T00:0{minute}:00Z",
        }
        server.put("Event", f"event-{minute}", event)
    result = invoke("status")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1] == (
        '  torchserve-b: FailedMount: MountVolume.SetUp failed: secret "keys" not found'
    )


def test_pods_that_the_namespace_does_not_admit_are_told(server: ApiServer, invoke: Invoke) -> None:
    message = 'pods "torchserve-5d" is forbidden: violates PodSecurity "restricted:latest"'
    entry = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": message}
    deployment(server, ready=0, conditions=[entry])
    assert invoke("status").stdout == (
        f"Deployment/torchserve: 0 of 2 workers ready\n  its Pods are not made: {message}\n"
    )


def test_failures_since_the_last_success_are_told_newest_first(server: ApiServer, invoke: Invoke) -> None:
    owner = cron(server, suspend=True)
    job(server, owner, "tweet-lore-1", 1, failed("BackoffLimitExceeded"))
    job(server, owner, "tweet-lore-2", 2, COMPLETE)
    job(server, owner, "tweet-lore-3", 3, failed("DeadlineExceeded"))
    job(
        server, owner, "tweet-lore-4", 4, failed("PodFailurePolicy", "Container post failed with exit code 2")
    )
    labels = {"batch.kubernetes.io/job-name": "tweet-lore-4"}
    ended = {"name": "post", "state": {"terminated": {"exitCode": 2, "reason": "Error"}}}
    server.put(
        "Pod",
        "p",
        {"metadata": {"labels": labels}, "status": {"phase": "Failed", "containerStatuses": [ended]}},
    )
    result = invoke("status")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == [
        "  Job/tweet-lore-4: failed: exit status 2: refused, and the same request "
        "will be refused again: keys, "
        "permissions or a duplicate; its podFailurePolicy ended it without a further try",
        "  Job/tweet-lore-3: failed: it took longer than its activeDeadlineSeconds",
    ]


def test_a_run_that_waits_is_told(server: ApiServer, invoke: Invoke) -> None:
    owner = cron(server, suspend=True)
    job(server, owner, "tweet-lore-1", 1)
    labels = {"batch.kubernetes.io/job-name": "tweet-lore-1"}
    server.put("Pod", "p", {"metadata": {"labels": labels}, "status": waiting("ErrImagePull", "not found")})
    result = invoke("status")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1] == (
        "  Job/tweet-lore-1: running: its image cannot be pulled (ErrImagePull): not found"
    )


def test_a_job_of_no_schedule_is_listed(server: ApiServer, invoke: Invoke) -> None:
    server.put("Job", "train-lore", {"metadata": {"labels": LABELS}, "status": {"conditions": [COMPLETE]}})
    assert invoke("status").stdout == "Job/train-lore: succeeded\n"


def test_machines_get_one_object(server: ApiServer, invoke: Invoke) -> None:
    deployment(server, ready=1)
    cron(server, lastScheduleTime="2026-01-01T04:00:00Z")
    began = datetime.now(UTC)
    result = invoke("status", "--json")
    assert result.exit_code == 1
    state = json.loads(result.stdout)
    following = datetime.fromisoformat(state["schedules"][0].pop("next_run"))
    assert following > began
    assert (following.hour % 4, following.minute, following.second) == (0, 0, 0)
    assert state == {
        "healthy": False,
        "namespace": "soulsgen",
        "workers": [{"name": "torchserve", "ready": 1, "wanted": 2, "waiting": []}],
        "schedules": [
            {
                "name": "tweet-lore",
                "schedule": "0 */4 * * *",
                "time_zone": "Etc/UTC",
                "suspended": False,
                "last_run": "2026-01-01T04:00:00Z",
                "last_success": None,
                "running": [],
                "failures": [],
            }
        ],
        "jobs": [],
    }


@pytest.mark.parametrize(
    ("schedule", "zone", "expected"),
    [
        ("0 */4 * * *", "Etc/UTC", datetime(2026, 7, 1, 12, 0, tzinfo=UTC)),
        ("0 9 * * *", "Europe/Berlin", datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        ("@hourly", None, datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
        ("0 9 * * *", "Europe/Anor_Londo", None),
        ("whenever", None, None),
    ],
)
def test_the_next_run_counts_in_the_zone_of_the_schedule(
    schedule: str, zone: str | None, expected: datetime | None
) -> None:
    thing = {"spec": {"schedule": schedule, "timeZone": zone}}
    assert next_run(thing, datetime(2026, 7, 1, 12, 30, tzinfo=ZoneInfo("Europe/Berlin"))) == expected


def test_long_lists_are_read_to_the_end(server: ApiServer, invoke: Invoke) -> None:
    server.page_size = 2
    for number in range(5):
        body = {"metadata": {"labels": LABELS}, "spec": deepcopy(DEPLOYMENT) | {"replicas": 0}}
        server.put("Deployment", f"torchserve-{number}", body)
    assert len(invoke("status").stdout.splitlines()) == 5


def test_a_missing_right_is_told_in_the_words_of_the_server(server: ApiServer, invoke: Invoke) -> None:
    server.denied.add(("list", "deployments"))
    result = invoke("status")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'Error: deployments: deployments.apps is forbidden: User "tester" cannot list resource "deployments" '
        'in API group "apps" in the namespace "soulsgen" (403 Forbidden)\n'
    )
