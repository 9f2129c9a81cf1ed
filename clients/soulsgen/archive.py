"""Packs a model archive as archives.toml describes it: the same inputs give the same bytes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.project import MARK, Project

# The earliest date a ZIP can hold; real ones would make every build differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ArchiveSpec:
    """One table of archives.toml, which explains the keys."""

    name: str
    handler: str
    packages: list[str]
    config: str
    prepare: str
    inputs: dict[str, str]
    beside: list[str] = field(default_factory=list)


def read_specs(project: Project) -> dict[str, ArchiveSpec]:
    """All archives that can be packed. Raises SoulsgenError naming every fault of the file at once."""
    path = project.root / MARK
    tables = tomllib.loads(path.read_text("utf-8"))
    known = {item.name for item in fields(ArchiveSpec)} - {"name"}
    faults = [
        f"{path}: [{name}] {word} {', '.join(sorted(keys))}"
        for name, table in tables.items()
        for word, keys in (
            ("lacks", known - {"beside"} - table.keys()),
            ("has unknown", table.keys() - known),
            ("has beside it, and there is no", set(table.get("beside", ())) - tables.keys()),
        )
        if keys
    ]
    if faults:
        raise SoulsgenError("\n".join(faults))
    return {name: ArchiveSpec(name=name, **table) for name, table in tables.items()}


def pack(
    spec: ArchiveSpec, project: Project, inputs: Mapping[str, str], version: str, extra: tuple[str, ...] = ()
) -> Path:
    """Pack `model_store/<name>.mar` and return its path; an older one is replaced only by a whole one.

    Archives that the spec wants beside it are packed first, from their own default inputs.
    inputs: overrides of the spec's, by name. extra: further arguments for its `prepare` module.
    Raises SoulsgenError naming a missing input or the log of the step that failed.
    """
    sources = _existing(spec, project, inputs)
    for name in spec.beside:
        pack(read_specs(project)[name], project, {}, version)
    project.model_store.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="soulsgen-pack-") as name:
        folder = Path(name)
        stage = folder / "stage"
        _copy_packages(spec, project, stage)
        (stage / "weights").mkdir()
        arguments = [word for key, path in sources.items() for word in (f"--{key}", str(path))]
        if spec.prepare:
            _run(project, spec.prepare, [*arguments, "--out", str(stage / "weights"), *extra], folder)
        _run(
            project,
            "model_archiver.model_packaging",
            _archiver_arguments(spec, project, folder, version),
            folder,
        )
        packed = folder / f"{spec.name}.mar"
        _zip(folder / "out" / spec.name, packed)
        return _move(packed, project.model_store / packed.name)


def with_companions(models: Sequence[str], project: Project) -> list[str]:
    """`models`, and of each NAME the archive NAME-cancel where it is packed: it ends what NAME does."""
    companions = [f"{model}-cancel" for model in models]
    packed = [name for name in companions if (project.model_store / f"{name}.mar").is_file()]
    return list(dict.fromkeys([*models, *packed]))


def _existing(spec: ArchiveSpec, project: Project, inputs: Mapping[str, str]) -> dict[str, Path]:
    sources = {key: project.root / inputs.get(key, default) for key, default in spec.inputs.items()}
    missing = [f"--{key} {path}" for key, path in sources.items() if not path.exists()]
    if missing:
        raise SoulsgenError(f"{spec.name} cannot be packed; not found: {', '.join(missing)}")
    return sources


def _copy_packages(spec: ArchiveSpec, project: Project, stage: Path) -> None:
    """The packages' files; handler and configuration go to the archive's root."""
    elsewhere = {Path(spec.handler), Path(spec.config)}
    for package in spec.packages:
        for source in sorted((project.handlers / package).rglob("*")):
            relative = source.relative_to(project.handlers)
            if source.is_file() and "__pycache__" not in source.parts and relative not in elsewhere:
                target = stage / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def _archiver_arguments(spec: ArchiveSpec, project: Project, folder: Path, version: str) -> list[str]:
    (folder / "out").mkdir()
    return [
        *("--model-name", spec.name, "--version", version),
        *("--handler", str(project.handlers / spec.handler)),
        *("--config-file", str(project.handlers / spec.config)),
        *("--extra-files", str(folder / "stage")),
        *("--export-path", str(folder / "out"), "--archive-format", "no-archive"),
    ]


def _run(project: Project, module: str, arguments: list[str], temporary: Path) -> None:
    """Run a module in a process of its own, its output in build/logs."""
    log = project.build / "logs" / f"{module}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # The archiver empties $TMPDIR/<model name> before it starts: give it a folder nobody else has.
    environment = {**os.environ, "PYTHONPATH": str(project.handlers), "TMPDIR": str(temporary)}
    with log.open("wb") as output:
        command = [sys.executable, "-m", module, *arguments]
        result = subprocess.run(
            command, cwd=project.root, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if result.returncode != 0:
        lines = log.read_text("utf-8", errors="replace").strip().splitlines() or ["no output"]
        raise SoulsgenError(f"{module} failed: {lines[-1]} (log: {log})")


def _zip(folder: Path, target: Path) -> None:
    """ZIP of `folder` without dates, sorted; stored, because weights hardly compress."""
    manifest = folder / "MAR-INF" / "MANIFEST.json"
    content = json.loads(manifest.read_text("utf-8"))
    content.pop("createdOn", None)
    manifest.write_text(json.dumps(content, indent=2), "utf-8")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH), path.read_bytes())


def _move(packed: Path, target: Path) -> Path:
    """Onto another file system perhaps, and still whole or not at all."""
    beside = target.with_suffix(".mar.part")
    shutil.copyfile(packed, beside)
    return beside.replace(target)
