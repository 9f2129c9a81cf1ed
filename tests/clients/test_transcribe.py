"""`soulsgen transcribe`: recordings over real HTTP, into files that replace nothing."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.replay import Replay, recorded
from soulsgen import subtitles
from soulsgen.commands.transcribe import transcribe
from soulsgen.errors import Refused, SoulsgenError

TEXT = "The lantern remembers the hand."
SRT = f"1\n00:00:01,020 --> 00:00:01,820\n{TEXT}\n"
DEFAULT = recorded("asr_default")


def pair(**settings: Any) -> dict[str, Any]:
    """The recorded pair, as it is asked for with these settings."""
    return {**DEFAULT, "request": {**DEFAULT["request"], "word_times": True, **settings}}


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "session.flac"
    path.write_bytes(base64.b64decode(DEFAULT["request"]["audio"]))
    return path


def run(url: str, *arguments: object) -> Result:
    return CliRunner().invoke(transcribe, ["--host", url, "--retries", "0", *map(str, arguments)])


def test_the_text_lands_beside_the_recording_and_its_name_on_standard_output(recording: Path) -> None:
    app = Replay(pair())
    with serving(app) as url:
        result = run(url, recording)
    written = recording.with_suffix(".txt")
    assert (result.exit_code, result.stdout) == (0, f"{written}\n")
    assert result.stderr == f"{recording}: 1 of 2 s are speech, 1 segments\n"
    assert written.read_text("utf-8") == f"{TEXT}\n"
    assert app.paths == ["/predictions/asr"]


def test_several_formats_are_one_request(recording: Path, tmp_path: Path) -> None:
    app = Replay(pair())
    out = tmp_path / "made" / "here"
    formats = [word for form in ("srt", "json", "vtt", "srt") for word in ("--format", form)]
    with serving(app) as url:
        result = run(url, recording, "--output", out, *formats)
    assert result.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["session.json", "session.srt", "session.vtt"]
    assert (out / "session.srt").read_text("utf-8") == SRT
    assert json.loads((out / "session.json").read_text("utf-8")) == DEFAULT["reply"]
    assert len(app.payloads) == 1


def test_settings_reach_the_archive(recording: Path) -> None:
    settings = {
        "language": "de",
        "task": "translate",
        "prompt": "At the table",
        "hotwords": ["Ulbrecht", "Asha"],
    }
    app = Replay(pair(**{**settings, "word_times": False}))
    with serving(app) as url:
        arguments = ["--language", "de", "--task", "translate", "--prompt", "At the table"]
        arguments += ["--hotword", "Ulbrecht", "--hotword", "Asha", "--no-word-times"]
        result = run(url, recording, *arguments, "--output", "-", "--format", "srt")
    assert (result.exit_code, result.stdout) == (0, SRT)
    assert list(recording.parent.iterdir()) == [recording]


def test_nothing_is_replaced_and_nothing_is_asked(recording: Path, tmp_path: Path) -> None:
    there = recording.with_suffix(".txt")
    there.write_text("mine", "utf-8")
    other = tmp_path / "b" / "session.flac"
    other.parent.mkdir()
    other.write_bytes(recording.read_bytes())
    app = Replay(pair())
    with serving(app) as url:
        result = run(url, recording)
        both = run(url, recording, other, "--output", tmp_path / "out")
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception) == (
        f"there already: {there}; choose another folder with --output, or --skip-done"
    )
    assert str(both.exception).startswith(f"wanted by two recordings: {tmp_path / 'out' / 'session.txt'}; ")
    assert there.read_text("utf-8") == "mine"
    assert app.payloads == []


def test_what_is_done_can_be_left_out(recording: Path, tmp_path: Path) -> None:
    recording.with_suffix(".txt").write_text("mine", "utf-8")
    other = tmp_path / "second.flac"
    other.write_bytes(recording.read_bytes())
    with serving(Replay(pair())) as url:
        result = run(url, recording, other, "--skip-done")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'second.txt'}\n")
    assert recording.with_suffix(".txt").read_text("utf-8") == "mine"


def test_a_refusal_names_the_recording_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.ogg"
    path.write_bytes(b"no audio")
    refused = recorded("asr_no_audio")
    app = Replay({**refused, "request": {**refused["request"], "word_times": True}})
    with serving(app) as url:
        result = run(url, path)
    assert isinstance(result.exception, Refused)
    assert str(result.exception) == (
        f"{path}: TorchServe at {url}: HTTP 400: "
        "the audio cannot be decoded: Invalid data found when processing input"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_a_recording_too_large_for_the_server_says_what_to_do(recording: Path) -> None:
    with serving(Replay({**pair(), "status": 413, "reply": {}})) as url:
        result = run(url, recording)
    assert str(result.exception).endswith("raise max_request_size in config.properties, or cut the recording")


def test_another_archive_that_answers_is_no_transcript(recording: Path) -> None:
    with serving(Replay({**pair(), "reply": {"result": "A line."}})) as url:
        result = run(url, recording)
    assert str(result.exception) == f"{recording}: asr replied without segments: is it the asr archive?"


def test_standard_output_holds_one_file_in_one_format(recording: Path) -> None:
    result = run("http://127.0.0.1:9", recording, "-o", "-", "--format", "srt", "--format", "vtt")
    assert result.exit_code == 2
    assert "standard output holds one file in one format" in result.output


@pytest.mark.parametrize(
    ("form", "ours"), [("text", subtitles.plain), ("srt", subtitles.srt), ("vtt", subtitles.vtt)]
)
def test_client_and_archive_write_the_same_subtitles(form: str, ours: Any) -> None:
    from asr.reply import reply
    from asr.settings import Request
    from asr.subtitles import render
    from asr.transcript import Segment, Transcript, Word

    said = ["Roll", "<two>", "dice", "&", *["and", "wait"] * 9, "until", "the", "lantern", "goes", "out."]
    words = tuple(
        Word(3599.5 + index * 0.7, 3600.1 + index * 0.7, word, 0.5) for index, word in enumerate(said)
    )
    segments = [
        Segment(0.25, 1.9996, "Short.", -0.1, 1.0, 0.0, 0.0),
        Segment(3599.5, 3613.0, " ".join(said), -0.1, 1.0, 0.0, 0.0, words),
    ]
    transcript = Transcript("en", 1.0, 3620.0, 20.0, segments)
    told = reply(transcript, Request(), 1.0)
    assert isinstance(told, dict)
    assert ours(told["segments"]) == render(transcript, form)
