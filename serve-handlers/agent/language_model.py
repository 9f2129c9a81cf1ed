"""Any causal language model of a local Hugging Face directory, several prompts decoded at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from agent.prompts import Messages
from agent.settings import Sampling

# For a tokenizer that brings no template of its own.
PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A talk to go on with, and how; `sampling.max_tokens` is set."""

    messages: Messages
    sampling: Sampling


class LanguageModel:
    """A model with its tokenizer and its chat template."""

    def __init__(self, folder: Path, device: torch.device, context_tokens: int = 0, rows: int = 8) -> None:
        """context_tokens 0 is the model's own. rows: prompts decoded at once. Reads nothing but `folder`."""
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, padding_side="left"
        )
        if self.tokenizer.chat_template is None:
            self.tokenizer.chat_template = PLAIN_TEMPLATE
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token or self.tokenizer.unk_token
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, dtype=dtype)
        self.model: Any = model.to(device).eval()
        positions = getattr(self.model.config.get_text_config(), "max_position_embeddings", None) or 2048
        self.context_tokens = min(context_tokens or positions, positions)
        self.device = device
        self.rows = rows

    def length(self, messages: Messages) -> int:
        """Tokens of the prompt that `messages` make."""
        return len(self._ids(messages))

    def reply(self, prompts: Sequence[Prompt]) -> list[str]:
        """One reply a prompt, in order. A prompt with a seed is decoded alone: its draws are its own."""
        replies: dict[int, str] = {}
        for numbers in self._batches(prompts):
            texts = self._decode([prompts[number] for number in numbers])
            replies.update(zip(numbers, texts, strict=True))
        return [replies[number] for number in range(len(prompts))]

    def _batches(self, prompts: Sequence[Prompt]) -> Iterator[list[int]]:
        """Prompts drawn in the same way, at most `rows` of them, of like length."""
        groups: dict[object, list[int]] = {}
        for number, prompt in enumerate(prompts):
            drawn = prompt.sampling
            alone = number if drawn.seed is not None and drawn.temperature else None
            groups.setdefault((drawn.temperature, drawn.top_p, alone), []).append(number)
        for numbers in groups.values():
            numbers.sort(key=lambda number: sum(len(each["content"]) for each in prompts[number].messages))
            yield from (numbers[first : first + self.rows] for first in range(0, len(numbers), self.rows))

    @torch.inference_mode()
    def _decode(self, prompts: Sequence[Prompt]) -> list[str]:
        drawn = prompts[0].sampling
        rows = [self._fitted(prompt) for prompt in prompts]
        padded = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt").to(self.device)
        if drawn.seed is not None:
            torch.manual_seed(drawn.seed)
        made = self.model.generate(
            **padded,
            max_new_tokens=max(prompt.sampling.max_tokens for prompt in prompts),
            pad_token_id=self.tokenizer.pad_token_id,
            **_drawing(drawn),
        )
        fresh = made[:, padded["input_ids"].shape[1] :]
        return [
            self.tokenizer.decode(row[: prompt.sampling.max_tokens], skip_special_tokens=True).strip()
            for row, prompt in zip(fresh, prompts, strict=True)
        ]

    def _fitted(self, prompt: Prompt) -> list[int]:
        """The prompt's tokens; of one that leaves no room for the reply, the beginning is cut off."""
        room = max(1, self.context_tokens - prompt.sampling.max_tokens)
        return self._ids(prompt.messages)[-room:]

    def _ids(self, messages: Messages) -> list[int]:
        text = self.tokenizer.apply_chat_template(
            _accepted(self.tokenizer, messages), tokenize=False, add_generation_prompt=True
        )
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids


def _drawing(drawn: Sampling) -> dict[str, Any]:
    """Arguments of `generate`; those that a model's own generation_config sets are overruled."""
    if not drawn.temperature:
        return {"do_sample": False, "num_beams": 1, "temperature": None, "top_p": None, "top_k": None}
    return {
        "do_sample": True,
        "num_beams": 1,
        "temperature": drawn.temperature,
        "top_p": drawn.top_p,
        "top_k": 0,
    }


def _accepted(tokenizer: Any, messages: Messages) -> Messages:
    """`messages`, the system's put before the user's where the template (Gemma's, say) knows no such role."""
    from jinja2.exceptions import TemplateError

    try:
        tokenizer.apply_chat_template(messages, tokenize=False)
    except TemplateError:
        system = "\n\n".join(item["content"] for item in messages if item["role"] == "system")
        rest = [dict(item) for item in messages if item["role"] != "system"]
        rest[0]["content"] = f"{system}\n\n{rest[0]['content']}"
        return rest
    return messages


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
