"""`soulsgen session transcribe`: recordings over real HTTP to a folder that is whole, in order and kept."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.session.asr_server import Asr
from clients.session.recordings import craig_zip, encoded, tones, wav
from soulsgen.commands.session import session

SIX = {0: 200, 3: 300, 7: 400, 11: 500, 14: 600, 17: 700}


def transcribe(url: str, *words: object) -> Result:
    given = ["transcribe", *map(str, words), "--host", url, "--retries", "0"]
    return CliRunner().invoke(session, given)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]


def said(folder: Path) -> list[tuple[int, str]]:
    return sorted((round(line["at"]), line["text"]) for line in lines(folder))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "evening.wav"
    path.write_bytes(wav(tones(SIX, 20)))
    return path


def test_a_recording_becomes_lines_with_their_times_whatever_it_was_cut_into(
    recording: Path, tmp_path: Path
) -> None:
    asr = Asr()
    with serving(asr) as url:
        result = transcribe(url, recording, "-o", tmp_path / "out", "--chunk-minutes", "0.1", "-b", "1")
    assert result.exit_code == 0, result.output
    assert said(tmp_path / "out") == [(second, f"Tone {pitch}.") for second, pitch in SIX.items()]
    assert max(asr.lengths) <= 6
    assert sum(asr.lengths) == pytest.approx(20, abs=0.001)
    assert [line["at"] for line in lines(tmp_path / "out")] == sorted(
        line["at"] for line in lines(tmp_path / "out")
    )
    assert asr.payloads[0] == {"language": None, "task": "transcribe", "hotwords": []}


@pytest.mark.parametrize(
    ("name", "codec", "container"),
    [
        ("a.flac", "flac", "flac"),
        ("a.mp3", "libmp3lame", "mp3"),
        ("a.ogg", "libopus", "ogg"),
        ("a.m4a", "aac", "mp4"),
    ],
)
def test_any_common_container_is_read(tmp_path: Path, name: str, codec: str, container: str) -> None:
    (tmp_path / name).write_bytes(encoded(tones({1: 400}, 4), codec, container))
    with serving(Asr()) as url:
        result = transcribe(url, tmp_path / name, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert said(tmp_path / "out") == [(1, "Tone 400.")]


def test_the_tracks_of_a_craig_zip_are_speakers_on_one_clock(tmp_path: Path) -> None:
    both = {
        "1-sam.flac": tones({1: 200}, 6),
        "2-kim.flac": tones({3: 300}, 6),
        "../3-lee.flac": tones({5: 400}, 7),
    }
    recording = craig_zip(tmp_path / "craig.zip", both)
    (tmp_path / "roster.toml").write_text(
        '[tracks.1-sam]\nplayer = "Sam"\nrole = "gm"\n[tracks.kim]\nplayer = "Kim"\ncharacter = "Ser Odric"\n'
    )
    with serving(Asr()) as url:
        result = transcribe(url, recording, "--roster", tmp_path / "roster.toml", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    found = sorted((round(line["at"]), line["speaker"], line["source"]) for line in lines(tmp_path / "out"))
    assert found == [(1, "GM", "1-sam.flac"), (3, "Ser Odric", "2-kim.flac"), (5, "lee", "3-lee.flac")]
    told = json.loads((tmp_path / "out" / "session.json").read_text("utf-8"))
    assert told["started"] == "2026-03-07T18:30:00.000+00:00"
    assert told["settings"]["notes"] == [[5.0, "The gate opens"], [3723.0, "Break"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["craig.zip", "out", "roster.toml"]


def test_files_that_are_no_tracks_follow_one_another(tmp_path: Path) -> None:
    for name, pitch in (("part 2.wav", 300), ("part 10.wav", 400), ("part 1.wav", 200)):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(wav(tones({1: pitch}, 5)))
    with serving(Asr()) as url:
        assert transcribe(url, tmp_path / "in", "-o", tmp_path / "out").exit_code == 0
    assert said(tmp_path / "out") == [(1, "Tone 200."), (6, "Tone 300."), (11, "Tone 400.")]


def test_names_are_listened_for_and_put_right_and_every_correction_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(tones({1: 400}, 3)))
    (tmp_path / "names.txt").write_text("[characters]\nSer Odric\n[places]\nLow Carrow = loca row\n", "utf-8")
    segment = {"start": 1, "end": 2, "text": "Sir Odrick rode to loca row.", "words": []}
    asr = Asr(lambda number: (200, {"segments": [segment]}))
    with serving(asr) as url:
        result = transcribe(
            url, tmp_path / "a.wav", "--glossary", tmp_path / "names.txt", "-o", tmp_path / "out"
        )
    assert result.exit_code == 0, result.output
    assert asr.payloads[0]["hotwords"] == ["Ser Odric", "Low Carrow"]
    assert said(tmp_path / "out") == [(1, "Sir Odric rode to Low Carrow.")]
    listed = [json.loads(line) for line in (tmp_path / "out" / "corrections.jsonl").read_text().splitlines()]
    assert [(entry["heard"], entry["written"]) for entry in listed] == [
        ("Odrick", "Odric"),
        ("loca row", "Low Carrow"),
    ]


def test_a_silent_chunk_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(tones({1: 400}, 20)))
    asr = Asr()
    with serving(asr) as url:
        assert (
            transcribe(url, tmp_path / "a.wav", "-o", tmp_path / "out", "--chunk-minutes", "0.1").exit_code
            == 0
        )
    assert len(asr.payloads) == 1


def test_a_run_that_failed_goes_on_where_it_was(recording: Path, tmp_path: Path) -> None:
    words = (recording, "-o", tmp_path / "out", "--chunk-minutes", "0.1", "-b", "1")
    with serving(Asr(lambda number: (400, {"error": "no"}) if number == 2 else None)) as url:
        result = transcribe(url, *words)
    assert result.exit_code == 2
    assert "HTTP 400: no" in result.stderr
    kept = (tmp_path / "out" / "transcript.jsonl").read_bytes()
    assert "Tone 200" in (tmp_path / "out" / "transcript.md").read_text("utf-8")
    asr = Asr()
    with serving(asr) as url:
        assert transcribe(url, *words).exit_code == 0
    assert (tmp_path / "out" / "transcript.jsonl").read_bytes().startswith(kept)
    assert said(tmp_path / "out") == [(second, f"Tone {pitch}.") for second, pitch in SIX.items()]
    assert len(asr.payloads) < 4
    again = Asr()
    with serving(again) as url:
        assert transcribe(url, *words).exit_code == 0
    assert again.payloads == []


def test_a_folder_of_something_else_is_left_as_it_is(recording: Path, tmp_path: Path) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"x")
    result = transcribe("http://127.0.0.1:1", recording, "-o", other)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {other} holds cat.jpg and no session; name a folder that is new or empty\n"
    )
    assert [path.name for path in other.iterdir()] == ["cat.jpg"]


def test_another_recording_or_other_settings_do_not_go_into_a_sessions_folder(
    recording: Path, tmp_path: Path
) -> None:
    with serving(Asr()) as url:
        assert transcribe(url, recording, "-o", tmp_path / "out").exit_code == 0
        before = (tmp_path / "out" / "transcript.jsonl").read_bytes()
        recording.write_bytes(wav(tones({2: 900}, 20)))
        result = transcribe(url, recording, "-o", tmp_path / "out", "--language", "de")
    assert result.exit_code == 1
    assert (
        "was begun with other settings (language, sources); use those again, or another folder"
        in result.stderr
    )
    assert (tmp_path / "out" / "transcript.jsonl").read_bytes() == before


def test_a_request_that_is_too_large_says_what_to_change(recording: Path, tmp_path: Path) -> None:
    with serving(Asr(lambda number: (413, {}))) as url:
        result = transcribe(url, recording, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "raise max_request_size in config.properties or lower --chunk-minutes" in result.stderr


def spoken(**changes: Any) -> dict[str, Any]:
    return {"segments": [{"start": 0, "end": 1, "text": "Ash.", **changes}]}


def spelt(**changes: Any) -> dict[str, Any]:
    return spoken(words=[{"start": 0, "end": 1, "word": "Ash.", **changes}])


@pytest.mark.parametrize(
    "reply",
    [{}, {"segments": [{"text": "x"}]}, {"segments": 5}, {"segments": [None]}]
    + [spoken(words=words) for words in ([None], ["Ash."], [5], "Ash.", 5, [{}], {"word": "Ash."})]
    + [spelt(start=None), spelt(end="1"), spelt(end=1e999), spelt(word=None), spelt(probability="high")]
    + [spoken(start=None), spoken(end="1"), spoken(end=float("nan")), spoken(start=10**400), spoken(text=5)],
)
def test_a_reply_that_is_no_transcript_is_an_error_and_no_line(
    recording: Path, tmp_path: Path, reply: Any
) -> None:
    with serving(Asr(lambda number: (200, reply))) as url:
        result = transcribe(url, recording, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: asr did not reply with segments (")
    assert lines(tmp_path / "out") == []


def test_half_a_letter_is_an_error_and_no_line(recording: Path, tmp_path: Path) -> None:
    with serving(Asr(lambda number: (200, spoken(text="Ash \ud800.")))) as url:
        result = transcribe(url, recording, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {url} replied with something that is not JSON: is it a TorchServe?\n",
    )
    assert lines(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("told", "confidence"), [(None, None), ("-0.1", None), (1e6, 1.0), (float("nan"), None), (-0.1, 0.905)]
)
def test_a_confidence_that_is_nonsense_costs_no_line(
    recording: Path, tmp_path: Path, told: Any, confidence: float | None
) -> None:
    with serving(Asr(lambda number: (200, spoken(avg_logprob=told)))) as url:
        assert transcribe(url, recording, "-o", tmp_path / "out").exit_code == 0
    (line,) = lines(tmp_path / "out")
    assert (line["text"], line.get("confidence")) == ("Ash.", confidence)


@pytest.mark.parametrize("content", [b"", b"no audio at all", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_recording_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    result = transcribe("http://127.0.0.1:1", tmp_path / "a.wav", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {tmp_path / 'a.wav'} ")
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


LIVE = "import sys; from soulsgen.commands.session import session; session(sys.argv[1:])"


def test_a_live_stream_is_written_down_as_it_comes_and_a_second_follows_it(tmp_path: Path) -> None:
    """A header that knows no length, as recorders write one; two streams into one folder."""
    content = bytearray(wav(tones({0: 200, 3: 300, 7: 400}, 9)))
    content[4:8] = content[40:44] = b"\xff" * 4
    out = tmp_path / "out"
    with serving(Asr()) as url:
        words = [
            sys.executable,
            "-c",
            LIVE,
            "transcribe",
            "-",
            "-o",
            str(out),
            "--host",
            url,
            "--chunk-minutes",
            "0.1",
        ]
        for _ in range(2):
            begun = datetime.now(UTC)
            process = subprocess.run(words, input=bytes(content), capture_output=True, check=False)
            assert process.returncode == 0, process.stderr
        ended = datetime.now(UTC)
    first = [(round(line["at"]), line["text"]) for line in lines(out) if line["source"] == "live-1.wav"]
    assert first == [(0, "Tone 200."), (3, "Tone 300."), (7, "Tone 400.")]
    second = [line["at"] for line in lines(out) if line["source"] == "live-2.wav"]
    assert len(second) == 3
    # Later than the first by the time between the two, and by its first tone, within its first second.
    started = datetime.fromisoformat(json.loads((out / "session.json").read_text("utf-8"))["started"])
    assert (begun - started).total_seconds() <= second[0] <= (ended - started).total_seconds() + 1
