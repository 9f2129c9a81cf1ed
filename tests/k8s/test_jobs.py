"""The schedule, the slots and what becomes of each exit status."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from croniter import croniter

from k8s.manifests import job_specs, objects, only
from soulsgen.channels.post import Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable

POSTING = ("cpu", "dry", "gpu", "hpa", "keda")


def actions(policy: dict[str, object], container: str) -> dict[int, str]:
    """What becomes of each exit status of `container` that a rule names: the first rule that fits."""
    found: dict[int, str] = {}
    for rule in policy["rules"]:  # type: ignore[attr-defined]
        codes = rule.get("onExitCodes")
        if codes and codes.get("containerName", container) == container:
            assert codes["operator"] == "In"
            for code in codes["values"]:
                found.setdefault(code, rule["action"])
    return found


@pytest.mark.parametrize("name", POSTING)
def test_exit_statuses_of_posting_end_the_job_or_are_tried_again(name: str) -> None:
    ((_, spec),) = job_specs(name)
    assert actions(spec["podFailurePolicy"], "tweet-lore") == {
        Refused.exit_code: "FailJob",
        Unconfirmed.exit_code: "FailJob",
        Unavailable.exit_code: "Count",
    }
    assert SoulsgenError.exit_code == 1, "left out above: counted, which is what a Job does by itself"


def test_a_model_that_is_not_good_enough_ends_the_training() -> None:
    ((_, spec),) = job_specs("trainer")
    policy = spec["podFailurePolicy"]
    assert actions(policy, "gate") == {
        1: "FailJob",
        Refused.exit_code: "FailJob",
        Unavailable.exit_code: "Count",
    }
    assert actions(policy, "corpus") == {Refused.exit_code: "FailJob", Unavailable.exit_code: "Count"}


@pytest.mark.parametrize("name", [*POSTING, "trainer"])
def test_a_node_that_goes_away_is_not_counted(name: str) -> None:
    for _, spec in job_specs(name):
        first = spec["podFailurePolicy"]["rules"][0]
        assert first == {
            "action": "Ignore",
            "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}],
        }
        # A policy for exits asks for pods that are not restarted in place.
        assert spec["template"]["spec"]["restartPolicy"] == "Never"
        assert {"backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"} <= spec.keys()


def words_after(option: str, name: str) -> str:
    (container,) = only(name, "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]["template"]["spec"][
        "containers"
    ]
    return str(container["args"][container["args"].index(option) + 1])


@pytest.mark.parametrize("name", POSTING)
def test_the_slot_of_a_late_run_is_the_one_it_was_made_for(name: str) -> None:
    spec = only(name, "CronJob", "tweet-lore")["spec"]
    assert words_after("--schedule", name) == spec["schedule"]
    # `soulsgen post` reads the schedule in the zone of the container, which has none of its own: UTC.
    assert spec["timeZone"] == "Etc/UTC"
    due = croniter(spec["schedule"], datetime(2026, 1, 1, tzinfo=UTC))
    times = [due.get_next(datetime) for _ in range(20)]
    shortest = min(later - earlier for earlier, later in pairwise(times))
    latest = spec["startingDeadlineSeconds"] + spec["jobTemplate"]["spec"]["activeDeadlineSeconds"]
    assert timedelta(seconds=latest) < shortest == timedelta(hours=4)


@pytest.mark.parametrize("name", POSTING)
def test_two_runs_never_overlap_and_their_ends_are_kept(name: str) -> None:
    spec = only(name, "CronJob", "tweet-lore")["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    assert spec["successfulJobsHistoryLimit"] == spec["failedJobsHistoryLimit"] == 3


def test_the_rehearsal_is_suspended_and_needs_no_account() -> None:
    for name in POSTING:
        spec = only(name, "CronJob", "tweet-lore")["spec"]
        (container,) = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
        keys = {each["name"] for each in container["env"] if each["name"].startswith("TWITTER_")}
        assert words_after("--to", name) == ("outbox" if name == "dry" else "x")
        assert spec.get("suspend", False) is (name == "dry")
        assert len(keys) == (0 if name == "dry" else 4)


def test_keda_wakes_torchserve_before_each_slot_and_lets_go_after_it() -> None:
    (scaled,) = objects("keda", "ScaledObject")
    triggers = {trigger["name"]: trigger["metadata"] for trigger in scaled["spec"]["triggers"]}
    assert scaled["spec"]["minReplicaCount"] == 0
    window = triggers["slots"]
    assert window["timezone"] == "Etc/UTC"
    slots = croniter(
        only("keda", "CronJob", "tweet-lore")["spec"]["schedule"], datetime(2026, 1, 1, tzinfo=UTC)
    )
    for _ in range(12):
        slot = slots.get_next(datetime)
        start = croniter(window["start"], slot).get_prev(datetime)
        end = croniter(window["end"], slot).get_next(datetime)
        assert (slot - start, end - slot) == (timedelta(minutes=10), timedelta(minutes=15))


def test_an_autoscaler_is_alone_in_counting_replicas() -> None:
    for name in ("hpa", "keda"):
        assert "replicas" not in only(name, "Deployment", "torchserve")["spec"]


def test_one_worker_a_gpu_and_one_gpu_a_pod() -> None:
    spec = only("gpu", "Deployment", "torchserve")["spec"]["template"]["spec"]
    gpus = {each["name"]: each["resources"]["limits"].get("nvidia.com/gpu") for each in spec["containers"]}
    assert gpus == {"torchserve": "1", "gateway": None}
    assert spec["nodeSelector"] == {"nvidia.com/gpu.present": "true"}
    assert spec["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
    # config.properties leaves the number of workers to TorchServe, which takes one a GPU.
    assert "default_workers_per_model=" not in objects("gpu", "ConfigMap")[-1]["data"].get(
        "config.properties", ""
    )


def test_the_training_goes_step_by_step_and_publishes_only_behind_the_gate() -> None:
    ((_, spec),) = job_specs("trainer")
    pod = spec["template"]["spec"]
    steps = [each["name"] for each in [*pod["initContainers"], *pod["containers"]]]
    assert steps == [
        "corpus",
        "restore",
        "keep",
        "train",
        "pack",
        "serve",
        "gate",
        "model",
        "handler",
        "drop",
    ]
    beside = [each["name"] for each in pod["initContainers"] if each.get("restartPolicy") == "Always"]
    assert beside == ["keep", "serve"]
