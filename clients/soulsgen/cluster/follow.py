"""A Job from its start to its end: its log as it is written, and what it waits for."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.faults import Denied, Unreachable
from soulsgen.cluster.jobs import Run, pods_of, run_of
from soulsgen.cluster.objects import Object, title
from soulsgen.cluster.pods import containers
from soulsgen.errors import SoulsgenError, Unavailable

LOOK_S = 2  # what a Pod waits for does not show in its Job; it is looked at this often
QUIET_S = 300  # a log without a line for so long is asked for again, should the connection be dead
# Looks in a row that may fail before the server, or the rest of the log, is given up.
PATIENCE = 5

Say = Callable[[str], None]


def follow(cluster: Cluster, job: Object, show: Say, say: Say) -> Run:
    """Wait for the end of `job`; `show` gets its log's lines, `say` what there is to know meanwhile.

    Raises SoulsgenError when the Job is deleted under way, Unavailable when the server stays away.
    """
    watcher = _Watcher(cluster, job, show, say)
    misses = 0
    while True:
        try:
            run, whole = watcher.look()
        except Unavailable:
            misses += 1
            if misses == PATIENCE:
                raise
            time.sleep(LOOK_S)
            continue
        misses = 0 if run.state == "running" else misses + 1
        if run.state != "running" and (whole or misses == PATIENCE):
            if not whole:
                say("the end of the log could not be read")
            return run
        watcher.pause()


class _Watcher:
    """One Job and what was already told of it."""

    def __init__(self, cluster: Cluster, job: Object, show: Say, say: Say) -> None:
        self.cluster = cluster
        self.job = job
        self.say = say
        self.logs = _Logs(cluster, show)
        self.said = ""

    def look(self) -> tuple[Run, bool]:
        """How the Job goes, and whether its log was shown as far as it goes."""
        metadata = self.job["metadata"]
        now = self.cluster.find("batch/v1", "Job", metadata["name"], metadata["namespace"])
        if now is None:
            raise SoulsgenError(f"{title(self.job)} was deleted before it ended")
        self.job = now
        pods = pods_of(self.cluster, now)
        run = run_of(self.cluster, now, pods)
        if run.state == "running" and run.words not in ("", self.said):
            self.said = run.words
            self.say(f"waits: {run.words}")
        # Also after the end: what was written since the last look is still to be shown.
        return run, all(self.logs.show(pod) for pod in pods)

    def pause(self) -> None:
        """Whatever happens to the Job ends the pause, and so does nothing."""
        changes = self.cluster.watch(self.job, self.job["metadata"]["namespace"], LOOK_S)
        try:
            with closing(changes):
                next(changes, None)
        except Unavailable:
            time.sleep(LOOK_S)


class _Logs:
    """Which logs were shown, and up to where."""

    def __init__(self, cluster: Cluster, say: Say) -> None:
        self.cluster = cluster
        self.say = say
        self.positions: dict[tuple[str, str], str] = {}

    def show(self, pod: Object) -> bool:
        """Show what the containers of a Pod write; False when the connection ends before they do."""
        whole = True
        for name in _begun(pod):
            key = (pod["metadata"]["uid"], name)
            try:
                for stamp, line in self._lines(pod, name, self.positions.get(key, "")):
                    self.positions[key] = stamp
                    self.say(line)
            except Unreachable:
                whole = False  # the next look goes on after the last line shown
            except Denied as error:
                # The Pod is gone, or its node has not got the log yet.
                if error.reason not in ("NotFound", "BadRequest"):
                    raise
        return whole

    def _lines(self, pod: Object, container: str, after: str) -> Iterator[tuple[str, str]]:
        metadata = pod["metadata"]
        path = self.cluster.kinds.find("v1", "Pod").path(metadata["namespace"], metadata["name"]) + "/log"
        query = {"container": container, "follow": "true", "timestamps": "true"}
        query |= {"sinceTime": after} if after else {}
        for entry in self.cluster.lines(path, f"the log of {title(pod)}", query, QUIET_S):
            stamp, _, line = entry.partition(" ")
            # The server counts in whole seconds and sends again what falls into the same one.
            if stamp > after:
                yield stamp, line


def _begun(pod: Object) -> list[str]:
    """The container that does the work, and before it those of its preparation that failed."""
    states = {status["name"]: status.get("state", {}) for status in containers(pod)}
    spec = pod["spec"]
    failed = [
        entry["name"]
        for entry in spec.get("initContainers") or ()
        if states.get(entry["name"], {}).get("terminated", {}).get("exitCode")
    ]
    chosen = (pod["metadata"].get("annotations") or {}).get("kubectl.kubernetes.io/default-container")
    main = chosen or spec["containers"][0]["name"]
    started = states.get(main, {}).keys() & {"running", "terminated"}
    return [*failed, *([main] if started else ())]
