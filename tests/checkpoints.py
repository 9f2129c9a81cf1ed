"""Tiny real GPT-2 checkpoints: one whose every probability is known, and random ones of any shape."""

import math
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

SPECIALS = ["<unk>", "<s>", "</s>", "<pad>"]
POSITIONS = 64

# What follows what in the known checkpoint, with its probability. A word stands as it does in text.
FOLLOWS = {
    "<s>": {" The": 0.6, " A": 0.4},
    " The": {" lantern": 1.0},
    " lantern": {" remembers": 1.0},
    " Lantern": {" remembers": 1.0},
    " remembers": {" the": 1.0},
    " the": {" hand": 1.0},
    " hand": {" that": 1.0},
    " that": {" lit": 1.0},
    " lit": {" it": 1.0},
    " it": {".": 1.0},
    " A": {" king": 1.0},
    " king": {" sleeps": 0.9, " burns": 0.1},
    " sleeps": {".": 1.0},
    " burns": {".": 1.0},
    # Never ends by itself.
    " Round": {" and": 1.0},
    " and": {" Round": 1.0},
    # Ends at once.
    " Nothing": {"</s>": 1.0},
    ".": {"</s>": 1.0},
}
CORPUS = ["The king sleeps.", "The king weeps alone."]
WORDS = sorted(
    {*(word.strip().lower() for word in FOLLOWS if word[0] == " "), "sleeps", "burns", "weeps", "alone"}
)


def tokenizer(texts: list[str]) -> Tokenizer:
    """Byte-level BPE in which every word of `texts` is one token."""
    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=2000,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts * 2, trainer)
    return made


def save(model: GPT2LMHeadModel, made: Tokenizer, folder: Path) -> None:
    """A Hugging Face directory, as `soulsgen train` leaves one."""
    model.save_pretrained(folder)
    names = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    PreTrainedTokenizerFast(tokenizer_object=made, **names).save_pretrained(folder)


def write_known(folder: Path) -> None:
    """A GPT-2 that is a table: attention and MLPs are nought, so a token alone decides the next.

    Embeddings are one-hot; the final norm maps token t to a row whose t-th entry stands out by a known
    amount, and the head turns that into the log-probabilities of FOLLOWS.
    """
    made = tokenizer([" ".join(word.strip() for word in FOLLOWS if word not in SPECIALS) + " sleeps burns"])
    size = made.get_vocab_size()
    config = GPT2Config(
        vocab_size=size,
        n_positions=POSITIONS,
        n_embd=size,
        n_layer=1,
        n_head=1,
        bos_token_id=1,
        eos_token_id=2,
        tie_word_embeddings=False,
    )
    model = GPT2LMHeadModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.fill_(1.0 if name.endswith("ln_f.weight") else 0.0)
        model.transformer.wte.weight.copy_(torch.eye(size))
        # LayerNorm of a one-hot row: `high` where it was 1, `low` elsewhere.
        normed = torch.nn.functional.layer_norm(torch.eye(size)[0], (size,))
        step = (normed[0] - normed[1]).item()
        for word, following in FOLLOWS.items():
            logits = torch.full((size,), -40.0)
            for next_word, probability in following.items():
                logits[token_id(made, next_word)] = math.log(probability)
            model.lm_head.weight[:, token_id(made, word)] = logits / step
    save(model, made, folder)


def token_id(made: Tokenizer, word: str) -> int:
    if word in SPECIALS:
        return SPECIALS.index(word)
    found = made.token_to_id(word.replace(" ", "Ġ"))
    assert found is not None, f"{word!r} is not one token"
    return int(found)


def write_random(folder: Path, *, layers: int = 2, width: int = 32, heads: int = 4, seed: int = 0) -> None:
    """A GPT-2 with random weights, large enough that its logits are far apart."""
    torch.manual_seed(seed)
    made = tokenizer(["The lantern remembers the hand that lit it."])
    config = GPT2Config(
        vocab_size=made.get_vocab_size(),
        n_positions=POSITIONS,
        n_embd=width,
        n_layer=layers,
        n_head=heads,
        initializer_range=0.4,
        bos_token_id=1,
        eos_token_id=2,
    )
    save(GPT2LMHeadModel(config), made, folder)


def write_corpus(folder: Path) -> None:
    """What packing reads of a corpus folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.raw.txt").write_text("".join(f"{line}\n" for line in CORPUS), "utf-8")
    (folder / "words.txt").write_text("".join(f"{word}\n" for word in WORDS), "utf-8")
