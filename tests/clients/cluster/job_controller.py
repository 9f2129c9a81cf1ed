"""Moves a Job of the API server through its Pods to its end, as a cluster would, within a blink."""

import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from clients.cluster.api_server import ApiServer
from clients.cluster.store import now
from waiting import wait_until

BLINK_S = 0.03


@dataclass
class JobController:
    """`exits` are the statuses of the tries, one after the other; the last one stays.

    `waiting` is the state that the first Pod's container waits in until Pods were looked at twice meanwhile.
    """

    server: ApiServer
    exits: list[int] = field(default_factory=lambda: [0])
    lines: list[str] = field(default_factory=lambda: ["The fire fades."])
    waiting: dict[str, str] | None = None
    threads: list[Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.job_made = self.start

    def start(self, job: dict[str, Any]) -> None:
        thread = Thread(target=self._run, args=(job,))
        self.threads.append(thread)
        thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def _run(self, job: dict[str, Any]) -> None:
        name, spec = job["metadata"]["name"], job["spec"]
        for attempt in range(spec.get("backoffLimit", 6) + 1):
            code = self.exits[min(attempt, len(self.exits) - 1)]
            self._try(job, f"{name}-{attempt}", code, first=attempt == 0)
            if code == 0:
                return self._end(name, "Complete", "CompletionsReached", "")
            if code in _fatal(spec):
                message = f"Container post for pod soulsgen/{name}-{attempt} failed with exit code {code}"
                return self._end(name, "Failed", "PodFailurePolicy", message)
        return self._end(
            name, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"
        )

    def _try(self, job: dict[str, Any], pod: str, code: int, first: bool) -> None:
        template = job["spec"]["template"]
        labels = {"batch.kubernetes.io/job-name": job["metadata"]["name"]}
        container = template["spec"]["containers"][0]["name"]
        waiting = (self.waiting if first else None) or {"reason": "ContainerCreating"}
        body = {
            "metadata": {"labels": labels, "creationTimestamp": f"2026-01-01T00:00:00.{pod[-1]}Z"},
            "spec": template["spec"],
            "status": _status("Pending", container, {"waiting": waiting}),
        }
        self.server.put("Pod", pod, body)
        self.server.set_status("Job", job["metadata"]["name"], {"active": 1})
        if self.waiting and first:
            self._looked_at(2)
        time.sleep(BLINK_S)
        self.server.set_status("Pod", pod, _status("Running", container, {"running": {}}))
        for second, line in enumerate(self.lines):
            with self.server.lock:
                stamp = f"2026-01-01T00:00:{second // 2:02d}.{second:09d}Z"
                self.server.logs.setdefault(pod, []).append(f"{stamp} {line}")
            time.sleep(BLINK_S / 3)
        phase = "Failed" if code else "Succeeded"
        ended = {"terminated": {"exitCode": code, "reason": "Error" if code else "Completed"}}
        self.server.set_status("Pod", pod, _status(phase, container, ended))

    def _looked_at(self, times: int) -> None:
        """Wait until Pods were listed so often; a list is answered when there is one after it."""
        before = len(self.server.requests)
        wait_until(lambda: sum("/pods?" in request for request in self.server.requests[before:]) > times)

    def _end(self, name: str, condition: str, reason: str, message: str) -> None:
        time.sleep(BLINK_S)
        entry = {"type": condition, "status": "True", "reason": reason, "message": message}
        entry["lastTransitionTime"] = now()
        self.server.set_status("Job", name, {"conditions": [entry]})


def _status(phase: str, container: str, state: dict[str, Any]) -> dict[str, Any]:
    return {"phase": phase, "containerStatuses": [{"name": container, "state": state, "image": "lore:1"}]}


def _fatal(spec: dict[str, Any]) -> set[int]:
    """Exit statuses that a podFailurePolicy answers with FailJob."""
    rules = spec.get("podFailurePolicy", {}).get("rules", [])
    return {code for rule in rules if rule["action"] == "FailJob" for code in rule["onExitCodes"]["values"]}
