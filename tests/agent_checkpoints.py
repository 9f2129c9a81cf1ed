"""What the agent is packed from, tiny: a lore, a BERT encoder, and a Llama with a chat template."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from tokenizers.processors import BertProcessing
from transformers import BertConfig, BertModel, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

ITEMS = [
    {
        "game": "lore",
        "kind": "Goods",
        "id": 1,
        "name": "Lantern",
        "summary": "Lights the dark.",
        "description": "The keeper of Carrow lit this lantern. It has burned since the tide went out.",
    },
    {
        "game": "lore",
        "kind": "Goods",
        "id": 2,
        "name": "Gull Call",
        "description": "A whistle that calls gulls.",
    },
    {
        "game": "lore",
        "kind": "Talk",
        "id": 3,
        "name": None,
        "summary": None,
        "description": "The bell rings.",
    },
    {"game": "lore", "kind": "Goods", "id": 4, "name": "Blank", "summary": None, "description": None},
]
TEMPLATE = (
    "{% for message in messages %}<{{ message['role'] }}> {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant> {% endif %}"
)
# As Gemma's: no system, and turns that alternate.
STRICT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate user/assistant') }}{% endif %}"
    "<{{ message['role'] }}> {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant> {% endif %}"
)
SPECIALS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
TEXTS = [
    " ".join(str(value) for item in ITEMS for value in item.values()),
    "abc defghijklmnopqrstuvwxyz [ ] , . 123",
]
POSITIONS = 512


def write_lore(folder: Path) -> None:
    """What packing reads of a corpus folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "items.jsonl").write_text("".join(f"{json.dumps(item)}\n" for item in ITEMS), "utf-8")


def tokenizer(texts: list[str]) -> Tokenizer:
    """WordPiece over the characters and commoner parts of `texts`."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=SPECIALS, show_progress=False)
    made.train_from_iterator(texts, trainer)
    return made


def write_encoder(folder: Path) -> None:
    """A BERT with random weights, as transformers writes one."""
    torch.manual_seed(0)
    made = tokenizer(TEXTS)
    made.post_processor = BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    config = BertConfig(
        vocab_size=made.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=48,
        initializer_range=0.5,
        pad_token_id=0,
    )
    BertModel(config).save_pretrained(folder)
    made.save(str(folder / "tokenizer.json"))


def write_language_model(folder: Path, template: str | None = TEMPLATE, endless: bool = False) -> None:
    """A Llama with random weights. An endless one never says a special token of its own accord."""
    torch.manual_seed(1)
    made = tokenizer(TEXTS)
    config = LlamaConfig(
        vocab_size=made.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        initializer_range=0.5,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    model = LlamaForCausalLM(config)
    if endless:
        with torch.no_grad():
            # A logit of nought is never the greatest of hundreds.
            model.lm_head.weight[: len(SPECIALS)] = 0
    model.save_pretrained(folder)
    names = {"pad_token": "[PAD]", "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]"}
    PreTrainedTokenizerFast(tokenizer_object=made, chat_template=template, **names).save_pretrained(folder)
