"""`soulsgen k8s suspend` and `resume`: a schedule off and on, and what an overlay says of it."""

import json
from typing import Any

import pytest

from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.overlays import CRON, LABELS


@pytest.fixture(autouse=True)
def cron(server: ApiServer) -> dict[str, Any]:
    spec = {**CRON, "suspend": False}
    return server.put("CronJob", "tweet-lore", {"metadata": {"labels": LABELS}, "spec": spec})


def suspended(server: ApiServer) -> bool:
    return bool(server.read("CronJob", "tweet-lore")["spec"]["suspend"])


def test_a_schedule_is_switched_off_and_on(server: ApiServer, invoke: Invoke) -> None:
    assert invoke("suspend", "tweet-lore").stdout == "CronJob/tweet-lore is suspended\n"
    assert suspended(server)
    assert invoke("suspend", "tweet-lore").stdout == "CronJob/tweet-lore was already suspended\n"
    result = invoke("resume", "tweet-lore")
    assert result.exit_code == 0
    assert result.stdout.startswith("CronJob/tweet-lore is resumed; next run 2")
    assert not suspended(server)
    assert [request for request in server.requests if request.startswith("PATCH")] == [
        "PATCH /apis/batch/v1/namespaces/soulsgen/cronjobs/tweet-lore?fieldManager=soulsgen-schedule"
    ] * 2


def test_a_dry_run_switches_nothing(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("suspend", "tweet-lore", "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "CronJob/tweet-lore is suspended (dry run)\n")
    assert not suspended(server)


def test_machines_get_one_object(invoke: Invoke) -> None:
    assert json.loads(invoke("suspend", "tweet-lore", "--json").stdout) == {
        "cronjob": "tweet-lore",
        "suspended": True,
        "changed": True,
        "dry_run": False,
        "next_run": None,
    }


@pytest.mark.parametrize("verb", ["suspend", "resume"])
def test_an_unknown_name_is_told_in_the_words_of_the_server(invoke: Invoke, verb: str) -> None:
    result = invoke(verb, "tweet")
    assert result.exit_code == 2
    assert result.stderr == 'Error: CronJob/tweet: cronjobs.batch "tweet" not found (404 NotFound)\n'


def test_a_missing_right_changes_nothing(server: ApiServer, invoke: Invoke) -> None:
    server.denied.add(("patch", "cronjobs"))
    result = invoke("suspend", "tweet-lore")
    assert (result.exit_code, suspended(server)) == (2, False)
    assert result.stderr == (
        'Error: CronJob/tweet-lore: cronjobs.batch "tweet-lore" is forbidden: User '
        '"tester" cannot patch resource '
        '"cronjobs" in API group "batch" in the namespace "soulsgen" (403 Forbidden)\n'
    )
