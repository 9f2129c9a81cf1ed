"""`soulsgen tts say`: speech over real HTTP into files that replace nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.replay import Replay
from clients.voice.tts_server import PAUSE, RATE, TONE, Tts, sentences, wav
from soulsgen.commands.tts import tts

TEXT = "The bell tolls. Roll 2d6+3."
PCM = b"".join(samples for samples, _ in sentences(TEXT))
SRT = "1\n00:00:00,000 --> 00:00:00,300\nThe bell tolls.\n\n2\n00:00:00,500 --> 00:00:00,700\nRoll 2d6+3.\n"
VTT = (
    "WEBVTT\n\n00:00:00.000 --> 00:00:00.300\nThe bell tolls.\n\n00:00:00.500 --> 00:00:00.700\nRoll 2d6+3.\n"
)


def run(url: str, *arguments: object, stdin: str | None = None) -> Result:
    command = ["say", "--host", url, "--retries", "0", *map(str, arguments)]
    return CliRunner().invoke(tts, command, input=stdin)


def test_the_sound_and_its_subtitles_land_in_their_files(tmp_path: Path) -> None:
    app = Tts()
    sound, srt, vtt = tmp_path / "made" / "line.wav", tmp_path / "line.srt", tmp_path / "line.vtt"
    with serving(app) as url:
        result = run(url, TEXT, "-o", sound, "--srt", srt, "--vtt", vtt)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"0.9 s, 5 words, {sound}, {srt}, {vtt}\n"
    assert sound.read_bytes() == wav(PCM)
    assert (srt.read_text("utf-8"), vtt.read_text("utf-8")) == (SRT, VTT)
    assert app.payloads == [{"text": TEXT, "format": "wav"}]


def test_the_files_ending_names_the_format_and_settings_reach_the_archive(tmp_path: Path) -> None:
    app = Tts()
    with serving(app) as url:
        sound = tmp_path / "line.PCM"
        result = run(url, TEXT, "-o", sound, "--voice", "en-gb", "--speed", "1.5", "--pitch", "-2")
    assert result.exit_code == 0
    assert sound.read_bytes() == PCM
    assert app.payloads == [{"text": TEXT, "voice": "en-gb", "speed": 1.5, "pitch": -2.0, "format": "pcm"}]


@pytest.mark.parametrize(("name", "given"), [("line", []), ("line.mp3", ["--format", "wav"])])
def test_a_file_whose_ending_says_nothing_is_wav_and_one_that_is_told_is_as_told(
    tmp_path: Path, name: str, given: list[str]
) -> None:
    with serving(Tts()) as url:
        assert run(url, TEXT, "-o", tmp_path / name, *given).exit_code == 0
    assert (tmp_path / name).read_bytes() == wav(PCM)


def test_standard_input_is_spoken_to_standard_output() -> None:
    with serving(Tts()) as url:
        result = run(url, "-", "-o", "-", "--format", "pcm", stdin=TEXT)
    assert (result.exit_code, result.stdout_bytes) == (0, PCM)


def test_times_for_programs_are_one_object_without_the_sound() -> None:
    with serving(Tts()) as url:
        result = run(url, "Ash.", "--json")
    assert json.loads(result.stdout) == {
        "id": "u",
        "format": "wav",
        "sample_rate_hz": RATE,
        "duration": (len(TONE) // 2 + PAUSE) / RATE,
        "words": [{"start": 0.0, "end": 0.1, "word": "Ash.", "at": 0}],
        "phonemes": [],
        "visemes": [],
        "mouth": [],
    }


def test_files_that_are_there_are_named_before_anything_is_asked(tmp_path: Path) -> None:
    app = Tts()
    sound, srt = tmp_path / "line.wav", tmp_path / "line.srt"
    sound.write_bytes(b"kept")
    srt.write_bytes(b"kept too")
    with serving(app) as url:
        result = run(url, TEXT, "-o", sound, "--srt", srt)
        assert (result.exit_code, app.payloads) == (1, [])
        assert result.stderr == f"Error: there already: {srt}, {sound}; --force replaces them\n"
        assert (sound.read_bytes(), srt.read_bytes()) == (b"kept", b"kept too")
        assert run(url, TEXT, "-o", sound, "--srt", srt, "--force").exit_code == 0
    assert (sound.read_bytes(), srt.read_text("utf-8")) == (wav(PCM), SRT)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Ash."], "say where to"),
        (["  ", "-o", "x.wav"], "TEXT is empty"),
        (["Ash.", "-o", "-", "--json"], "not both"),
        (["Ash.", "-o", "x.wav", "--speed", "9"], "0.5<=x<=3"),
        (["Ash.", "-o", "x.mp3"], ".mp3 is no format of the archive's, which are wav, pcm, flac, ogg, opus;"),
        (["Ash.", "-o", "scene.1"], ".1 is no format of the archive's"),
    ],
)
def test_what_cannot_be_meant_is_refused_without_a_server(arguments: list[str], words: str) -> None:
    result = run("http://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_one_file_is_not_two(tmp_path: Path) -> None:
    same = tmp_path / "line"
    result = run("http://127.0.0.1:1", "Ash.", "--srt", same, "--vtt", same)
    assert (result.exit_code, result.stderr) == (1, f"Error: wanted for two things: {same}\n")


def test_the_archives_refusal_is_told_and_nothing_written(tmp_path: Path) -> None:
    with serving(Tts()) as url:
        result = run(url, "Ash.", "--voice", "klingon", "-o", tmp_path / "line.wav")
    assert result.exit_code == 2
    assert result.stderr.endswith("HTTP 400: no voice klingon\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "reply",
    [{"result": "lore"}, {"audio": "?", "format": "wav", "duration": 1, "words": []}]
    + [{"audio": "", "format": "wav", "duration": duration, "words": []} for duration in (1e999, "1", None)],
)
def test_another_archives_reply_is_no_speech(reply: object, tmp_path: Path) -> None:
    app = Replay({"request": {"text": "Ash.", "format": "wav"}, "status": 200, "reply": reply})
    with serving(app) as url:
        result = run(url, "Ash.", "-o", tmp_path / "line.wav")
    assert result.exit_code == 1
    assert "is it the tts archive?" in result.stderr
