"""The CronJobs of SoulsGen: when they ran, when they run next, how their last run ended; on and off."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.jobs import Run, pods_of, run_of
from soulsgen.cluster.objects import PART_OF, Object, condition, moment, owned_by

# A writer of its own, so that applying an overlay that says otherwise is a conflict and no surprise.
MANAGER = "soulsgen-schedule"


@dataclass(frozen=True)
class Schedule:
    """One CronJob. Times are in UTC; `next_run` is None while it is suspended.

    `failures` are the runs that failed since the last one that did not, newest first, and `running`
    are those under way.
    """

    name: str
    schedule: str
    time_zone: str
    suspended: bool
    last_run: datetime | None
    last_success: datetime | None
    next_run: datetime | None
    running: tuple[Run, ...]
    failures: tuple[Run, ...]

    @property
    def healthy(self) -> bool:
        return not self.failures and not any(run.words for run in self.running)


def schedules(cluster: Cluster, namespace: str, now: datetime) -> list[Schedule]:
    found = cluster.list("batch/v1", "CronJob", namespace, labelSelector=PART_OF)
    jobs = cluster.list("batch/v1", "Job", namespace) if found else []
    return [_schedule(cluster, cron, [job for job in jobs if owned_by(job, cron)], now) for cron in found]


def other_runs(cluster: Cluster, namespace: str) -> list[Run]:
    """Jobs that no schedule made, such as a training."""
    jobs = cluster.list("batch/v1", "Job", namespace, labelSelector=PART_OF)
    return [_run(cluster, job) for job in jobs if not job["metadata"].get("ownerReferences")]


def suspend(cluster: Cluster, name: str, namespace: str, wanted: bool, dry_run: bool) -> tuple[Object, bool]:
    """The CronJob after it was suspended or resumed, and whether that changed it."""
    cron = cluster.get("batch/v1", "CronJob", name, namespace)
    if cron["spec"].get("suspend", False) == wanted:
        return cron, False
    return cluster.merge(cron, {"spec": {"suspend": wanted}}, namespace, MANAGER, dry_run), True


def next_run(cron: Object, now: datetime) -> datetime | None:
    """When a CronJob that is not suspended runs next; None for a schedule only the cluster can read."""
    from croniter import CroniterError, croniter

    try:
        zone = ZoneInfo(time_zone(cron))
        following: datetime = croniter(cron["spec"]["schedule"], now.astimezone(zone)).get_next(datetime)
    except (CroniterError, KeyError, ValueError):
        return None
    return following.astimezone(UTC)


def time_zone(cron: Object) -> str:
    """Without a zone the cluster's own counts, which is UTC nearly everywhere."""
    return str(cron["spec"].get("timeZone") or "UTC")


def _schedule(cluster: Cluster, cron: Object, jobs: list[Object], now: datetime) -> Schedule:
    spec, status = cron["spec"], cron.get("status", {})
    newest = sorted(jobs, key=lambda job: str(job["metadata"]["creationTimestamp"]), reverse=True)
    runs = [_run(cluster, job) for job in newest]
    over = [run for run in runs if run.state != "running"]
    good = next((place for place, run in enumerate(over) if run.state == "succeeded"), len(over))
    suspended = bool(spec.get("suspend"))
    return Schedule(
        name=cron["metadata"]["name"],
        schedule=spec["schedule"],
        time_zone=time_zone(cron),
        suspended=suspended,
        last_run=moment(status.get("lastScheduleTime")),
        last_success=moment(status.get("lastSuccessfulTime")),
        next_run=None if suspended else next_run(cron, now),
        running=tuple(run for run in runs if run.state == "running"),
        failures=tuple(over[:good]),
    )


def _run(cluster: Cluster, job: Object) -> Run:
    """Of a Job that went well its Pods have nothing to add."""
    return run_of(cluster, job, [] if condition(job, "Complete") else pods_of(cluster, job))
