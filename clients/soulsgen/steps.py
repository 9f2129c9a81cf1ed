"""Steps of a longer job: skipped while nothing they read has changed, named when they fail."""

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text


@dataclass(frozen=True)
class Step:
    """`run` makes `outputs` of `inputs`, both files or folders with all below them, as `how` says."""

    name: str
    how: str
    inputs: list[Path]
    outputs: list[Path]
    run: Callable[[], object]


def run_step(step: Step, build: Path, tell: Callable[[str], None]) -> bool:
    """Run `step` unless it is up to date; True when it ran.

    Its stamp, digests of inputs and outputs, is in build/steps; a failure's traceback in build/logs.
    Raises SoulsgenError that names the step, and the missing input or the log.
    """
    missing = [str(path) for path in step.inputs if not path.exists()]
    if missing:
        raise SoulsgenError(f"step {step.name} cannot begin; not found: {', '.join(missing)}")
    stamp = build / "steps" / f"{step.name}.json"
    before = {"how": step.how, "inputs": digest(step.inputs)}
    if _is_fresh(stamp, before, step.outputs):
        tell(f"[{step.name}] up to date")
        return False
    tell(f"[{step.name}]")
    stamp.unlink(missing_ok=True)
    _run_logged(step, build / "logs" / f"{step.name}.log")
    write_text(stamp, json.dumps({**before, "outputs": digest(step.outputs)}))
    return True


def _is_fresh(stamp: Path, before: dict[str, str], outputs: list[Path]) -> bool:
    if not stamp.is_file() or not all(path.exists() for path in outputs):
        return False
    return bool(json.loads(stamp.read_text("utf-8")) == {**before, "outputs": digest(outputs)})


def _run_logged(step: Step, log: Path) -> None:
    try:
        step.run()
    except Exception as error:
        write_text(log, traceback.format_exc())
        raise SoulsgenError(f"step {step.name} failed: {error} (log: {log})") from error


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of all files at and below `paths`."""
    total = hashlib.sha256()
    for root in paths:
        for path in _files(root):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{path.relative_to(root.parent).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
