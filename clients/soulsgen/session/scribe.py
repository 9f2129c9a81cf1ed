"""The asr archive on TorchServe: a chunk of audio in, what was said out."""

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from soulsgen.errors import Refused, SoulsgenError
from soulsgen.reply import number
from soulsgen.session.cut import Chunk
from soulsgen.session.sound import flac
from soulsgen.torchserve import TorchServe


@dataclass(frozen=True)
class Heard:
    """A segment; seconds from the start of its chunk, confidence 0-1."""

    start: float
    end: float
    text: str
    words: tuple[dict[str, Any], ...]
    confidence: float | None


@dataclass(frozen=True)
class Listening:
    """How to listen, the same for every chunk."""

    language: str | None = None
    task: str = "transcribe"
    hotwords: tuple[str, ...] = field(default_factory=tuple)

    def payload(self) -> dict[str, Any]:
        return {"language": self.language, "task": self.task, "hotwords": list(self.hotwords)}


class Scribe:
    """An open client and the name of the archive; safe to share between threads."""

    def __init__(self, client: TorchServe, listening: Listening, model: str = "asr") -> None:
        self.client = client
        self.listening = listening
        self.model = model

    def hear(self, chunk: Chunk) -> list[Heard]:
        """What is said in `chunk`, by time; silence is not sent. Raises SoulsgenError as the client does."""
        if chunk.silent():
            return []
        audio = base64.b64encode(flac(chunk.samples)).decode()
        try:
            reply = self.client.predict(self.model, {"audio": audio, **self.listening.payload()})
        except Refused as error:
            if "HTTP 413" not in str(error):
                raise
            size = f"a chunk of {chunk.seconds:.0f} s is {len(audio) / 1e6:.1f} MB"
            raise Refused(
                f"{error}: {size}; raise max_request_size in config.properties or lower --chunk-minutes"
            ) from error
        try:
            return [
                _heard(segment, chunk.seconds) for segment in reply["segments"] if segment["text"].strip()
            ]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SoulsgenError(f"{self.model} did not reply with segments ({error!r})") from error


def _heard(segment: Mapping[str, Any], most_s: float) -> Heard:
    """A model may time a word past the end of its audio: the next chunk begins there."""
    start = min(max(0.0, number(segment["start"])), most_s)
    end = min(max(start, number(segment["end"])), most_s)
    words = tuple(_word(word) for word in segment.get("words") or ())
    return Heard(
        start, end, " ".join(segment["text"].split()), words, _confidence(segment.get("avg_logprob"))
    )


def _confidence(likely: object) -> float | None:
    """None where the model does not tell, or tells nonsense: that is no reason to lose what was said."""
    try:
        return round(math.exp(min(0.0, number(likely))), 3)
    except ValueError:
        return None


def _word(word: Mapping[str, Any]) -> dict[str, Any]:
    """Raises ValueError or TypeError for what has no text or no times."""
    if not isinstance(word["word"], str):
        raise TypeError("a word is no text")
    for name in ("start", "end"):
        number(word[name])
    if word.get("probability") is not None:
        number(word["probability"])
    return dict(word)
