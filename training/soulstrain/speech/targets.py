"""What the decoder is to write for a window, in Whisper's order of tokens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from soulstrain.speech import tokens

IGNORED = -100  # a label the loss passes over
NOWHERE = -1.0
Label = Mapping[str, Any]


def text_of(label: Label) -> str:
    """All that is said in a window, each segment behind a space as in Whisper's own texts."""
    return "".join(f" {segment['text']}" for segment in label["segments"])


@dataclass(frozen=True)
class Target:
    """Decoder input `ids`, the `labels` wanted behind each, and where in the window each label sounds.

    `times` are seconds, `NOWHERE` for what does not sound.
    """

    ids: list[int]
    labels: list[int]
    times: list[float]


def target(label: Label, *, timestamps: bool, prompt: str = "") -> Target:
    """What is to be learnt from a window.

    Nothing from the prompt, nor from `<|notimestamps|>`, which is always given. Where nothing is said,
    `<|nospeech|>` is wanted behind the start, and an empty text from a decoder that is led past it.
    """
    before = [tokens.PREVIOUS, *prompt.encode("ascii")] if prompt else []
    head = [tokens.START, tokens.ENGLISH, tokens.TRANSCRIBE, *([] if timestamps else [tokens.NO_TIMESTAMPS])]
    body = [*_body(label, timestamps=timestamps), (tokens.END, NOWHERE)]
    ids = [*before, *head, *(token for token, _ in body)]
    labels = [IGNORED] * len(before) + ids[len(before) + 1 :]
    if not label["segments"]:
        labels[len(before)] = tokens.NO_SPEECH
    if not timestamps:
        labels[len(before) + 2] = IGNORED
    times = [NOWHERE] * (len(before) + len(head) - 1) + [time for _, time in body]
    return Target(ids[:-1], labels, times)


def _body(label: Label, *, timestamps: bool) -> list[tuple[int, float]]:
    """Tokens of the text, with their seconds."""
    if timestamps and not label["segments"]:
        return [(tokens.time_token(0), NOWHERE)]
    body: list[tuple[int, float]] = []
    for segment in label["segments"]:
        text = list(_sounding(segment))
        if timestamps:
            start, end = segment["start"], segment["end"]
            text = [(tokens.time_token(start), start), *text, (tokens.time_token(end), end)]
        body += text
    return body


def _sounding(segment: Label) -> Iterator[tuple[int, float]]:
    """Characters of a segment, spread evenly over the time of their word; a space goes with its word."""
    words = segment["text"].split(" ")
    ends = [*segment["words"][1:], segment["end"]]
    for word, start, end in zip(words, segment["words"], ends, strict=True):
        characters = f" {word}".encode("ascii")
        for place, character in enumerate(characters):
            yield character, start + (end - start) * max(0, place - 1) / len(word)


def prompt_for(label: Label, others: Sequence[Label], chance: Random) -> str:
    """What may stand before a window: names (its own among strangers), or what was said elsewhere."""
    longest = chance.randint(8, tokens.LONGEST // 2 - 2)
    others = [other for other in others if other is not label]
    if chance.random() < 0.5:
        return text_of(chance.choice(others))[:longest]
    own, strange = _names(label), [name for other in others for name in _names(other)]
    names = [*chance.sample(own, min(len(own), 3)), *chance.sample(strange, min(len(strange), 8))]
    chance.shuffle(names)
    listed = ""
    for name in dict.fromkeys(names):
        if len(listed) + len(name) + 2 <= longest:
            listed += f"{',' if listed else ''} {name}"
    return listed


def _names(label: Label) -> list[str]:
    """Words with a capital that a sentence's beginning does not explain."""
    words = [word.strip(".,:;?!'\"") for segment in label["segments"] for word in segment["text"].split()[1:]]
    return [word for word in words if word[:1].isupper() and len(word) > 2]
