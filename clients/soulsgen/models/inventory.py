"""What there is: models pulled, archives and what they were packed from, models known by name."""

from dataclasses import asdict
from typing import Any

from soulsgen.archive import read_specs
from soulsgen.models.catalogue import catalogue
from soulsgen.models.kinds import INPUTS
from soulsgen.models.packed import read_packed
from soulsgen.models.store import store_of
from soulsgen.project import Project


def inventory(project: Project) -> dict[str, list[dict[str, Any]]]:
    """`pulled`, `unfinished`, `archives` that hold a model, and `catalogue`; sizes in bytes."""
    store = store_of(project)
    pulled = [
        {
            "name": name,
            "repository": record.repository,
            "commit": record.commit,
            "licence": record.licence,
            "date": record.date,
            "size": record.size,
            "path": str(store.folder(name)),
        }
        for name, record in store.models()
    ]
    return {
        "pulled": pulled,
        "unfinished": [{"name": name} for name in store.unfinished()],
        "archives": [
            _archive(project, name, spec.inputs) for name, spec in read_specs(project).items() if spec.inputs
        ],
        "catalogue": [asdict(known) for known in catalogue().values()],
    }


def _archive(project: Project, name: str, inputs: dict[str, str]) -> dict[str, Any]:
    mar = project.model_store / f"{name}.mar"
    packed = read_packed(project, name)
    default = inputs.get(INPUTS.get(name, ""))
    return {
        "name": name,
        "size": mar.stat().st_size if mar.is_file() else None,
        "default": default,
        "model": packed.source if packed else None,
        "repository": packed.repository if packed else None,
        "commit": packed.commit if packed else None,
    }
