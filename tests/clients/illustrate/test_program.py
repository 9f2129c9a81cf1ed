"""The command as a process: killed, told to end, given a transcript, and beside another one."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clients.channels.gate import Fault
from clients.counterparts import counterparts
from clients.illustrate.studio import write_talk
from clients.illustrate.written import begun, last_words, lines_of, scenes_of
from soulsgen.session.folder import SessionFolder
from waiting import LIMIT_S, wait_until

PROGRAM = [sys.executable, "-c", "from soulsgen.commands.illustrate import illustrate; illustrate()"]


def arguments(tmp_path: Path, url: str, *more: str) -> list[str]:
    return [
        *("--wait-minutes", "1", "--host", url, "--no-page", "--image-size", "64x36"),
        *("--data-dir", str(tmp_path / "data"), "--outbox", str(tmp_path / "outbox")),
        *("--ledger", str(tmp_path / "ledger.db"), "--to", "outbox", *more),
    ]


def folder_of(tmp_path: Path) -> Path:
    (folder,) = (tmp_path / "data").iterdir()
    return folder


@pytest.mark.timeout(900)
def test_killed_at_any_moment_and_resumed_it_loses_and_doubles_nothing(tmp_path: Path, url: str) -> None:
    talk = write_talk(tmp_path / "talk.flac", 60, 5)
    seed = time.time_ns()
    chance = random.Random(seed)
    kills = 0
    while True:
        resume = [word for folder in begun(tmp_path / "data") for word in ("--resume", str(folder))]
        process = subprocess.Popen(
            [*PROGRAM, str(talk), "--speed", "60", *arguments(tmp_path, url, *resume)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _, told = process.communicate(timeout=chance.uniform(1.0, 2.5) if kills < 6 else LIMIT_S)
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
    assert process.returncode == 0, (seed, told.decode())
    assert kills
    assert lines_of(folder_of(tmp_path)) == list(range(60)), seed
    scenes = scenes_of(folder_of(tmp_path))
    assert [last_words(scene) for scene in scenes] == [11, 23, 35, 47, 59], seed
    posted = sorted((tmp_path / "outbox").glob("*.json"))
    texts = [json.loads(path.read_text("utf-8")) for path in posted]
    assert sorted(record["text"] for record in texts) == sorted(scene["scene"] for scene in scenes)
    assert all(record["images"][0]["alt"] == record["text"] for record in texts)


def test_told_to_end_it_finishes_what_was_said(tmp_path: Path, url: str) -> None:
    talk = write_talk(tmp_path / "talk.flac", 100, 5)
    process = subprocess.Popen(
        [*PROGRAM, str(talk), "--speed", "4", "--flush-seconds", "120", *arguments(tmp_path, url)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: any(path.stat().st_size for path in tmp_path.glob("data/*/transcript.jsonl")))
    process.send_signal(signal.SIGTERM)
    out, told = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0, told
    heard = lines_of(folder_of(tmp_path))
    assert heard == list(range(len(heard)))
    assert 1 <= len(heard) < 100
    assert last_words(scenes_of(folder_of(tmp_path))[-1]) == heard[-1]
    assert out.splitlines() == [str(path) for path in sorted(folder_of(tmp_path).glob("scene-*.png"))]
    assert "Ending: up to 120 s for what is left; once more ends it now." in told


@pytest.mark.parametrize(("signals", "flush_s"), [(2, "600"), (1, "0")])
def test_at_the_end_it_does_not_wait_for_a_channels_limit(
    tmp_path: Path, url: str, signals: int, flush_s: str
) -> None:
    talk = write_talk(tmp_path / "talk.flac", 300, 5)
    with counterparts(tmp_path) as there:
        limit = Fault("POST .*", 429, headers={"Retry-After": "100"}, body='{"retry_after": 100.0}')
        there.gates["discord"].faults.append(limit)
        process = subprocess.Popen(
            [
                *(*PROGRAM, str(talk), "--speed", "10", "--flush-seconds", flush_s),
                *arguments(tmp_path, url, "--to", "discord"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **there.env},
        )
        assert process.stderr
        for words in ("waiting 100 s", "once more ends it now")[:signals]:
            assert any(words in line for line in process.stderr)
            process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=LIMIT_S)
        # Its wait over, it would have tried again.
        assert [line.split()[0] for line in there.gates["discord"].seen].count("POST") == 1
    assert process.returncode == 75
    assert f"something is left to do: illustrate --resume {folder_of(tmp_path)} goes on\n" in told


def test_one_scene_of_a_transcript(tmp_path: Path, url: str) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("0h_00m_05s > A gate.\n27h_10m_00s > A tower behind it.\n", "utf-8")
    ended = subprocess.run(
        [*PROGRAM, "--oneshot", str(talk), *arguments(tmp_path, url)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    folder = folder_of(tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"{folder / 'scene-000001.png'}\n"), ended.stderr
    (scene,) = scenes_of(folder)
    assert scene["scene"] == "A hill at A gate., A tower behind it.."
    assert (folder / "transcript.txt").read_text("utf-8") == talk.read_text("utf-8")


def test_two_runs_do_not_write_one_folder(tmp_path: Path, url: str) -> None:
    talk = write_talk(tmp_path / "talk.flac", 2, 5)
    folder = tmp_path / "data" / "held"
    with SessionFolder(folder, {}):
        ended = subprocess.run(
            [*PROGRAM, str(talk), *arguments(tmp_path, url, "--resume", str(folder))],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"Error: {folder} is being written by another run; wait for it\n"
