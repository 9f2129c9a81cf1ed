"""The tts archive's voices, remembered for a while: every request with a name of OpenAI's looks there."""

import threading
import time
from http import HTTPStatus

from soulsgen.gateway.refusal import Refusal
from soulsgen.gateway.upstream import Upstream
from soulsgen.voice.speaking import VOICES, ServedVoice, read_voices

_FRESH_S = 60.0


class VoiceList:
    """Of the archive `model`."""

    def __init__(self, upstream: Upstream, model: str) -> None:
        self.upstream = upstream
        self.model = model
        self._lock = threading.Lock()
        self._voices: list[ServedVoice] = []
        self._read_at = float("-inf")

    def voices(self) -> list[ServedVoice]:
        """The default first. Raises Refusal."""
        with self._lock:
            if time.monotonic() - self._read_at < _FRESH_S:
                return self._voices
        voices = self._asked()
        with self._lock:
            self._voices, self._read_at = voices, time.monotonic()
        return voices

    def _asked(self) -> list[ServedVoice]:
        reply = self.upstream.value(self.model, VOICES)
        try:
            return read_voices(reply)
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_GATEWAY, f"{self.model} did not list voices") from error
