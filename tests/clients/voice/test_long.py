"""`soulsgen tts say` with a text longer than the archive takes at once: parts that come out as one."""

import json
import os
import pty
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from werkzeug.wrappers import Request, Response

from clients.loopback import serving
from clients.replay import recorded
from clients.voice.loudspeaker import Devices
from clients.voice.tts_server import RATE, TONE, Tts, sentences, wav
from soulsgen import portaudio
from soulsgen.commands.tts import tts
from soulsgen.files import put
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice import aloud, playing, sound_file
from soulsgen.voice.order import Order
from soulsgen.voice.recital import Recital
from soulsgen.voice.speaking import Speaker
from soulsgen.voice.stream import Chunk
from soulsgen.voice.tape import Tape
from waiting import LIMIT_S

# A hundred characters of two words, 121 times: three parts.
SENTENCE = f"{'A' + 'a' * 48} {'b' * 48}. "
TEXT = SENTENCE * 121
PARTS = (SENTENCE * 50, SENTENCE * 50, SENTENCE * 21)
SILENCE = bytes(2 * round(0.4 * RATE))
PCM = SILENCE.join(b"".join(samples for samples, _ in sentences(part)) for part in PARTS)


def run(url: str, *arguments: object, text: str = TEXT) -> Result:
    command = ["say", "-", "--host", url, "--retries", "0", *map(str, arguments)]
    return CliRunner().invoke(tts, command, input=text)


def decoded(content: bytes) -> tuple[int, np.ndarray]:
    """Samples a second, and the samples."""
    with av.open(BytesIO(content)) as file:
        frames = [frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)]
        return file.streams.audio[0].rate, np.concatenate(frames)


def read_all(terminal: int) -> Iterator[bytes]:
    """Until nobody writes any more."""
    with suppress(OSError):
        while block := os.read(terminal, 4096):
            yield block


def test_the_parts_are_one_file_and_their_subtitles_one_count(tmp_path: Path) -> None:
    app = Tts()
    with serving(app) as url:
        result = run(url, "-o", tmp_path / "a.wav", "--srt", tmp_path / "a.srt", "--vtt", tmp_path / "a.vtt")
    assert result.stderr.startswith("49.8 s, 242 words, ")
    assert (tmp_path / "a.wav").read_bytes() == wav(PCM)
    cues = (tmp_path / "a.srt").read_text("utf-8").split("\n\n")
    assert [cue.splitlines()[0] for cue in cues] == [str(number) for number in range(1, len(cues) + 1)]
    # The second part's first word comes after 50 sentences, the silence that ends them and the pause.
    assert cues[100].startswith("101\n00:00:20,600 --> 00:00:20,700\nAa")
    assert "\n\n00:00:20.600 --> 00:00:20.700\nAa" in (tmp_path / "a.vtt").read_text("utf-8")
    assert tuple(payload["text"] for payload in app.payloads) == PARTS
    assert len({payload["id"] for payload in app.payloads}) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.srt", "a.vtt", "a.wav"]


def test_words_have_their_places_in_the_whole_text() -> None:
    with serving(Tts()) as url:
        told = json.loads(run(url, "--json").stdout)
    assert [TEXT[word["at"] :].startswith(word["word"]) for word in told["words"]] == [True] * 242
    assert [word["at"] for word in told["words"]] == [100 * n + at for n in range(121) for at in (0, 50)]
    starts = [word["start"] for word in told["words"]]
    assert starts == sorted(starts)
    assert told["duration"] == len(PCM) / 2 / RATE


def test_sounds_and_faces_go_on_without_a_gap() -> None:
    """Both parts are said as the recorded stream is: 9,096 samples at 8 kHz, up to 1.137 s."""

    class Recorded(Tts):
        def lines(self, name: str, spoken: Any) -> Iterator[bytes]:
            for line in recorded("stream_tts_two_sentences")["reply"]["lines"]:
                yield json.dumps(line).encode() + b"\n"

    with serving(Recorded()) as url:
        speaker = Speaker(TorchServe(Endpoint(url, retries=0)))
        recital = Recital(speaker, Order(SENTENCE * 51, speed=2.0))
        chunks = [chunk for part in recital.parts for chunk in recital.chunks(part)]
    # 0.4 s of pause at twice the speed are 1,600 samples.
    assert [chunk.offset for chunk in chunks] == [0, 6256, 10696, 16952]
    assert [(word.text, word.start_s, word.at) for chunk in chunks for word in chunk.words] == [
        ("Yes.", 0.0, 0),
        ("No!", 0.782, 5),
        ("Yes.", 1.337, 5000),
        ("No!", 2.119, 5005),
    ]
    assert chunks[2].times["phonemes"][0] == {"start": 1.337, "end": 1.4705, "ipa": "j"}
    assert chunks[2].times["visemes"][:2] == [
        {"start": 1.137, "end": 1.337, "viseme": "sil"},
        {"start": 1.337, "end": 1.4705, "viseme": "I"},
    ]
    assert chunks[2].times["mouth"][0] == {"start": 1.137, "end": 1.337, "shape": "closed"}
    for kind in ("visemes", "mouth"):
        edges = [(one["start"], one["end"]) for chunk in chunks for one in chunk.times[kind]]
        assert [start for start, _ in edges] == [0.0, *[end for _, end in edges[:-1]]]


def test_it_is_kept_in_any_format(tmp_path: Path) -> None:
    with serving(Tts()) as url:
        for form in ("flac", "opus"):
            assert run(url, "-o", tmp_path / f"a.{form}").exit_code == 0
        piped = run(url, "-o", "-", "--format", "pcm")
    assert piped.stdout_bytes == PCM
    rate, samples = decoded((tmp_path / "a.flac").read_bytes())
    assert (rate, samples.astype("<i2").tobytes()) == (RATE, PCM)
    rate, samples = decoded((tmp_path / "a.opus").read_bytes())
    assert len(samples) / rate == pytest.approx(len(PCM) / 2 / RATE, abs=0.05)


def test_what_cannot_be_encoded_here_is_said_before_the_archive_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sound_file, "find_spec", lambda name: None)
    app = Tts()
    with serving(app) as url:
        result = run(url, "-o", tmp_path / "a.opus")
    assert (result.exit_code, app.payloads) == (1, [])
    assert result.stderr.startswith("Error: opus of a long text or with --play needs PyAV: pip install")


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_part_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path, force: list[str]) -> None:
    class Hoarse(Tts):
        def fault(self, payload: dict[str, Any]) -> str:
            return "the voice is gone" if payload["text"] == PARTS[2] else ""

    if force:
        (tmp_path / "a.wav").write_bytes(b"kept")
    with serving(Hoarse()) as url:
        result = run(url, "-o", tmp_path / "a.wav", "--srt", tmp_path / "a.srt", *force)
    assert (result.exit_code, result.stderr.splitlines()[-1][-27:]) == (2, "HTTP 400: the voice is gone")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"kept"] if force else [])


def test_a_part_that_another_caller_cancels_is_a_fault(tmp_path: Path) -> None:
    class Cancelled(Tts):
        def answer(self, request: Request, payload: dict[str, Any]) -> Response:
            if payload.get("text") == PARTS[1]:
                self.cancelled.add(payload["id"])
            return super().answer(request, payload)

    with serving(Cancelled()) as url:
        result = run(url, "-o", tmp_path / "a.wav")
    assert (result.exit_code, result.stderr) == (1, "Error: another caller cancelled the speech\n")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_the_part_that_is_spoken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app, add = Tts(), Tape.add

    def interrupted(self: Tape, chunk: Chunk) -> bytes:
        if chunk.words and chunk.words[0].at == 5100:
            raise KeyboardInterrupt
        return add(self, chunk)

    monkeypatch.setattr(Tape, "add", interrupted)
    with serving(app) as url:
        result = run(url, "-o", tmp_path / "a.wav")
    assert (result.exit_code, result.stderr) == (1, "\nAborted!\n")
    assert app.cancelled == {app.payloads[1]["id"]}
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    script = "from soulsgen.cli import main; main()"
    with serving(Tts()) as url:
        command = [sys.executable, "-c", script, "tts", "say", TEXT, "--host", url, "-o", tmp_path / "a.wav"]
        process = subprocess.Popen(command, stderr=end)
        os.close(end)
        shown = b"".join(read_all(terminal))
        os.close(terminal)
        assert process.wait() == 0
    percents = [int(found) for found in re.findall(r"(\d+)%", shown.decode())]
    assert (percents[0], percents[-1], percents) == (0, 100, sorted(percents))
    assert len(percents) > 10


def test_the_next_part_is_asked_for_when_the_one_before_is_nearly_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    devices = Devices()
    heard: list[int] = []

    class Watched(Tts):
        def answer(self, request: Request, payload: dict[str, Any]) -> Response:
            heard.append(devices.stream.taken if heard else 0)
            return super().answer(request, payload)

    monkeypatch.setattr(portaudio, "import_module", lambda name: devices)
    monkeypatch.setattr(aloud, "_AHEAD_S", 2)
    monkeypatch.setattr(playing, "_STUCK_S", LIMIT_S)
    with serving(Watched()) as url:
        result = run(url, "--play", "-o", tmp_path / "a.wav")
    assert (result.exit_code, (tmp_path / "a.wav").read_bytes()) == (0, wav(PCM))
    assert bytes(devices.played).count(TONE) == 242
    ends = [len(b"".join(samples for samples, _ in sentences(part))) // 2 for part in PARTS]
    assert heard[1] >= ends[0] - 2 * RATE
    assert heard[2] >= ends[0] + ends[1] - 2 * RATE


def test_sound_waits_on_the_disk(tmp_path: Path) -> None:
    second = TONE * 10
    tape = Tape("wav", tmp_path)
    tracemalloc.start()
    for number in range(600):
        tape.add(Chunk(number * RATE, RATE, second, (), {}))
    said = tape.said("u")
    with (tmp_path / "a.wav").open("wb") as file:
        put(said.audio, file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (said.duration_s, (tmp_path / "a.wav").read_bytes()) == (600, wav(second * 600))
    assert peak < len(second) * 10, "ten seconds' bytes, of ten minutes"
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
