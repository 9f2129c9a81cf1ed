"""Makes the tts archive's `weights` folder: empty, or with a transformers checkpoint.

    python -m tts.pack --weights model_store/defaults/tts --out DIR

`soulsgen create handler tts` runs it, as archives.toml says.
"""

import shutil
from pathlib import Path

from handlerkit.packing import run
from tts.engines.checkpoint import Checkpoint
from tts.model import CONFIG

# Configurations, vocabularies, speakers and safetensors; weights in other formats can hold code and stay out.
KEPT = (".json", ".safetensors", ".txt", ".model", ".npy")
NOTHING = "ESPEAK.txt"


def pack(weights: Path, out: Path) -> None:
    """Fill the empty folder `out`; a folder without a config.json stands for espeak-ng.

    Raises SettingsError for a checkpoint that no engine speaks with, ValueError for one without safetensors.
    """
    if not (weights / CONFIG).is_file():
        # The archiver leaves empty folders out.
        (out / NOTHING).write_text("No checkpoint: this archive speaks with espeak-ng.\n", "utf-8")
        return
    Checkpoint(weights).kind()
    if not any(weights.glob("*.safetensors")):
        raise ValueError(f"{weights}: no *.safetensors; save the checkpoint anew with them")
    for source in sorted(weights.rglob("*")):
        if source.is_file() and source.suffix in KEPT:
            target = out / source.relative_to(weights)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


if __name__ == "__main__":
    run(pack, __doc__, "weights")
