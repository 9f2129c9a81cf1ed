"""Speech through a loudspeaker: what is played, how much of it was heard, and an end in the middle."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.voice.loudspeaker import LATENCY_S, Devices
from clients.voice.tts_server import RATE, TONE, Tts, sentences, wav
from soulsgen import portaudio
from soulsgen.commands.tts import tts
from soulsgen.errors import SoulsgenError
from soulsgen.voice import playing
from soulsgen.voice.playing import Player
from waiting import LIMIT_S

TWO = "Ash falls. Bone."
PCM = b"".join(samples for samples, _ in sentences(TWO))


def plugged(monkeypatch: pytest.MonkeyPatch, devices: ModuleType) -> None:
    monkeypatch.setattr(portaudio, "import_module", lambda name: devices)


def run(url: str, *arguments: object) -> Result:
    return CliRunner().invoke(tts, ["say", "--host", url, "--retries", "0", "--play", *map(str, arguments)])


def test_all_is_played_in_order_and_kept_beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    devices, app = Devices(), Tts()
    plugged(monkeypatch, devices)
    monkeypatch.setattr(playing, "_STUCK_S", LIMIT_S)
    with serving(app) as url:
        result = run(url, TWO, "-o", tmp_path / "line.wav", "--srt", tmp_path / "line.srt")
    assert result.exit_code == 0
    assert (tmp_path / "line.wav").read_bytes() == wav(PCM)
    assert (tmp_path / "line.srt").read_text("utf-8").splitlines()[2::4] == ["Ash falls.", "Bone."]
    # Silence before, between and after is the device's, when there is nothing to play yet.
    assert bytes(devices.played).count(TONE) == 3
    assert devices.states == ["start", "close"]
    assert app.payloads[0].items() >= {"text": TWO, "stream": True}.items()


@pytest.mark.parametrize("tells_time", [True, False])
def test_samples_are_heard_when_they_leave_the_loudspeaker(
    monkeypatch: pytest.MonkeyPatch, tells_time: bool
) -> None:
    devices = Devices(by_itself=False, tells_time=tells_time)
    plugged(monkeypatch, devices)
    with Player(RATE) as player:
        player.put(TONE[:1000])
        player.put(TONE[1000:])
        heard = [player.heard()]
        for _ in range(5):
            devices.stream.tick()
            heard.append(player.heard())
    assert devices.stream.block == LATENCY_S * RATE
    assert heard == [0, 0, 1200, 2400, 2400, 2400], "the latency is a block, and silence is not counted"
    assert bytes(devices.played[: len(TONE)]) == TONE
    assert not any(devices.played[len(TONE) :])


def test_who_has_heard_enough_is_told_how_much_and_the_archive_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    devices, app = Devices(by_itself=False), Tts()
    app.hold.clear()
    plugged(monkeypatch, devices)
    add = Player.put

    def put(self: Player, pcm: bytes) -> None:
        """Ctrl-C in the middle of the second word, while the archive waits with the next sentence."""
        add(self, pcm)
        while self.heard() < len(TONE) // 2 * 3 // 2:
            devices.stream.tick()
        raise KeyboardInterrupt

    monkeypatch.setattr(Player, "put", put)
    with serving(app) as url:
        result = run(url, TWO)
        app.hold.set()
    assert result.exit_code == 130
    assert result.stderr == "Stopped: 0.15 s and 1 words were heard, to “Ash”.\n"
    assert app.cancelled == {app.payloads[0]["id"]}
    assert devices.states == ["start", "abort", "close"]


def test_a_loudspeaker_that_takes_nothing_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged(monkeypatch, Devices(by_itself=False))
    monkeypatch.setattr(playing, "_STUCK_S", 0.05)
    with Player(RATE) as player:
        player.put(TONE)
        with pytest.raises(SoulsgenError, match=r"the loudspeaker stopped after 0\.0 s"):
            player.drain()


def test_without_a_loudspeaker_the_fault_is_portaudios(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged(monkeypatch, Devices(fault="Error querying device -1"))
    with serving(Tts()) as url:
        result = run(url, TWO)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: no loudspeaker can be opened: Error querying device -1\n",
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModuleNotFoundError("No module named 'sounddevice'"), "pip install 'soulsgen[live]'"),
        (OSError("PortAudio library not found"), "apt install libportaudio2"),
    ],
)
def test_what_is_missing_is_said_before_the_archive_is_asked(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fails(name: str) -> Any:
        raise error

    monkeypatch.setattr(portaudio, "import_module", fails)
    app = Tts()
    with serving(app) as url:
        result = run(url, TWO)
    assert (result.exit_code, app.payloads) == (1, [])
    assert words in result.stderr
