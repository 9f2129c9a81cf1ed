"""The voices of OpenAI's clients and those of the archive."""

import json

from clients.gateway.audio.calls import ask
from clients.voice.tts_server import VOICES, Tts
from soulsgen.gateway.speech_request import NAMESAKES, archive_voice
from soulsgen.voice.speaking import ServedVoice


def test_openais_voices_are_espeaks_or_dealt_in_turn() -> None:
    espeak = [ServedVoice("en-us"), ServedVoice("en-gb"), ServedVoice("de")]
    assert archive_voice("shimmer", espeak) == "en-us+f3"
    assert archive_voice("fable", espeak) == "en-gb"
    assert archive_voice("de", espeak) == "de"
    assert archive_voice(None, espeak) is None
    two = [ServedVoice("speaker0"), ServedVoice("speaker1")]
    assert {archive_voice(name, two) for name in NAMESAKES} == {"speaker0", "speaker1"}
    assert archive_voice("nova", []) is None


def test_voices_are_listed_and_remembered(port: int, behind: Tts) -> None:
    for _ in range(2):
        answer = ask(port, "GET", "/v1/audio/voices")
        assert answer.status == 200
        listed = [{"id": voice["name"], **voice} for voice in VOICES]
        assert json.loads(answer.read()) == {"voices": listed}
    assert behind.payloads == [{"op": "voices"}]
