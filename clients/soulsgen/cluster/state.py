"""All that `soulsgen k8s status` tells, for machines and for people."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.jobs import Run
from soulsgen.cluster.schedules import Schedule, other_runs, schedules
from soulsgen.cluster.workers import Workers, workers


@dataclass(frozen=True)
class State:
    """What SoulsGen has in one namespace."""

    namespace: str
    workers: tuple[Workers, ...]
    schedules: tuple[Schedule, ...]
    jobs: tuple[Run, ...]

    @property
    def empty(self) -> bool:
        return not (self.workers or self.schedules or self.jobs)

    @property
    def healthy(self) -> bool:
        """Every worker ready, nothing waiting for what does not come, no last run that failed."""
        fine = all(entry.complete for entry in self.workers)
        fine &= all(entry.healthy for entry in self.schedules)
        return not self.empty and fine and not any(run.words for run in self.jobs)

    def record(self) -> dict[str, Any]:
        """As JSON has it; times are RFC 3339 in UTC."""
        return {"healthy": self.healthy, **_plain(asdict(self))}

    def lines(self) -> Iterator[str]:
        for entry in self.workers:
            scaled = (
                "scaled to zero" if entry.wanted == 0 else f"{entry.ready} of {entry.wanted} workers ready"
            )
            yield f"Deployment/{entry.name}: {scaled}"
            yield from (f"  {words}" for words in entry.waiting)
        for schedule in self.schedules:
            yield from _schedule_lines(schedule)
        for run in self.jobs:
            yield _run_line(run)


def observe(cluster: Cluster, namespace: str, now: datetime | None = None) -> State:
    return State(
        namespace,
        tuple(workers(cluster, namespace)),
        tuple(schedules(cluster, namespace, now or datetime.now(UTC))),
        tuple(other_runs(cluster, namespace)),
    )


def minute(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else "never"


def _schedule_lines(schedule: Schedule) -> Iterator[str]:
    following = "suspended" if schedule.suspended else f"next run {minute(schedule.next_run)}"
    if schedule.next_run is None and not schedule.suspended:
        following = "next run known to the cluster alone"
    yield (
        f"CronJob/{schedule.name}: {following}, last run {minute(schedule.last_run)}, "
        f"last success {minute(schedule.last_success)} ({schedule.schedule}, {schedule.time_zone})"
    )
    yield from (f"  {_run_line(run)}" for run in (*schedule.running, *schedule.failures))


def _run_line(run: Run) -> str:
    return f"Job/{run.job}: {run.state}" + (f": {run.words}" if run.words else "")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value
