"""A corpus of made-up sentences and a GPT-2 of a few hundred weights, for tests that train."""

import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

SPECIALS = ["<unk>", "<s>", "</s>", "<pad>"]
WHO = ["The tidal knight", "A hollow king", "The pale witch", "One blind smith", "The last herald"]
DID = ["guards", "forgot", "burned", "mourns", "sold"]
WHAT = ["the bell", "a cold flame", "the drowned gate", "an iron oath", "the old moon"]


def sentences(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return [f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}." for _ in range(count)]


def make_tokenizer(text: list[str]) -> Tokenizer:
    """As the corpus builder makes it: byte-level BPE, cased, no post-processor."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(text, trainer)
    return tokenizer


def make_corpus(folder: Path, train: int = 60, test: int = 12) -> Path:
    folder.mkdir(parents=True)
    learnt, held_out = sentences(train), sentences(test, seed=1)
    (folder / "corpus.train.txt").write_text("\n".join(learnt) + "\n", "utf-8")
    (folder / "corpus.test.txt").write_text("\n".join(held_out) + "\n", "utf-8")
    make_tokenizer(learnt + held_out).save(str(folder / "tokenizer.json"))
    return folder


def make_gpt2(folder: Path, *, bos: bool = True, pad: bool = True) -> Path:
    """A Hugging Face GPT-2 folder with a tokenizer of its own, dropout on."""
    named = {
        "eos_token": "</s>",
        **({"bos_token": "<s>"} if bos else {}),
        **({"pad_token": "<pad>"} if pad else {}),
    }
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=make_tokenizer(sentences(30, seed=2)), **named)
    config = GPT2Config(vocab_size=len(tokenizer), n_positions=32, n_embd=16, n_layer=1, n_head=2)
    GPT2LMHeadModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
