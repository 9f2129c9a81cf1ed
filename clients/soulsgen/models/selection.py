"""Which files of a repository make a model: configurations, tokenizers and one set of safetensors.

Nothing that can hold a program comes along: no pickles (.bin, .pt, .ckpt), no code, no other formats of the
same weights. A model of transformers stands in the repository's root; a pipeline of diffusers in the folders
that its model_index.json names.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from soulsgen.errors import Refused

INDEX, CONFIG = "model_index.json", "config.json"
_STEMS = ("model", "diffusion_pytorch_model")
_TEXTS = (".json", ".txt", ".jinja")
_TOKENIZERS = ("tokenizer.model", "spiece.model", "sentencepiece.bpe.model")
_LEGAL = re.compile(r"(LICEN[CS]E|NOTICE)\b[\w.-]*")
_PART = re.compile(r"[\w-]+", re.ASCII)


def select(paths: Collection[str], index: Mapping[str, Any] | None) -> list[str]:
    """The files to pull, sorted; index is the content of model_index.json where there is one.

    Raises Refused with the reason when there is no model, or one without safetensors.
    """
    if index is not None:
        return _pipeline(paths, parts_of(index))
    names = _names(paths, "")
    if CONFIG not in names:
        raise Refused(f"it has neither a {CONFIG} nor a {INDEX}, so no archive can load it")
    if not weights_of(names):
        raise Refused(f"it has no safetensors ({_instead(names)}), and other formats can hold programs")
    return sorted(_kept(names))


def parts_of(index: Mapping[str, Any]) -> list[str]:
    """Folders of a pipeline, as its model_index.json names them; a part may be left out (null)."""
    return [
        name
        for name, kind in index.items()
        if isinstance(kind, list) and kind and kind[0] is not None and _PART.fullmatch(name)
    ]


def weights_of(names: Collection[str]) -> list[str]:
    """The safetensors that are loaded from a folder of these files: one, or all shards of one."""
    for stem in _STEMS:
        if f"{stem}.safetensors" in names:
            return [f"{stem}.safetensors"]
        shards = sorted(
            name for name in names if re.fullmatch(rf"{re.escape(stem)}-\d+-of-\d+\.safetensors", name)
        )
        if shards:
            count = int(shards[0].removesuffix(".safetensors").rpartition("-")[2])
            if len(shards) != count or f"{stem}.safetensors.index.json" not in names:
                raise Refused(
                    f"{len(shards)} of the {count} shards of its safetensors are there, or their index is not"
                )
            return shards
    return []


def _pipeline(paths: Collection[str], parts: Iterable[str]) -> list[str]:
    chosen = [INDEX, *(name for name in _names(paths, "") if _LEGAL.fullmatch(name))]
    weighted = False
    for part in parts:
        names = _names(paths, part)
        weights = weights_of(names)
        if not weights and any(name.endswith((".bin", ".safetensors", ".ckpt")) for name in names):
            raise Refused(f"its part {part} has no plain safetensors ({_instead(names)})")
        weighted = weighted or bool(weights)
        chosen += [f"{part}/{name}" for name in _kept(names)]
    if not weighted:
        raise Refused("none of its parts has safetensors, and other formats can hold programs")
    return sorted(chosen)


def _names(paths: Collection[str], folder: str) -> list[str]:
    """Names of the files right in `folder`; "" is the root."""
    pure = [PurePosixPath(path) for path in paths]
    return [path.name for path in pure if path.parent == PurePosixPath(folder)]


def _kept(names: Collection[str]) -> list[str]:
    weights = weights_of(names)
    # Of several indices the one of these shards: others belong to weights that stay where they are.
    index = re.sub(r"-\d+-of-\d+(?=\.safetensors$)", "", weights[0]) + ".index.json" if weights else ""
    return [
        name
        for name in names
        if name in weights
        or name == index
        or name in _TOKENIZERS
        or _LEGAL.fullmatch(name)
        or (name.endswith(_TEXTS) and ".index." not in name and not name.startswith("."))
    ]


def _instead(names: Collection[str]) -> str:
    """What weights there are in place of those wanted."""
    suffixes = (".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack", ".onnx", ".gguf", ".safetensors")
    found = sorted(name for name in names if name.endswith(suffixes))
    return f"only {', '.join(found[:3])}" if found else "it has no weights at all"
