"""Text to token ids and back, with the special tokens a checkpoint's config.json names."""

import json
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

_SPECIALS = ("<unk>", "<s>", "<pad>")


@dataclass(frozen=True)
class Vocabulary:
    """A Hugging Face tokenizer and the ids that begin, end and never stand inside a line."""

    tokenizer: Tokenizer
    begin_id: int
    end_id: int
    never: tuple[int, ...]

    @classmethod
    def read(cls, folder: Path) -> "Vocabulary":
        """Vocabulary of a Hugging Face directory (config.json, tokenizer.json)."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # A user's "</s>" is four characters of text, not the end of the line.
        tokenizer.encode_special_tokens = True
        end_id = config["eos_token_id"]
        found = {tokenizer.token_to_id(token) for token in _SPECIALS} - {end_id}
        never = sorted(token for token in found if token is not None)
        return cls(tokenizer, config["bos_token_id"], end_id, tuple(never))

    def prompt(self, text: str) -> tuple[int, ...]:
        """The begin token and `text`."""
        return (self.begin_id, *self.tokenizer.encode(text, add_special_tokens=False).ids)

    def text(self, ids: list[int]) -> str:
        return str(self.tokenizer.decode(ids, skip_special_tokens=True))
