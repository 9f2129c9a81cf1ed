"""`soulsgen k8s run`: a Job made from the CronJob, followed from its first wait to its end."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.job_controller import JobController
from clients.cluster.overlays import CRON, LABELS
from soulsgen.cluster import follow


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Job of the tests lasts a blink, and so do the pauses between two looks at it."""
    monkeypatch.setattr(follow, "LOOK_S", 0.05)


@pytest.fixture(autouse=True)
def cron(server: ApiServer) -> dict[str, Any]:
    return server.put("CronJob", "tweet-lore", {"metadata": {"labels": LABELS}, "spec": CRON})


def test_the_job_has_the_template_of_the_schedule_and_belongs_to_it(
    server: ApiServer, invoke: Invoke, cron: dict[str, Any]
) -> None:
    result = invoke("run", "tweet-lore")
    name = result.stdout.strip()
    assert result.exit_code == 0
    assert result.stderr == f"Job/{name} created; `soulsgen k8s status` tells how it goes\n"
    job = server.read("Job", name)
    assert job["spec"] == CRON["jobTemplate"]["spec"]
    assert job["metadata"]["labels"] == LABELS
    assert job["metadata"]["annotations"] == {"note": "kept", "cronjob.kubernetes.io/instantiate": "manual"}
    owner = {"apiVersion": "batch/v1", "kind": "CronJob", "name": "tweet-lore", "controller": True}
    assert job["metadata"]["ownerReferences"] == [{**owner, "uid": cron["metadata"]["uid"]}]


def test_a_slot_reaches_the_pod_and_not_the_schedule(server: ApiServer, invoke: Invoke) -> None:
    slot = "2026-01-01T04:00:00Z"
    job = server.read("Job", invoke("run", "tweet-lore", "--slot", slot).stdout.strip())
    annotations = job["spec"]["template"]["metadata"]["annotations"]
    assert annotations == {"batch.kubernetes.io/cronjob-scheduled-timestamp": slot}
    template = server.read("CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]["template"]
    assert "annotations" not in template["metadata"]


def test_a_slot_that_is_none_makes_no_job(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("run", "tweet-lore", "--slot", "not a date")
    assert (result.exit_code, result.stdout, server.requests) == (1, "", [])
    assert result.stderr.startswith("Error: the slot 'not a date' is neither a time nor ")


def test_a_long_name_leaves_room_for_the_servers_own_letters(server: ApiServer, invoke: Invoke) -> None:
    server.put("CronJob", "l" * 52, {"spec": CRON})
    assert len(invoke("run", "l" * 52).stdout.strip()) == 63


def test_a_dry_run_makes_no_job(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("run", "tweet-lore", "--dry-run")
    assert result.exit_code == 0
    assert result.stderr.endswith(" would be created; dry run\n")
    assert [name for name in server.names() if name.startswith("Job/")] == []
    assert invoke("run", "tweet-lore", "--dry-run", "--follow").exit_code == 2


def test_the_log_is_followed_to_a_good_end(invoke: Invoke, controller: JobController) -> None:
    controller.lines = ["first", "", "  — third"]
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, result.stdout) == (0, "first\n\n  — third\n")
    created, ended = result.stderr.splitlines()
    assert created.endswith(" created")
    assert ended == f"{created.removesuffix(' created')} succeeded"


@pytest.mark.parametrize(
    ("exits", "status", "tries", "words"),
    [
        (
            [2],
            2,
            1,
            "exit status 2: refused, and the same request will be refused again: keys, permissions or "
            "a duplicate; its podFailurePolicy ended it without a further try",
        ),
        (
            [69],
            69,
            1,
            "exit status 69: the fate of the post is unknown: look at the account before it runs "
            "again; its podFailurePolicy ended it without a further try",
        ),
        (
            [75],
            75,
            2,
            "exit status 75: a fault that may pass, such as a rate limit or a server out of reach; "
            "a later run may do better; no tries are left",
        ),
        ([137], 137, 2, "exit status 137: killed: out of time or out of memory; no tries are left"),
        ([75, 0], 0, 2, None),
    ],
)
def test_the_end_of_the_job_is_the_exit_status_and_is_put_in_words(
    invoke: Invoke, controller: JobController, exits: list[int], status: int, tries: int, words: str | None
) -> None:
    controller.exits = exits
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, result.stdout) == (status, "The fire fades.\n" * tries)
    last = result.stderr.splitlines()[-1]
    assert last.endswith(f" failed: {words}" if words else " succeeded")


def test_what_the_job_waits_for_is_said_once(invoke: Invoke, controller: JobController) -> None:
    message = 'secret "twitter-oauth" not found'
    controller.waiting = {"reason": "CreateContainerConfigError", "message": message}
    result = invoke("run", "tweet-lore", "--follow")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:-1] == [
        "waits: its configuration is not complete (CreateContainerConfigError): "
        'secret "twitter-oauth" not found; `soulsgen k8s secrets twitter-oauth --from-env` makes it'
    ]


def test_a_log_whose_connection_breaks_goes_on_after_its_last_line(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    controller.lines = [f"line {number}" for number in range(12)]
    server.log_cuts = [3, 5]
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, server.log_cuts) == (0, [])
    assert result.stdout.splitlines() == controller.lines


@pytest.mark.parametrize("answer", ['{"type": "MODI', "<html>Welcome</html>", "[]", '{"type": "ADDED"}'])
def test_a_watch_that_makes_no_sense_does_not_end_the_following(
    server: ApiServer, invoke: Invoke, controller: JobController, answer: str
) -> None:
    server.watches = answer
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, result.stdout) == (0, "The fire fades.\n")


def test_a_watch_that_fails_at_once_is_not_asked_for_without_a_pause(
    server: ApiServer, invoke: Invoke, controller: JobController, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(follow, "time", SimpleNamespace(sleep=slept.append))
    server.watches = "<html>Welcome</html>"
    controller.waiting = {"reason": "ErrImagePull", "message": "not found"}
    assert invoke("run", "tweet-lore", "--follow").exit_code == 0
    watches = [request for request in server.requests if "watch=true" in request]
    assert slept == [follow.LOOK_S] * len(watches)
    assert len(slept) >= 2


def test_a_server_that_is_away_for_a_moment_does_not_end_the_following(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    status = {"kind": "Status", "status": "Failure", "message": "etcdserver: leader changed", "code": 503}
    server.answers["GET jobs"] = (503, json.dumps(status))
    server.often["GET jobs"] = follow.PATIENCE - 1
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, result.stdout, server.often) == (0, "The fire fades.\n", {"GET jobs": 0})


def test_a_server_that_stays_away_leaves_the_job_alone(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    server.answers["GET jobs"] = (503, "no backend")
    result = invoke("run", "tweet-lore", "--follow")
    assert (result.exit_code, result.stdout) == (75, "")
    goes_on, error = result.stderr.splitlines()[-2:]
    assert goes_on.endswith(" goes on; `soulsgen k8s status` tells how it ends")
    assert "answered HTTP 503 with something that is not Kubernetes: no backend" in error


def test_a_job_deleted_under_way_ends_in_words(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    def vanish(job: dict[str, Any]) -> None:
        with server.lock:
            del server.objects["jobs", "soulsgen", job["metadata"]["name"]]

    server.job_made = vanish
    result = invoke("run", "tweet-lore", "--follow")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].endswith(" was deleted before it ended")


def test_a_job_that_ran_out_of_time_before_a_pod_came_fails_with_1(server: ApiServer, invoke: Invoke) -> None:
    entry = {"type": "Failed", "status": "True", "reason": "DeadlineExceeded"}
    server.job_made = lambda job: server.set_status("Job", job["metadata"]["name"], {"conditions": [entry]})
    result = invoke("run", "tweet-lore", "--follow")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].endswith(" failed: it took longer than its activeDeadlineSeconds")


def test_machines_get_the_end_as_json_and_the_log_elsewhere(
    invoke: Invoke, controller: JobController
) -> None:
    controller.exits = [2]
    result = invoke("run", "tweet-lore", "--follow", "--json")
    end = json.loads(result.stdout)
    assert (result.exit_code, end["state"], end["exit_code"]) == (2, "failed", 2)
    assert "The fire fades." in result.stderr.splitlines()


def test_a_schedule_that_forbids_a_second_run_gets_none(server: ApiServer, invoke: Invoke) -> None:
    server.set_status("CronJob", "tweet-lore", {"active": [{"name": "tweet-lore-29"}]})
    result = invoke("run", "tweet-lore")
    assert result.exit_code == 2
    assert result.stderr == "Error: CronJob/tweet-lore is running already: Job/tweet-lore-29\n"


def test_an_unknown_cronjob_is_told_in_the_words_of_the_server(invoke: Invoke) -> None:
    result = invoke("run", "tweet-less", "--follow")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'Error: CronJob/tweet-less: cronjobs.batch "tweet-less" not found (404 NotFound)\n'
    )


def test_a_log_that_may_not_be_read_is_told(
    server: ApiServer, invoke: Invoke, controller: JobController
) -> None:
    server.denied.add(("get", "pods/log"))
    result = invoke("run", "tweet-lore", "--follow")
    assert result.exit_code == 2
    assert "the log of Pod/tweet-lore-manual-" in result.stderr
    assert "403 Forbidden" in result.stderr
