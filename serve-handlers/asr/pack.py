"""Makes the asr archive's `weights` folder from a Hugging Face Whisper directory.

    python -m asr.pack --weights model_store/defaults/asr --out DIR [--quantization int8]

`soulsgen create handler asr` runs it, as archives.toml says.
"""

import shutil
from pathlib import Path

from asr.model import CTRANSLATE2
from asr.vocabulary import Vocabulary
from asr.whisper import Shape, weight_files
from handlerkit.packing import run

NEEDED = ("config.json", "tokenizer.json")
OPTIONAL = ("generation_config.json", "preprocessor_config.json", "model.safetensors.index.json")


def pack(weights: Path, out: Path, quantization: str) -> None:
    """Fill the empty folder `out`. Raises FileNotFoundError or ValueError naming what is missing or wrong.

    A vocabulary without `<|notimestamps|>` stays with torch: CTranslate2 cannot be told to write no times.
    """
    _complete(weights)
    for name in NEEDED:
        shutil.copyfile(weights / name, out / name)
    for name in OPTIONAL:
        if (weights / name).is_file():
            shutil.copyfile(weights / name, out / name)
    for path in weight_files(weights):
        shutil.copyfile(path, out / path.name)
    Shape.read(out)
    if Vocabulary.read(out).no_timestamps is not None:
        convert(weights, out / CTRANSLATE2, quantization)


def _complete(weights: Path) -> None:
    files = [weights / name for name in NEEDED]
    missing = [str(path) for path in [*files, *weight_files(weights)] if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"not found: {', '.join(missing)}")


def convert(weights: Path, out: Path, quantization: str) -> None:
    """The checkpoint in `weights` as CTranslate2 reads it; imports transformers."""
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(weights)).convert(str(out), quantization=quantization)


if __name__ == "__main__":
    run(pack, __doc__, "weights", quantization=("int8", "int8_float32", "float32"))
