"""What a directory on disk is: its architecture, and the archives that can be packed from it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.models.selection import CONFIG, INDEX

# The input of archives.toml that takes a model's directory.
INPUTS = {"asr": "weights", "agent": "weights", "souls": "weights", "painter": "pipeline"}
TAKEN = (
    "asr takes Whisper, agent a causal language model or a BERT encoder, souls a GPT-2, painter a pipeline"
)


@dataclass(frozen=True)
class Kind:
    """architecture: the class its configuration names; archives: those it serves, the likeliest first."""

    architecture: str
    model_type: str
    archives: tuple[str, ...]


def kind_of(folder: Path) -> Kind:
    """Raises SoulsgenError for a directory without a model's configuration."""
    if (folder / INDEX).is_file():
        index = read_object(folder / INDEX)
        return Kind(str(index.get("_class_name", "unknown")), "pipeline", ("painter",))
    if (folder / CONFIG).is_file():
        config = read_object(folder / CONFIG)
        names = config.get("architectures") or [config.get("model_type", "unknown")]
        architecture, model_type = str(names[0]), str(config.get("model_type", ""))
        return Kind(architecture, model_type, _archives(folder, architecture, model_type))
    if (folder / "model.bin").is_file():
        raise SoulsgenError(
            f"{folder} was converted for CTranslate2; an archive is packed from the directory it was made of"
        )
    raise SoulsgenError(f"{folder} holds no model: neither {CONFIG} nor {INDEX} is there")


def _archives(folder: Path, architecture: str, model_type: str) -> tuple[str, ...]:
    if model_type == "whisper":
        return ("asr",)
    if model_type == "bert":
        return ("agent",)
    if model_type == "gpt2":
        return ("agent", "souls") if _chats(folder) else ("souls", "agent")
    if architecture.endswith(("ForCausalLM", "LMHeadModel")):
        return ("agent",)
    return ()


def _chats(folder: Path) -> bool:
    """Whether the tokenizer knows how a conversation is written down."""
    config = folder / "tokenizer_config.json"
    told = config.is_file() and "chat_template" in read_object(config)
    return told or (folder / "chat_template.jinja").is_file()


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object at `path`. Raises SoulsgenError when it is none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise SoulsgenError(f"{path} is not JSON ({error})") from error
    if not isinstance(content, dict):
        raise SoulsgenError(f"{path} is not a JSON object")
    return content
