"""The tokenizers: byte-level BPE, the default, and WordPiece, as the original bot had it.

Byte-level BPE knows every text and decodes what it encoded, case and spaces included. A word is encoded
with the space before it, at the start of a text too (`add_prefix_space`). WordPiece splits at spaces and
marks and knows only the characters it was trained on; its decoder puts `##` pieces together again and
closes the space before a mark, but cannot tell an opening quote from a closing one.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

Model = Literal["bpe", "wordpiece"]

SPECIALS = ("<unk>", "<s>", "</s>", "<pad>")  # their ids are 0, 1, 2, 3
MIN_SIZE: Mapping[Model, int] = {
    "bpe": 256 + len(SPECIALS),  # every byte is a token
    "wordpiece": 2 * 26 + len(SPECIALS),  # a letter that opens a word and one inside it are two
}
MAX_SIZE = 1_000_000  # four times the largest in use; the trainer counts in 32 bits
MIN_FREQUENCY = 2  # a pair seen once is not a pattern
# The text chooses the size: merges go on while a pair repeats, so a small corpus ends well below this
# ceiling. It is the original's vocabulary; more a corpus of one or two games cannot teach.
AUTO_SIZE = 8000
# What WordPiece takes for one piece: a word with its apostrophes and hyphens inside, or a mark.
PIECES = r"\w+(?:['’-]\w+)*|[^\w\s]"


def train_tokenizer(sentences: Iterable[str], size: int, model: Model = "bpe") -> Tokenizer:
    """Tokenizer of at most `size` tokens; fewer where too few pairs repeat."""
    tokenizer, trainer = _bpe(size) if model == "bpe" else _wordpiece(size)
    tokenizer.train_from_iterator(sentences, trainer)
    return tokenizer


def _bpe(size: int) -> tuple[Tokenizer, trainers.BpeTrainer]:
    tokenizer = Tokenizer(models.BPE(unk_token=SPECIALS[0]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=MIN_FREQUENCY,
        special_tokens=list(SPECIALS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    return tokenizer, trainer


def _wordpiece(size: int) -> tuple[Tokenizer, trainers.WordPieceTrainer]:
    tokenizer = Tokenizer(models.WordPiece(unk_token=SPECIALS[0]))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PIECES), behavior="removed", invert=True)
    tokenizer.decoder = decoders.WordPiece(cleanup=True)
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=MIN_FREQUENCY, special_tokens=list(SPECIALS), show_progress=False
    )
    return tokenizer, trainer
