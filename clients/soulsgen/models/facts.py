"""What is known of a model's directory without loading it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from soulsgen.models.kinds import kind_of
from soulsgen.models.record import read_record
from soulsgen.models.tensors import parameters, weight_files

# Bytes a parameter takes where an archive computes (CPU, GPU): CTranslate2 in 8 bits or float32; bfloat16.
# An encoder of the agent stays float32.
_BYTES = {"asr": (1, 2), "souls": (1, 2), "agent": (4, 2), "painter": (4, 2)}
_ENCODER_BYTES = (4, 4)
# What inference adds to the weights, at most: https://blog.eleuther.ai/transformer-math/
_OVERHEAD = 1.2


@dataclass(frozen=True)
class Facts:
    """Sizes in bytes; archive is None where none serves it; memory is one worker's, estimated."""

    folder: str
    architecture: str
    archive: str | None
    parameters: int
    size: int
    memory_cpu: int | None
    memory_gpu: int | None
    memory_how: str | None
    repository: str | None
    commit: str | None
    licence: str | None

    def record(self) -> dict[str, Any]:
        return asdict(self)


def facts_of(folder: Path) -> Facts:
    """Raises SoulsgenError for a directory that is no model, or whose safetensors are damaged."""
    kind, pulled = kind_of(folder), read_record(folder)
    archive = kind.archives[0] if kind.archives else None
    weights = weight_files(folder)
    count = sum(parameters(path) for path in weights)
    cpu = gpu = how = None
    if archive:
        each = _ENCODER_BYTES if kind.model_type == "bert" else _BYTES[archive]
        cpu, gpu = (round(count * width * _OVERHEAD) for width in each)
        how = (
            f"bytes a parameter: {each[0]} on a CPU, {each[1]} on a GPU; a fifth more for what is computed; "
            "Python and torch not counted"
        )
    return Facts(
        folder=str(folder),
        architecture=kind.architecture,
        archive=archive,
        parameters=count,
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        memory_cpu=cpu,
        memory_gpu=gpu,
        memory_how=how,
        repository=pulled.repository if pulled else None,
        commit=pulled.commit if pulled else None,
        licence=pulled.licence if pulled else None,
    )
