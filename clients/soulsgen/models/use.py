"""Puts a model into an archive: packed as `soulsgen create handler` packs, from the model's directory."""

from pathlib import Path

from soulsgen import archive as archives
from soulsgen.errors import SoulsgenError
from soulsgen.models.kinds import INPUTS, TAKEN, kind_of
from soulsgen.models.packed import note_packed
from soulsgen.models.record import read_record
from soulsgen.models.tensors import weight_files
from soulsgen.project import Project

# Archives that convert their weights for CPUs.
QUANTIZED = ("asr", "souls")


def archive_for(folder: Path, wanted: str | None) -> str:
    """The archive that `folder` goes into; `wanted` when it is one that can take it. Raises SoulsgenError."""
    kind = kind_of(folder)
    if not kind.archives:
        raise SoulsgenError(f"{folder} is a {kind.architecture}, which no archive serves: {TAKEN}")
    if wanted is not None and wanted not in kind.archives:
        raise SoulsgenError(
            f"{folder} is a {kind.architecture} for {' or '.join(kind.archives)}, not for {wanted}: {TAKEN}"
        )
    weight_files(folder)
    return wanted or kind.archives[0]


def use(project: Project, folder: Path, archive: str, quantization: str | None, version: str) -> Path:
    """Pack `archive` from `folder`; its other inputs are archives.toml's. Raises SoulsgenError."""
    folder = folder.resolve()
    packed = _pack(project, archive, {INPUTS[archive]: str(folder)}, quantization, version)
    record = read_record(folder)
    note_packed(
        project,
        archive,
        folder.relative_to(project.root) if folder.is_relative_to(project.root) else folder,
        record.repository if record else None,
        record.commit if record else None,
    )
    return packed


def use_default(project: Project, archive: str, quantization: str | None, version: str) -> Path:
    """Pack `archive` from what archives.toml names."""
    return _pack(project, archive, {}, quantization, version)


def _pack(
    project: Project, archive: str, inputs: dict[str, str], quantization: str | None, version: str
) -> Path:
    if quantization and archive not in QUANTIZED:
        raise SoulsgenError(
            f"--quantization is for {' and '.join(QUANTIZED)}; {archive} runs its weights as they are"
        )
    extra = ("--quantization", quantization) if quantization else ()
    return archives.pack(archives.read_specs(project)[archive], project, inputs, version, extra)


def how_to_load(project: Project, archive: str) -> str:
    """What to run so that the server serves the new archive."""
    from soulsgen import server

    running = server.default_server(project).running()
    if running and archive in running.models:
        return f"The running TorchServe still serves the {archive} before: soulsgen stop, then soulsgen serve"
    if running:
        return f"The running TorchServe does not serve {archive}: soulsgen stop, then soulsgen serve"
    return f"To serve it: soulsgen serve --model {archive}"
