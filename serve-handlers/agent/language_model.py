"""Any causal language model of a local Hugging Face directory, several prompts decoded at once."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from agent.drawing import Drawing
from agent.growing import Growing
from agent.prompts import Messages
from agent.settings import ModelSettings, Sampling
from agent.templates import PLAIN_STOPS, PLAIN_TEMPLATE, written
from agent.watching import HearRows, Reply, Row, Watching


@dataclass(frozen=True, slots=True)
class Prompt:
    """A talk to go on with, and how; `sampling.max_tokens` is set."""

    messages: Messages
    sampling: Sampling


def unheard(news: Mapping[int, str | Reply]) -> None:
    """For replies that nobody listens to while they are made."""


class LanguageModel:
    """A model with its tokenizer and its chat template."""

    def __init__(self, folder: Path, device: torch.device, settings: ModelSettings) -> None:
        """Reads nothing but `folder`."""
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, padding_side="left"
        )
        self.stops = () if self.tokenizer.chat_template else PLAIN_STOPS
        self.tokenizer.chat_template = self.tokenizer.chat_template or PLAIN_TEMPLATE
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token or self.tokenizer.unk_token
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=dtype
        )
        self.model: Any = model.to(device).eval()
        positions = getattr(self.model.config.get_text_config(), "max_position_embeddings", None) or 2048
        self.context_tokens = min(settings.context_tokens or positions, positions)
        self.enders = _enders(self.model, self.tokenizer)
        self.device = device
        self.rows = settings.rows
        self.deadline_s = settings.deadline_s

    def length(self, messages: Messages) -> int:
        """Tokens of the prompt that `messages` make. Raises TemplateRefusal."""
        return len(self._ids(messages))

    def size(self, text: str) -> int:
        """Tokens of `text` alone."""
        return len(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def room(self, answer_tokens: int) -> int:
        """Tokens that a prompt may have: an answer takes a quarter of the context before it must give way."""
        return self.context_tokens - min(answer_tokens, self.context_tokens // 4)

    def reply(self, prompts: Sequence[Prompt], hear: HearRows = unheard) -> list[Reply]:
        """One reply a prompt, in order. Raises TemplateRefusal for messages that it does not take."""
        started = time.monotonic()
        ids = [self._fitted(prompt) for prompt in prompts]
        rows = [self._row(prompt, len(own), started) for prompt, own in zip(prompts, ids, strict=True)]
        for numbers in self._batches([len(own) for own in ids]):
            if all(rows[number].until <= time.monotonic() for number in numbers):
                for number in numbers:
                    rows[number].finish = "deadline"
            else:
                self._decode(
                    [rows[number] for number in numbers],
                    [ids[number] for number in numbers],
                    [prompts[number].sampling for number in numbers],
                    partial(_renumbered, hear, numbers),
                )
        return [row.reply() for row in rows]

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Numbers of prompts of like length, at most `rows` of them: padding costs as much as words."""
        order = sorted(range(len(lengths)), key=lambda number: lengths[number])
        return (order[first : first + self.rows] for first in range(0, len(order), self.rows))

    def _row(self, prompt: Prompt, tokens: int, started: float) -> Row:
        drawn = prompt.sampling
        seconds = min(drawn.deadline_s or self.deadline_s, self.deadline_s)
        decode = partial(self.tokenizer.decode, skip_special_tokens=True)
        most = max(1, min(drawn.max_tokens, self.context_tokens - tokens))
        return Row(tokens, most, started + seconds, Growing(decode, (*drawn.stop, *self.stops)))

    @torch.inference_mode()
    def _decode(
        self, rows: Sequence[Row], ids: list[list[int]], drawn: Sequence[Sampling], hear: HearRows
    ) -> None:
        padded = self.tokenizer.pad({"input_ids": ids}, padding_side="left", return_tensors="pt").to(
            self.device
        )
        watching = Watching(rows, padded["input_ids"].shape[1], self.enders, hear)
        steps = max(row.most_tokens for row in rows)
        drawing = [Drawing(drawn, steps, self.device)] if any(each.temperature for each in drawn) else []
        made = self.model.generate(
            **padded,
            max_new_tokens=steps,
            eos_token_id=sorted(self.enders) or None,
            pad_token_id=self.tokenizer.pad_token_id,
            # `drawing` has drawn already; what the model's own generation_config says of it is overruled.
            do_sample=False,
            num_beams=1,
            temperature=None,
            top_p=None,
            top_k=None,
            logits_processor=drawing,
            stopping_criteria=[watching],
        )
        watching.look(made, time.monotonic())

    def _fitted(self, prompt: Prompt) -> list[int]:
        """The prompt's tokens; of one that is too long the middle is cut out: its ends are the template's."""
        ids = self._ids(prompt.messages)
        room = self.room(prompt.sampling.max_tokens)
        if len(ids) <= room:
            return ids
        return ids[: room // 2] + ids[len(ids) - (room - room // 2) :]

    def _ids(self, messages: Messages) -> list[int]:
        text = written(self.tokenizer, messages)
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids


def _enders(model: Any, tokenizer: Any) -> frozenset[int]:
    """Tokens that end a reply: the model says some, and the tokenizer of a tuned one may know another."""
    given = (model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos_token_id)
    each = [item if isinstance(item, list) else [item] for item in given]
    return frozenset(int(token) for tokens in each for token in tokens if token is not None)


def _renumbered(hear: HearRows, numbers: Sequence[int], news: Mapping[int, str | Reply]) -> None:
    """A batch's rows by the numbers of their prompts."""
    hear({numbers[row]: told for row, told in news.items()})


def parts(items: Sequence[Any], sizes: Iterable[int], most: int) -> list[list[Any]]:
    """`items` in order, in runs whose sizes come to at most `most`; an item larger than that stands alone."""
    found: list[list[Any]] = [[]]
    used = 0
    for item, size in zip(items, sizes, strict=True):
        if found[-1] and used + size > most:
            found.append([])
            used = 0
        found[-1].append(item)
        used += size
    return found
