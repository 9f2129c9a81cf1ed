"""One run of a CronJob: a Job made from it by hand, and how any Job went."""

from copy import deepcopy
from dataclasses import dataclass

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.exits import ending
from soulsgen.cluster.objects import Object, condition, title
from soulsgen.cluster.pods import exit_states, last_warning, mishap, trouble
from soulsgen.errors import Refused

SLOT = "batch.kubernetes.io/cronjob-scheduled-timestamp"
# Reasons of a Job's failure, where its containers' exits do not tell the whole.
REASONS = {
    "BackoffLimitExceeded": "no tries are left",
    "DeadlineExceeded": "it took longer than its activeDeadlineSeconds",
    "PodFailurePolicy": "its podFailurePolicy ended it without a further try",
}


@dataclass(frozen=True)
class Run:
    """A Job: `state` is running, succeeded or failed; `words` say why it is not well, or are empty.

    `exit_code` is that of its last container that ended, None where none did.
    """

    job: str
    started: str
    state: str
    words: str
    exit_code: int | None


def start(cluster: Cluster, name: str, namespace: str, slot: str | None, dry_run: bool) -> Object:
    """The Job made now from the CronJob `name`; Refused while a run of one that forbids a second goes on."""
    cron = cluster.get("batch/v1", "CronJob", name, namespace)
    active = cron.get("status", {}).get("active") or ()
    if active and cron["spec"].get("concurrencyPolicy") == "Forbid":
        raise Refused(f"{title(cron)} is running already: Job/{active[0]['name']}")
    return cluster.create(job_from(cron, slot), namespace, dry_run)


def refuse_second(cluster: Cluster, name: str, namespace: str) -> None:
    """Raises Refused when there is a Job `name`: what a Job does cannot be changed, nor done again by it."""
    if cluster.find("batch/v1", "Job", name, namespace):
        raise Refused(
            f"Job/{name} is there already: choose another --name, or take it away with "
            f"`kubectl -n {namespace} delete job {name}`"
        )


def job_from(cron: Object, slot: str | None = None) -> Object:
    """The same template that the schedule uses, owned by the CronJob, so that its limits on history count.

    `slot` reaches the container through the Pod's annotation, where the manifest's SLOT comes from.
    """
    template = deepcopy(cron["spec"]["jobTemplate"])
    if slot:
        pod = template["spec"]["template"].setdefault("metadata", {})
        pod["annotations"] = {**(pod.get("annotations") or {}), SLOT: slot}
    metadata = template.get("metadata") or {}
    owner = {"apiVersion": "batch/v1", "kind": "CronJob", "controller": True}
    owner |= {key: cron["metadata"][key] for key in ("name", "uid")}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            # A Job's name becomes a label of its Pods: 63 characters at most, 5 of them the server's.
            "generateName": f"{cron['metadata']['name'][:50]}-manual-",
            "labels": metadata.get("labels") or {},
            "annotations": {
                **(metadata.get("annotations") or {}),
                "cronjob.kubernetes.io/instantiate": "manual",
            },
            "ownerReferences": [owner],
        },
        "spec": template["spec"],
    }


def pods_of(cluster: Cluster, job: Object) -> list[Object]:
    """The Pods of a Job, oldest first: one a try."""
    name = job["metadata"]["name"]
    query = f"batch.kubernetes.io/job-name={name}"
    pods = cluster.list("v1", "Pod", job["metadata"]["namespace"], labelSelector=query)
    return sorted(pods, key=lambda pod: str(pod["metadata"].get("creationTimestamp")))


def run_of(cluster: Cluster, job: Object, pods: list[Object]) -> Run:
    """How a Job goes or went; `pods` are those of it that are still there."""
    last = pods[-1] if pods else None
    exits = list(exit_states(last)) if last else []
    # A container that failed tells more than its neighbours that did not.
    exits.sort(key=lambda state: bool(state.get("exitCode")))
    exit_code = exits[-1]["exitCode"] if exits else None
    state, words = "running", ""
    if condition(job, "Complete"):
        state = "succeeded"
    elif failed := condition(job, "Failed"):
        reason = str(failed.get("reason", ""))
        why = REASONS.get(reason) or f"{reason}: {failed.get('message', '')}"
        state, words = "failed", f"{ending(exits[-1])}; {why}" if exit_code else why
    elif last is None:
        words = last_warning(cluster, job) or ""
    else:
        words = trouble(last) or mishap(cluster, last) or ""
    created = str(job["metadata"].get("creationTimestamp", ""))
    return Run(job["metadata"]["name"], created, state, words, exit_code)
