"""Makes the painter archive's `weights` folder: empty, or with a diffusers pipeline.

    python -m painter.pack --pipeline model_store/defaults/painter --out DIR

`soulsgen create handler painter` runs it, as archives.toml says.
"""

import json
import shutil
from pathlib import Path

from handlerkit.packing import run
from painter.model import INDEX

# Configurations, tokenizers and safetensors; weights in other formats stay out.
KEPT = (".json", ".safetensors", ".txt", ".model", ".jinja")
NOTHING = "PROCEDURAL.txt"


def pack(pipeline: Path, out: Path) -> None:
    """Fill the empty folder `out`; a folder without a model_index.json stands for painting by procedure.

    Raises ValueError naming the parts of a pipeline that have no safetensors.
    """
    if not (pipeline / INDEX).is_file():
        # The archiver leaves empty folders out.
        (out / NOTHING).write_text("No pipeline: this archive paints by procedure.\n", "utf-8")
        return
    _complete(pipeline)
    for source in sorted(pipeline.rglob("*")):
        if source.is_file() and source.suffix in KEPT:
            target = out / source.relative_to(pipeline)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _complete(pipeline: Path) -> None:
    """Each part with weights has them as safetensors."""
    index = json.loads((pipeline / INDEX).read_text("utf-8"))
    parts = [name for name, kind in index.items() if isinstance(kind, list) and kind[0] is not None]
    missing = [name for name in parts if not (pipeline / name).is_dir()]
    pickled = [
        name
        for name in parts
        if name not in missing
        and any((pipeline / name).glob("*.bin"))
        and not any((pipeline / name).glob("*.safetensors"))
    ]
    if missing:
        raise ValueError(f"{pipeline}: {INDEX} names parts that are not there: {', '.join(missing)}")
    if pickled:
        raise ValueError(
            f"{pipeline}: no safetensors in {', '.join(pickled)}; save the pipeline anew with them"
        )


if __name__ == "__main__":
    run(pack, __doc__, "pipeline")
