"""From a request to what can be spoken: its voice by name, its sentences in that voice's language."""

from functools import cached_property

from handlerkit.checks import SettingsError
from tts.engines.engine import Engine
from tts.settings import ModelSettings, SpeakRequest
from tts.text.sentence import sentences_of
from tts.utterance import Order


class Desk:
    """Where orders are taken for one engine."""

    def __init__(self, engine: Engine, settings: ModelSettings) -> None:
        self.engine = engine
        self.settings = settings

    def order(self, request: SpeakRequest) -> Order:
        """Raises SettingsError for a text that nobody can speak."""
        voice = request.voice or self.engine.voices()[0].name
        try:
            sentences = sentences_of(request.text, self._language(voice))
        except ValueError as error:
            raise SettingsError(str(error)) from error
        return Order(request, sentences, voice, request.sample_rate_hz or self.settings.sample_rate_hz)

    def _language(self, voice: str) -> str:
        """Of a voice that is not listed, as "de+f3" is not: of what stands before the plus."""
        listed = self._languages.get(voice) or self._languages.get(voice.partition("+")[0])
        return listed or "en"

    @cached_property
    def _languages(self) -> dict[str, str]:
        return {voice.name: voice.language for voice in self.engine.voices()}
