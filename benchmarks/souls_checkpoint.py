"""A GPT-2 for timing: random weights, and every sentence exactly 40 tokens long.

A sentence ends because two positions say so: the position embeddings there point, far stronger than
anything else, along the embedding of `.` and of `</s>`; everywhere else they point away from both. The
arithmetic is that of any GPT-2 of the size.
"""

import random
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

LAYERS, HEADS, WIDTH, VOCABULARY, POSITIONS = 6, 6, 384, 8000, 64
SENTENCE_TOKENS = 40
SPECIALS = ["<unk>", "<s>", "</s>", "<pad>"]
# <s> and the first word stand at 0 and 1; the last of the tokens drawn, `.`, at this position.
LAST_POSITION = 1 + SENTENCE_TOKENS


def write_checkpoint(weights: Path, corpus: Path) -> int:
    """Fill a weights and a corpus folder; return the number of parameters."""
    torch.manual_seed(0)
    tokenizer, words = _tokenizer()
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=POSITIONS,
        n_embd=WIDTH,
        n_layer=LAYERS,
        n_head=HEADS,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=3,
    )
    model = GPT2LMHeadModel(config)
    _end_at(model, LAST_POSITION - 1, tokenizer.token_to_id("."), LAST_POSITION, 2)
    model.save_pretrained(weights)
    names = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(weights)
    corpus.mkdir(parents=True)
    (corpus / "words.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    (corpus / "corpus.raw.txt").write_text("A sentence that no random model writes.\n", "utf-8")
    return sum(parameter.numel() for parameter in model.parameters())


def _tokenizer() -> tuple[Tokenizer, list[str]]:
    """8000 tokens, and the words that are one token each when they begin a sentence."""
    rng = random.Random(0)
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(6000)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIALS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([word.capitalize() for word in words] * 2, trainer)
    one_token = [word for word in words if len(tokenizer.encode(word.capitalize()).ids) == 1]
    return tokenizer, sorted(set(one_token))


@torch.no_grad()
def _end_at(model: GPT2LMHeadModel, stop_at: int, stop: int, end_at: int, end: int) -> None:
    first, second = torch.linalg.qr(torch.randn(WIDTH, 2))[0].T
    embeddings, positions = model.transformer.wte.weight, model.transformer.wpe.weight
    embeddings[stop], embeddings[end] = 2 * first, 2 * second
    positions -= 0.3 * (first + second)
    positions[stop_at], positions[end_at] = 1000 * first, 1000 * second
