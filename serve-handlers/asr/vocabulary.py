"""Text to token ids and back, and the special tokens of a Whisper checkpoint, found by name.

The names are those of every Hugging Face Whisper tokenizer. Ids are looked up, never assumed: a checkpoint
may have another vocabulary, a handful of languages, no timestamps.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

SECONDS_A_TIMESTAMP = 0.02
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")
_CONTROL = re.compile(r"<\|[a-z]+\|>")
_NO_SPEECH = ("<|nospeech|>", "<|nocaptions|>")
# Written without spaces: every token is a word.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


class VocabularyError(ValueError):
    """A checkpoint whose tokenizer lacks what decoding needs."""


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer and the ids of its special tokens; None for one it lacks.

    size: logits a step. positions: tokens the decoder's window holds. timestamps: range of ids, empty where
    it has none; writes_times: whether to ask for them. languages: code to id, empty for a model of one
    unnamed language.
    suppressed, suppressed_first: ids never drawn, and never drawn as the first token.
    """

    tokenizer: Tokenizer
    size: int
    positions: int
    begin: int
    end: int
    previous: int | None
    no_speech: int | None
    no_timestamps: int | None
    timestamps: range
    writes_times: bool
    languages: dict[str, int]
    tasks: dict[str, int]
    suppressed: tuple[int, ...]
    suppressed_first: tuple[int, ...]
    latest_first: int | None

    @classmethod
    def read(cls, folder: Path, timestamps: bool = True) -> "Vocabulary":
        """Vocabulary of a Hugging Face directory (config, generation_config and tokenizer .json).

        Without `timestamps` the model is never asked for any.
        Raises VocabularyError naming what is missing.
        """
        config = json.loads((folder / "config.json").read_text("utf-8"))
        path = folder / "generation_config.json"
        generation = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return _Reader(folder, config, generation, tokenizer).vocabulary(timestamps)

    def encode(self, text: str) -> list[int]:
        """Ids of plain text; the name of a special token in it is text, and nothing else."""
        ids = self._plain.encode(text, add_special_tokens=False).ids
        return [token for token in ids if not self.is_special(token)]

    def decode(self, ids: Sequence[int]) -> str:
        return str(self.tokenizer.decode([token for token in ids if not self.is_special(token)]))

    def is_special(self, token: int) -> bool:
        return token in self._specials or token in self.timestamps

    def seconds(self, token: int) -> float:
        """Time of a timestamp token from the start of its window."""
        return (token - self.timestamps.start) * SECONDS_A_TIMESTAMP

    @cached_property
    def _plain(self) -> Tokenizer:
        plain = Tokenizer.from_str(self.tokenizer.to_str())
        # A user's "<|endoftext|>" is thirteen characters of text, not the end of the transcript.
        plain.encode_special_tokens = True
        return plain

    @cached_property
    def controls(self) -> frozenset[int]:
        """What steers and is never drawn: all special tokens but the end and the timestamps."""
        return self._specials - {self.end}

    @cached_property
    def _specials(self) -> frozenset[int]:
        named = self.tokenizer.get_vocab(with_added_tokens=True)
        controls = {token for name, token in named.items() if _CONTROL.fullmatch(name)}
        added = {token for token, item in self.tokenizer.get_added_tokens_decoder().items() if item.special}
        return frozenset(controls | (added - set(self.timestamps)) | set(self.languages.values()))


@dataclass(frozen=True)
class _Reader:
    folder: Path
    config: dict[str, Any]
    generation: dict[str, Any]
    tokenizer: Tokenizer

    def vocabulary(self, timestamps: bool) -> Vocabulary:
        no_timestamps = self._first("<|notimestamps|>")
        size = int(self.config["vocab_size"])
        stamps = self._timestamps(no_timestamps, size)
        languages = self._languages()
        return Vocabulary(
            tokenizer=self.tokenizer,
            size=size,
            positions=int(self.config["max_target_positions"]),
            begin=self._needed("<|startoftranscript|>", "decoder_start_token_id"),
            end=self._needed("<|endoftext|>", "eos_token_id"),
            previous=self._first("<|startofprev|>"),
            no_speech=self._first(*_NO_SPEECH),
            no_timestamps=no_timestamps,
            timestamps=stamps,
            writes_times=timestamps and bool(stamps),
            languages=languages,
            tasks=self._tasks() if languages else {},
            suppressed=self._ids("suppress_tokens", size),
            suppressed_first=self._ids("begin_suppress_tokens", size),
            latest_first=self.generation.get("max_initial_timestamp_index"),
        )

    def _first(self, *names: str) -> int | None:
        found = (self.tokenizer.token_to_id(name) for name in names)
        return next((token for token in found if token is not None), None)

    def _needed(self, name: str, key: str) -> int:
        token = self._first(name)
        if token is None:
            # An older checkpoint may name it in its configuration alone.
            token = self.generation.get(key, self.config.get(key))
        if not isinstance(token, int):
            raise VocabularyError(f"{self.folder}: neither tokenizer.json has {name} nor a config {key}")
        return token

    def _timestamps(self, no_timestamps: int | None, size: int) -> range:
        """`<|0.00|>` and on, one for each position of the encoder and one for the window's end."""
        start = self._first("<|0.00|>")
        if start is None and no_timestamps is not None:
            # Older tokenizers leave them out: they follow the last named token.
            start = no_timestamps + 1
        if start is None:
            return range(0)
        end = min(size, start + int(self.config["max_source_positions"]) + 1)
        return range(start, end) if end > start else range(0)

    def _languages(self) -> dict[str, int]:
        """From generation_config.json, else the tokenizer's names; none for an English-only checkpoint."""
        if self.generation.get("is_multilingual") is False:
            return {}
        known = self.generation.get("lang_to_id")
        if known is None:
            known = {name: self.tokenizer.token_to_id(name) for name in self.tokenizer.get_vocab()}
        found = ((_LANGUAGE.fullmatch(name), token) for name, token in known.items())
        return {match[1]: token for match, token in sorted(found, key=lambda pair: pair[1]) if match}

    def _tasks(self) -> dict[str, int]:
        known = self.generation.get("task_to_id") or {}
        names = ("transcribe", "translate")
        found = {name: known.get(name, self._first(f"<|{name}|>")) for name in names}
        return {name: token for name, token in found.items() if token is not None}

    def _ids(self, key: str, size: int) -> tuple[int, ...]:
        """-1 and ids beyond the vocabulary stand in some configurations and mean nothing here."""
        ids = self.generation.get(key, self.config.get(key)) or []
        return tuple(token for token in ids if 0 <= token < size)
