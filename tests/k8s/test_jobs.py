"""The schedule, the slots and what becomes of each exit status."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from croniter import croniter

from k8s.manifests import NAMES, Object, job_specs, objects, only
from soulsgen.channels.post import Unconfirmed
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.patience import RECAP_S, TRANSCRIBE_S
from soulsgen.session.manner import Manner

POSTING = ("cpu", "dry", "dry-scribe", "gpu", "hpa", "keda", "scribe")
REHEARSALS = ("dry", "dry-scribe")
SCHEDULES = ("post-images", "session-recap", "tweet-lore")
NODE_GONE = {
    "action": "Ignore",
    "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}],
}


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
    specs = dict(job_specs(name))
    assert tuple(sorted(specs)) == SCHEDULES
    ends = {Refused.exit_code: "FailJob", Unconfirmed.exit_code: "FailJob", Unavailable.exit_code: "Count"}
    assert actions(specs["tweet-lore"]["podFailurePolicy"], "tweet-lore") == ends
    # A recording or a picture that cannot be read will not be readable in ten seconds either.
    for job in ("post-images", "session-recap"):
        assert actions(specs[job]["podFailurePolicy"], job) == {SoulsgenError.exit_code: "FailJob", **ends}
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


@pytest.mark.parametrize("name", NAMES)
def test_a_node_that_goes_away_is_not_counted(name: str) -> None:
    for _, spec in job_specs(name):
        assert spec["podFailurePolicy"]["rules"][0] == NODE_GONE
        # A policy for exits asks for pods that are not restarted in place.
        assert spec["template"]["spec"]["restartPolicy"] == "Never"
        limit = "backoffLimitPerIndex" if spec.get("completionMode") == "Indexed" else "backoffLimit"
        assert {limit, "activeDeadlineSeconds", "ttlSecondsAfterFinished"} <= spec.keys()


def container_of(name: str, job: str) -> Object:
    (container,) = dict(job_specs(name))[job]["template"]["spec"]["containers"]
    return dict(container)


def words_after(option: str, name: str, job: str = "tweet-lore") -> str:
    args = container_of(name, job)["args"]
    return str(args[args.index(option) + 1])


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


@pytest.mark.parametrize("job", SCHEDULES)
@pytest.mark.parametrize("name", POSTING)
def test_two_runs_never_overlap_and_their_ends_are_kept(name: str, job: str) -> None:
    spec = only(name, "CronJob", job)["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    assert (spec["timeZone"], spec["startingDeadlineSeconds"] > 0) == ("Etc/UTC", True)
    assert spec["successfulJobsHistoryLimit"] == spec["failedJobsHistoryLimit"] == 3


def test_the_rehearsal_is_suspended_and_needs_no_account() -> None:
    for name in POSTING:
        dry = name in REHEARSALS
        for job in SCHEDULES:
            env = container_of(name, job).get("env", [])
            keys = {each["name"] for each in env if each["name"].startswith(("TWITTER_", "DISCORD_"))}
            channel, count = ("x", 4) if job == "tweet-lore" else ("discord", 2)
            assert words_after("--to", name, job) == ("outbox" if dry else channel)
            assert len(keys) == (0 if dry else count)
            # The scribe's wait for the archives that the component brings.
            waiting = dry or (job != "tweet-lore" and name != "scribe")
            assert only(name, "CronJob", job)["spec"].get("suspend", False) is waiting


def test_the_backlog_is_shared_out_over_as_many_indexes_as_its_pods_are_told() -> None:
    ((_, spec),) = job_specs("backlog")
    container = container_of("backlog", "backlog")
    values = {each["name"]: each.get("value") for each in container["env"]}
    assert spec["completionMode"] == "Indexed"
    assert values["SHARD_COUNT"] == str(spec["completions"]) == str(spec["parallelism"])
    assert actions(spec["podFailurePolicy"], "backlog") == {
        SoulsgenError.exit_code: "FailIndex",
        Refused.exit_code: "FailIndex",
        Unconfirmed.exit_code: "FailIndex",
        Unavailable.exit_code: "Count",
    }
    # The schedule's own command, in the same folder of sessions, and nothing is posted.
    recap = container_of("scribe", "session-recap")
    assert container["command"] == recap["command"]
    assert words_after("--sessions", "backlog", "backlog") == words_after(
        "--sessions", "scribe", "session-recap"
    )
    assert "--to" not in container["args"]
    assert container["args"][-1] != recap["args"][-1], "the schedule would post what the backlog reads"


@pytest.mark.parametrize("name", ["scribe", "dry-scribe"])
def test_torchserve_has_the_archives_that_the_scribe_asks(name: str) -> None:
    pod = only(name, "Deployment", "torchserve")["spec"]["template"]["spec"]
    fetched = {each["name"]: each.get("args", []) for each in pod["initContainers"]}
    assert fetched == {"model": [], "asr": ["--name", "asr"], "agent": ["--name", "agent"]}
    mounts = {
        each["name"]: {at["mountPath"] for at in each["volumeMounts"]} for each in pod["initContainers"]
    }
    assert len({frozenset(paths) for paths in mounts.values()}) == 1, mounts


def gateway_of(name: str) -> tuple[Object, Callable[[str], int]]:
    """The container, and the number behind an option of its command."""
    pod = only(name, "Deployment", "torchserve")["spec"]["template"]["spec"]
    gateway = next(each for each in pod["containers"] if each["name"] == "gateway")
    words = gateway["command"]
    return gateway, lambda option: int(words[words.index(option) + 1])


@pytest.mark.parametrize("name", POSTING)
def test_the_gateway_has_the_memory_for_all_it_lets_in_and_torchserve_takes_it(name: str) -> None:
    gateway, option = gateway_of(name)
    most = option("--max-bytes")
    # A form of `most` bytes holds a file of three quarters of them, for base64 is a third larger. The form is
    # kept while TorchServe works, and the base64 twice: as text, and in the request.
    kept = most * 3 / 4 * (1 + 4 / 3 + 4 / 3)
    assert gateway["resources"]["limits"]["memory"] == "1Gi"
    assert kept * option("--at-once") + 128 * 2**20 < 2**30
    (config,) = [each for each in objects(name, "ConfigMap") if "config.properties" in each["data"]]
    assert most <= int(config["data"]["config.properties"].partition("max_request_size=")[2].split()[0])


def test_the_gateway_lets_a_chunk_of_sound_through_and_waits_for_its_words() -> None:
    _, option = gateway_of("scribe")
    # Noise, which FLAC cannot make smaller, in base64.
    chunk = Manner().chunk_minutes * 60 * 16_000 * 2 * 4 / 3
    assert chunk < option("--max-bytes")
    assert option("--timeout") >= TRANSCRIBE_S >= RECAP_S


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
