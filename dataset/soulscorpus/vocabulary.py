"""The tokenizer: byte-level BPE, so that no text is unknown and decoding gives back what was encoded.

A word is encoded with the space before it, at the start of a text too (`add_prefix_space`), and keeps
its case: names are half of the lore.
"""

from collections.abc import Sequence

from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

SPECIALS = ("<unk>", "<s>", "</s>", "<pad>")  # their ids are 0, 1, 2, 3
MIN_SIZE = 256 + len(SPECIALS)  # every byte is a token
MIN_FREQUENCY = 2  # a pair seen once is not a pattern
# The text chooses the size: merges go on while a pair repeats, so a small corpus ends well below this
# ceiling. It is the original's vocabulary; more a corpus of one or two games cannot teach.
AUTO_SIZE = 8000


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
