"""The calls to the tts archive on TorchServe: speech, its voices, and an end to an utterance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from soulsgen.errors import Refused, SoulsgenError
from soulsgen.torchserve import TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.said import Said, read_said
from soulsgen.voice.stream import Chunk, Ended, read_chunks

# The server's own limit (max_response_size): ten minutes of speech as base64, its times beside it.
MOST_BYTES = 64 << 20
VOICES = {"op": "voices"}


@dataclass(frozen=True)
class ServedVoice:
    """A voice by the name that an order gives it; `language` is a tag such as en-gb."""

    name: str
    language: str = ""
    description: str = ""


class Speaker:
    """The archive `model` on one TorchServe.

    Every call raises Refused for what the archive will never say, Unavailable when it could not be reached,
    SoulsgenError for an answer that is not the archive's.
    """

    def __init__(self, client: TorchServe, model: str = "tts") -> None:
        self.client = client
        self.model = model

    def say(self, order: Order, form: str = "wav") -> Said:
        """The whole utterance with its times."""
        return read_said(self.client.predict(self.model, order.payload(format=form)), self.model)

    def audio(self, order: Order, form: str = "wav") -> bytes:
        """The sound alone: a quarter fewer bytes than with its times."""
        content, media_type = self.client.predict_bytes(self.model, order.payload(format=form), "audio/*")
        if not media_type.startswith("audio/") or not content:
            raise SoulsgenError(
                f"{self.model} replied with {media_type or 'nothing'}: is it the tts archive?"
            )
        return content

    def stream(self, order: Order, utterance: str) -> Iterator[Chunk | Ended]:
        """Sentences as they are spoken, and at last how many samples were made.

        `utterance` is a name for `cancel`; see `new_utterance`.
        """
        lines = self.client.predict_lines(
            self.model, order.payload(stream=True, id=utterance), most_bytes=MOST_BYTES
        )
        try:
            yield from read_chunks(lines)
        finally:
            lines.close()

    def cancel(self, utterance: str) -> None:
        """End an utterance; its stream's last line says how far it came. One that is over is no fault."""
        try:
            self.client.predict(canceller(self.model), cancel_request(utterance))
        except Refused:
            # Not served here: the voice itself takes it, as soon as one of its workers is free.
            self.client.predict(self.model, cancel_request(utterance))

    def voices(self) -> list[ServedVoice]:
        """The archive's, the default first."""
        try:
            return read_voices(self.client.predict(self.model, VOICES))
        except ValueError as error:
            raise SoulsgenError(f"{self.model} listed no voices ({error}): is it the tts archive?") from error


def read_voices(reply: Mapping[str, Any]) -> list[ServedVoice]:
    """Raises ValueError for what is no list of voices."""
    try:
        return [
            ServedVoice(str(one["name"]), str(one.get("language", "")), str(one.get("description", "")))
            for one in reply["voices"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(repr(error)) from error


def canceller(model: str) -> str:
    """The archive beside `model` that takes cancels while all workers of `model` speak."""
    return f"{model}-cancel"


def cancel_request(utterance: str) -> dict[str, str]:
    return {"op": "cancel", "id": utterance}


def new_utterance() -> str:
    return uuid4().hex
