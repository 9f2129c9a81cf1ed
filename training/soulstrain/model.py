"""The model and tokenizer a training starts from: new ones, or a Hugging Face GPT-2 folder's."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformers import AutoConfig, AutoTokenizer, GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from soulstrain.corpus import digest
from soulstrain.errors import TrainingError
from soulstrain.presets import Recipe

SPECIALS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
# What decides how a folder's model behaves; other formats of the same weights do not.
INIT_FILES = ("*.json", "*.txt", "*.safetensors", "pytorch_model*.bin")


@dataclass(frozen=True)
class Start:
    """A model on the CPU, its tokenizer with bos, eos and pad set, and the recipe as the model has it."""

    model: Any
    tokenizer: Any
    recipe: Recipe


def new(tokenizer_json: Path, recipe: Recipe) -> Start:
    """A model with random weights, drawn from torch's global generator, for a corpus's own tokenizer."""
    try:
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(tokenizer_json), model_max_length=recipe.sequence, **SPECIALS
        )
    except Exception as error:  # the tokenizers library raises bare Exception
        raise TrainingError(f"{tokenizer_json} is not a tokenizer ({error}); make the corpus anew") from error
    known = tokenizer.backend_tokenizer.get_vocab(with_added_tokens=False)
    if absent := [token for token in SPECIALS.values() if token not in known]:
        raise TrainingError(f"{tokenizer_json} does not know {', '.join(absent)}; make the corpus anew")
    config = GPT2Config(
        vocab_size=len(tokenizer),
        n_positions=recipe.sequence,
        n_embd=recipe.width,
        n_layer=recipe.layers,
        n_head=recipe.heads,
        resid_pdrop=recipe.dropout,
        embd_pdrop=recipe.dropout,
        attn_pdrop=recipe.dropout,
        **special_ids(tokenizer),
    )
    return Start(GPT2LMHeadModel(config), tokenizer, recipe)


def from_folder(folder: Path, recipe: Recipe) -> Start:
    """The model and tokenizer in `folder`, nothing fetched; the recipe takes on the model's shape.

    A tokenizer without bos (or eos) uses the one it has as both, and one without pad uses eos, masked.
    """
    config = _read(AutoConfig, folder)
    if config.model_type != "gpt2":
        raise TrainingError(f"{folder} holds a {config.model_type} model; --init trains GPT-2 models further")
    tokenizer = _read(AutoTokenizer, folder)
    eos = tokenizer.eos_token or tokenizer.bos_token
    if eos is None:
        raise TrainingError(
            f"the tokenizer in {folder} has neither a bos nor an eos token to end sentences with"
        )
    tokenizer.eos_token = eos
    tokenizer.bos_token = tokenizer.bos_token or eos
    tokenizer.pad_token = tokenizer.pad_token or eos
    if len(tokenizer) > config.vocab_size:
        raise TrainingError(f"{folder}: {len(tokenizer)} tokens, but a model of {config.vocab_size}")
    model = _read(GPT2LMHeadModel, folder).float()
    for name, token_id in special_ids(tokenizer).items():
        setattr(model.config, name, token_id)
    adopted = replace(
        recipe,
        layers=config.n_layer,
        heads=config.n_head,
        width=config.n_embd,
        dropout=config.resid_pdrop,
        sequence=min(recipe.sequence, config.n_positions),
    )
    return Start(model, tokenizer, adopted)


def special_ids(tokenizer: Any) -> dict[str, int]:
    """The ids that a model's configurations carry."""
    return {
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }


def fingerprint(folder: Path) -> dict[str, str]:
    """SHA-256 of each file in `folder` that shapes its model."""
    paths = {path for pattern in INIT_FILES for path in folder.glob(pattern)}
    return {path.name: digest(path) for path in sorted(paths)}


def _read(kind: Any, folder: Path) -> Any:
    """`kind.from_pretrained`, for a folder on this machine and never a name on a hub."""
    if not folder.is_dir():
        raise TrainingError(
            f"{folder} is not a folder; --init takes a Hugging Face GPT-2 directory on this machine"
        )
    try:
        return kind.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise TrainingError(f"{folder} is no Hugging Face GPT-2 directory: {reason}") from error
