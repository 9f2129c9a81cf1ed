"""Small models in the form the Hub has them: configurations, tokenizers, and real safetensors."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save

WHISPER_CONFIG = {"architectures": ["WhisperForConditionalGeneration"], "model_type": "whisper"}


def tensors(count: int = 1000, seed: int = 0) -> bytes:
    """A safetensors file of `count` float32 parameters in two tensors."""
    values = np.random.default_rng(seed).standard_normal(count, np.float32)
    return bytes(save({"a": values[: count // 2].reshape(1, -1), "b": values[count // 2 :]}))


def whisper(parameters: int = 1000, **more: bytes) -> dict[str, bytes]:
    """Files of a Whisper's repository, with what repositories have beside it."""
    return {
        "config.json": json.dumps(WHISPER_CONFIG).encode(),
        "tokenizer.json": b"{}",
        "merges.txt": b"a b\n",
        "LICENSE": b"Apache License 2.0\n",
        "README.md": b"---\nlicense: apache-2.0\n---\n",
        ".gitattributes": b"*.safetensors filter=lfs\n",
        "model.safetensors": tensors(parameters),
        "pytorch_model.bin": b"\x80\x04",
        "modeling_whisper.py": b"raise SystemExit\n",
        "onnx/model.onnx": b"onnx",
        **more,
    }


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
