"""`soulsgen avatar render --audio`: her face lent to a recording."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from clients.avatar.films import onset_s, watched
from clients.avatar.studio import CLOSED, Studio
from clients.loopback import serving
from clients.session.recordings import tones, wav
from soulsgen.commands.avatar import avatar

# A tone from 1.1 to 1.9 s.
LENGTH_S, TONE_S = 3, (1.1, 1.9)
WORDS = [("Bob", 1.1, 1.4), ("may", 1.4, 1.6), ("play.", 1.6, 1.9)]


def reply(words: list[tuple[str, float, float]]) -> dict[str, Any]:
    told = [
        {"start": start, "end": end, "word": f" {word}", "probability": 0.9} for word, start, end in words
    ]
    text = "".join(word["word"] for word in told)
    return {"segments": [{"start": words[0][1], "end": words[-1][2], "text": text, "words": told}]}


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    path.write_bytes(wav(tones({1: 300}, LENGTH_S)))
    return path


def run(url: str, talk: Path, *arguments: object) -> Result:
    command = ["render", "--host", url, "--retries", "0", "--size", "64", "--audio", str(talk)]
    return CliRunner().invoke(avatar, [*command, *map(str, arguments)])


@pytest.mark.parametrize("asr", [None, {"segments": []}])
def test_without_words_the_mouth_follows_the_loudness_and_the_sound_stays(
    talk: Path, asr: dict[str, Any] | None
) -> None:
    app, film = Studio(), talk.with_name("clip.mp4")
    app.asr = asr
    with serving(app) as url:
        result = run(url, talk, "-o", film)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith("no asr archive heard words: the lips follow the loudness\n")
    seen = watched(film)
    assert len(seen.times) == 100
    assert abs(onset_s(seen.sound, seen.rate_hz) - (0.4 + TONE_S[0])) < 1 / 25
    assert abs(seen.sound).max() == pytest.approx(8000 / 32768, rel=0.05)
    times = np.array(seen.times)
    inside = (times > 0.4 + TONE_S[0] + 0.1) & (times < 0.4 + TONE_S[1] - 0.1)
    outside = (times < 0.4 + TONE_S[0] - 0.3) | (times > 0.4 + TONE_S[1] + 0.3)
    assert seen.greys()[inside].min() > CLOSED + 100
    assert seen.greys()[outside].max() < CLOSED + 4


def test_lips_follow_the_words_that_were_heard(talk: Path) -> None:
    app = Studio()
    app.asr = reply(WORDS)
    film = talk.with_name("clip.mp4")
    with serving(app) as url:
        result = run(url, talk, "-o", film, "--json")
    facts = json.loads(result.stdout)
    assert facts["lines"] == [{"start": 1.5, "end": 2.3, "emotion": "neutral", "text": "Bob may play."}]
    spelt = [one["viseme"] for one in facts["visemes"] if one["viseme"] != "sil"]
    assert spelt == ["PP", "O", "PP", "PP", "aa", "I", "PP", "DD", "aa", "I"]
    closed = [one for one in facts["visemes"] if one["viseme"] == "PP"]
    assert [round(one["start"], 3) for one in closed] == [1.5, 1.7, 1.8, 2.0]
    seen = watched(film)
    for time, grey in zip(seen.times, seen.greys(), strict=True):
        if any(one["start"] <= time < one["end"] for one in closed):
            assert abs(grey - CLOSED) < 4


def test_a_transcript_says_what_was_said_and_felt(talk: Path, tmp_path: Path) -> None:
    transcript = tmp_path / "talk.txt"
    transcript.write_text("[joy] Bob may\n[anger] pay.\n", "utf-8")
    app = Studio()
    app.asr = reply(WORDS)
    with serving(app) as url:
        result = run(url, talk, "--transcript", transcript, "--dry-run")
    assert result.stdout == "    1.50     2.30  joy: Bob may pay.\n"
    assert result.stderr == "4.0 s, 100 pictures\n"
    with serving(Studio()) as url:
        result = run(url, talk, "--transcript", transcript, "--dry-run")
    assert result.exit_code == 1
    told = "only an asr archive that hears words could tell when this is said"
    assert result.stderr == f"Error: {transcript}:2: {told}\n"


@pytest.mark.parametrize(
    ("content", "words"), [(b"no sound", "cannot be decoded"), (wav(np.zeros(0, np.int16)), "holds no sound")]
)
def test_what_is_no_recording_is_named(content: bytes, words: str, tmp_path: Path) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(content)
    with serving(Studio()) as url:
        result = run(url, talk, "-o", tmp_path / "clip.mp4")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {talk} ")
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == [talk]


def test_another_fault_of_the_listener_ends_the_run(talk: Path) -> None:
    app = Studio()
    app.asr = {"text": "Ash."}
    with serving(app) as url:
        result = run(url, talk, "--dry-run")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: asr did not reply with segments (KeyError('segments'))\n",
    )
    result = run("http://127.0.0.1:1", talk, "--dry-run", "--pitch", "2")
    assert "--voice, --speed and --pitch are for a SCRIPT" in result.stderr
