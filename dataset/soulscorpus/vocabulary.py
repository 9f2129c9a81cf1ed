"""The tokenizer: byte-level BPE, so that no text is unknown and decoding gives back what was encoded.

A word is encoded with the space before it, at the start of a text too (`add_prefix_space`), and keeps
its case: names are half of the lore.
"""

from collections import Counter
from collections.abc import Sequence

from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

from soulscorpus.words import words_of

SPECIALS = ("<unk>", "<s>", "</s>", "<pad>")  # their ids are 0, 1, 2, 3
MIN_SIZE = 256 + len(SPECIALS)  # every byte is a token
MIN_FREQUENCY = 2  # a pair seen once is not a pattern
MAX_AUTO_SIZE = 8000  # more than this a corpus of one or two games cannot teach


def auto_size(sentences: Sequence[str]) -> int:
    """Number of tokens that suits `sentences`: the bytes, and one for each word seen more than once.

    By Zipf's law that is about half of the distinct words. A word seen once gives its embedding one
    example, so a token for it costs parameters and teaches nothing; it is spelt from parts instead.
    """
    counts = Counter(word for sentence in sentences for word in words_of(sentence))
    repeated = sum(count >= MIN_FREQUENCY for count in counts.values())
    return min(MIN_SIZE + repeated, MAX_AUTO_SIZE)


def train_tokenizer(sentences: Sequence[str], size: int) -> Tokenizer:
    """Tokenizer of at most `size` tokens; fewer where too few pairs repeat."""
    tokenizer = Tokenizer(BPE(unk_token=SPECIALS[0]))
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=True)
    tokenizer.decoder = ByteLevelDecoder()
    trainer = BpeTrainer(
        vocab_size=size,
        min_frequency=MIN_FREQUENCY,
        special_tokens=list(SPECIALS),
        initial_alphabet=ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(sentences, trainer, length=len(sentences))
    return tokenizer
