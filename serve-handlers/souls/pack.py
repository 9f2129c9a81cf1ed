"""Makes the souls archive's `weights` folder from a trained checkpoint and its corpus.

    python -m souls.pack --weights build/souls --corpus build/corpus --out DIR [--quantization int8]

`soulsgen create handler souls` runs it, as archives.toml says.
"""

import shutil
from pathlib import Path

from ctranslate2.converters import TransformersConverter

from handlerkit.packing import run
from souls import copies
from souls.model import COPIES, CTRANSLATE2, OPENERS, WORDS
from souls.words import opening_words

CHECKPOINT = ("config.json", "model.safetensors", "tokenizer.json")


def pack(weights: Path, corpus: Path, out: Path, quantization: str) -> None:
    """Fill the empty folder `out`. Raises FileNotFoundError naming what is missing."""
    for name in CHECKPOINT:
        shutil.copyfile(weights / name, out / name)
    shutil.copyfile(corpus / WORDS, out / WORDS)
    sentences = (corpus / "corpus.raw.txt").read_text("utf-8").splitlines()
    (out / OPENERS).write_text("".join(f"{word}\n" for word in opening_words(sentences)), "utf-8")
    copies.write(sentences, out / COPIES)
    TransformersConverter(str(weights)).convert(str(out / CTRANSLATE2), quantization=quantization)


if __name__ == "__main__":
    run(pack, __doc__, "weights", "corpus", quantization=("int8", "int8_float32", "float32"))
