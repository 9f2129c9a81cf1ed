"""The voice's clients, command and gateway, in front of a real TorchServe with the packed tts archive."""

import io
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest
from click.testing import CliRunner

from archive_checkout import new_checkout, served
from clients.gateway.audio.calls import ask
from clients.gateway.opened import TOKEN, opened
from soulsgen import archive
from soulsgen.commands.tts import tts
from soulsgen.gateway import Door
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker, new_utterance
from soulsgen.voice.stream import Chunk, Ended
from waiting import seldom_unlucky

TEXT = "The bell tolls for the unkindled. Roll 2d6+3."
pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Voice:
    host: str
    key_file: Path

    @property
    def speaker(self) -> Speaker:
        return Speaker(TorchServe(Endpoint(self.host, key_file=self.key_file)))


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    checkout = new_checkout(tmp_path_factory.mktemp("voice-checkout"), "tts")
    archive.pack(archive.read_specs(checkout)["tts"], checkout, {}, "1.0")
    with served(checkout, "tts") as (here, running):
        yield Voice(running.addresses.inference, here.key_file)


def test_a_line_and_its_subtitles_are_written(voice: Voice, tmp_path: Path) -> None:
    sound, srt = tmp_path / "line.wav", tmp_path / "line.srt"
    where = ["--host", voice.host, "--key-file", str(voice.key_file)]
    result = CliRunner().invoke(tts, ["say", TEXT, "-o", str(sound), "--srt", str(srt), *where])
    assert result.exit_code == 0, result.stderr
    with wave.open(str(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        assert 2 < file.getnframes() / 24_000 < 8
    lines = srt.read_text("utf-8").splitlines()
    assert [lines[2], lines[6]] == ["The bell tolls for the unkindled.", "Roll 2d6+3."]


def test_a_stream_is_the_whole_and_a_cancelled_one_tells_how_far_it_came(voice: Voice) -> None:
    *chunks, end = voice.speaker.stream(Order(TEXT), new_utterance())
    assert end == Ended(sum(len(one.pcm) // 2 for one in chunks if isinstance(one, Chunk)), cancelled=False)
    assert [one.offset for one in chunks if isinstance(one, Chunk)] == [0, chunks[0].end]

    def cut_short() -> bool:
        utterance = new_utterance()
        pieces = voice.speaker.stream(Order("The bell tolls. " * 300), utterance)
        heard = [next(pieces)]
        voice.speaker.cancel(utterance)
        *more, end = pieces
        heard += more
        assert isinstance(end, Ended)
        assert end.samples == heard[-1].end
        assert end.cancelled or len(heard) == 300
        return len(heard) < 300

    assert seldom_unlucky(cut_short)


def test_the_gateway_speaks_as_openai_does(voice: Voice) -> None:
    with opened(Door(TOKEN, voice.key_file, voice.host)) as port:
        request = {"model": "tts-1", "input": TEXT, "voice": "shimmer", "response_format": "mp3"}
        answer = ask(port, "POST", "/v1/audio/speech", request)
        content = answer.read()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/mpeg"), content[:300]
    with av.open(io.BytesIO(content)) as container:
        seconds = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    assert 2 < seconds < 8
