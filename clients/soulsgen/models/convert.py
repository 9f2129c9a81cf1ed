"""A model's directory converted for CTranslate2, which runs in 8 bits on CPUs.

The archives convert by themselves when they are packed, with the same code: `asr.pack.convert`. It stands
with the handlers, which are not installed but put on the path, so it runs in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.models.kinds import kind_of
from soulsgen.models.tensors import header, weight_files
from soulsgen.project import Project

# What is converted, and the end of a tensor's name that tells it: transformers would make up what is missing.
CONVERTED = {"whisper": "encoder.conv1.weight", "gpt2": "wte.weight"}
# What a program that loads the converted model reads beside it.
_BESIDE = ("tokenizer.json", "preprocessor_config.json")


def convert(project: Project, folder: Path, out: Path, quantization: str) -> None:
    """Make the folder `out`, whole or not at all. Raises SoulsgenError; an `out` that is there stays."""
    from soulscorpus.whole import new_folder

    kind = kind_of(folder)
    if kind.model_type not in CONVERTED:
        raise SoulsgenError(f"{folder} is a {kind.architecture}; what is converted is Whisper and GPT-2")
    names = [name for path in weight_files(folder) for name in header(path)]
    if not any(name.endswith(CONVERTED[kind.model_type]) for name in names):
        raise SoulsgenError(f"{folder} does not hold the weights of a {kind.architecture}")
    if out.exists():
        raise SoulsgenError(f"{out} is there already; name another --output, or delete it")
    with new_folder(out) as new:
        _run(project, folder, new / "made", quantization)
        for path in sorted((new / "made").iterdir()):
            path.rename(new / path.name)
        (new / "made").rmdir()
        for name in _BESIDE:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, new / name)


def _run(project: Project, folder: Path, out: Path, quantization: str) -> None:
    """Convert `folder` into the folder `out`, which must not be there; their words go to build/logs."""
    words = [str(folder.resolve()), str(out), quantization]
    command = [sys.executable, "-m", "soulsgen.models.conversion_process", *words]
    environment = {**os.environ, "PYTHONPATH": str(project.handlers), "HF_HUB_OFFLINE": "1"}
    log = project.build / "logs" / "models.convert.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        result = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if result.returncode != 0:
        lines = log.read_text("utf-8", errors="replace").strip().splitlines() or ["no output"]
        raise SoulsgenError(f"{folder} could not be converted: {lines[-1]} (log: {log})")
