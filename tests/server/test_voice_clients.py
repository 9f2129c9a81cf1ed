"""The voice's clients, command and gateway, in front of a real TorchServe with the packed tts archive."""

import io
import json
import shutil
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import av
import pytest
from click.testing import CliRunner

from soulsgen import archive, launch, readiness, server
from soulsgen.commands.tts import tts
from soulsgen.gateway import Door, Gateway
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker, new_utterance
from soulsgen.voice.stream import Chunk, Ended

ROOT = Path(__file__).parents[2]
TEXT = "The bell tolls for the unkindled. Roll 2d6+3."
TOKEN = "0123456789abcdef"
pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Served:
    host: str
    key_file: Path

    @property
    def speaker(self) -> Speaker:
        return Speaker(TorchServe(Endpoint(self.host, key_file=self.key_file)))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("voice-checkout")
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    shutil.copytree(ROOT / "model_store" / "defaults" / "tts", root / "model_store" / "defaults" / "tts")
    checkout = Project(root)
    archive.pack(archive.read_specs(checkout)["tts"], checkout, {}, "1.0")
    here = server.Server(checkout, checkout.build / "server")
    started = server.start(here, ["tts"], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, started, 180, lambda sentence: None)
        yield Served(started.addresses.inference, here.key_file)
    finally:
        server.stop(here)


def test_a_line_and_its_subtitles_are_written(served: Served, tmp_path: Path) -> None:
    sound, srt = tmp_path / "line.wav", tmp_path / "line.srt"
    where = ["--host", served.host, "--key-file", str(served.key_file)]
    result = CliRunner().invoke(tts, ["say", TEXT, "-o", str(sound), "--srt", str(srt), *where])
    assert result.exit_code == 0, result.stderr
    with wave.open(str(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        assert 2 < file.getnframes() / 24_000 < 8
    lines = srt.read_text("utf-8").splitlines()
    assert [lines[2], lines[6]] == ["The bell tolls for the unkindled.", "Roll 2d6+3."]


def test_a_stream_is_the_whole_and_a_cancelled_one_tells_how_far_it_came(served: Served) -> None:
    *chunks, end = served.speaker.stream(Order(TEXT), new_utterance())
    assert end == Ended(sum(len(one.pcm) // 2 for one in chunks if isinstance(one, Chunk)), cancelled=False)
    assert [one.offset for one in chunks if isinstance(one, Chunk)] == [0, chunks[0].end]
    utterance = new_utterance()
    pieces = served.speaker.stream(Order("The bell tolls. " * 300), utterance)
    heard = [next(pieces)]
    served.speaker.cancel(utterance)
    *more, end = pieces
    heard += more
    assert isinstance(end, Ended)
    assert end.cancelled
    assert end.samples >= heard[-1].end
    assert len(heard) < 300


def test_the_gateway_speaks_as_openai_does(served: Served) -> None:
    gateway = Gateway(("127.0.0.1", 0), Door(TOKEN, served.key_file, served.host), lambda words: None)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        connection = HTTPConnection("127.0.0.1", gateway.server_address[1], timeout=60)
        body = json.dumps({"model": "tts-1", "input": TEXT, "voice": "shimmer", "response_format": "mp3"})
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        connection.request("POST", "/v1/audio/speech", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/mpeg"), content[:300]
        with av.open(io.BytesIO(content)) as container:
            seconds = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
        assert 2 < seconds < 8
    finally:
        gateway.close()
        thread.join()
