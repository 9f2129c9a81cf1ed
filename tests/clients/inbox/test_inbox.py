"""`soulsgen session inbox`: each recording once, from wherever it lies, and none in another's way."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import fsspec
import pytest

from clients.channels.gate import Fault
from clients.counterparts import Counterparts
from clients.inbox.table import FORD, GATE, MILL, RECORDED, TableServer, fill, inbox, lines, said
from clients.loopback import free_port, serving
from clients.session.recordings import craig_zip, tones, wav
from waiting import LIMIT_S


def test_files_zips_and_folders_become_sessions_and_posts_once(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    (tmp_path / "inbox" / "notes.txt").write_text("buy candles")
    sessions = tmp_path / "sessions"
    first = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    asked = server.asr.numbers
    second = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert there.texts["discord"]() == [FORD, GATE, MILL]
    folders = [Path(line) for line in first.stdout.splitlines()]
    assert [folder.name.rpartition("-")[0] for folder in folders] == ["2026-03-14 ford", "gate", "mill"]
    for folder in folders:
        names = {path.name for path in folder.iterdir()}
        assert {"transcript.md", "recap.md", "recap.html", "recap.gm.md", "recap.txt"} <= names
    assert (second.stdout, server.asr.numbers) == ("", asked)
    assert second.stderr.splitlines() == [
        "2026-03-14 ford.wav was done before",
        "gate.zip was done before",
        "mill was done before",
    ]


def test_what_lies_there_again_under_another_name_is_known(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    sessions = tmp_path / "sessions"
    inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    asked = server.asr.numbers
    for old, new in (("gate.zip", "a copy of gate.zip"), ("mill", "the mill")):
        (tmp_path / "inbox" / old).rename(tmp_path / "inbox" / new)
    again = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    assert (again.exit_code, server.asr.numbers) == (0, asked)
    assert "the mill was done before" in again.stderr
    assert len(there.texts["discord"]()) == 3
    assert len([path for path in sessions.iterdir() if path.name != ".inbox"]) == 3


def test_a_private_track_is_never_posted(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    tracks = {"1-sam.flac": tones({1: 200}, 6), "5-notes.flac": tones({3: 500}, 6)}
    craig_zip(tmp_path / "inbox" / "gate.zip", tracks)
    roster = tmp_path / "roster.toml"
    roster.write_text('[tracks.notes]\nplayer = "Sam"\nrole = "gm"\nprivate = true\n')
    words = ("--to", "discord", "--roster", roster)
    result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", *words, env=there.env)
    assert result.exit_code == 0, result.output
    assert there.texts["discord"]() == ["gate, 2026-03-07, 0:00:01.\n\nsam: Tone 200."]
    (folder,) = (tmp_path / "sessions").glob("gate-*")
    assert "Tone 500" in (folder / "recap.gm.md").read_text("utf-8")


def test_a_bad_recording_is_named_each_time_and_stops_no_other(
    there: Counterparts, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    (tmp_path / "inbox" / "bad.zip").write_bytes(b"PK no zip")
    (tmp_path / "inbox" / "empty.wav").write_bytes(wav(tones({}, 0)))
    sessions = tmp_path / "sessions"
    for words in ((), ("--json",)):
        result = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", *words, env=there.env)
        assert result.exit_code == 1
        assert "Error: bad.zip: " in result.stderr
        assert "bad.zip is not a zip that can be read" in result.stderr
        assert "empty.wav holds no sound that can be decoded" in result.stderr
    assert len(there.texts["discord"]()) == 3
    table = {each["name"]: each for each in json.loads(result.stdout)["recordings"]}
    assert {name: (each["state"], each.get("exit", 0)) for name, each in table.items()} == {
        "2026-03-14 ford.wav": ("known", 0),
        "bad.zip": ("failed", 1),
        "empty.wav": ("failed", 1),
        "gate.zip": ("known", 0),
        "mill": ("known", 0),
    }
    assert table["gate.zip"]["channels"]["discord"].startswith("https://discord.com/channels/")


def test_what_is_still_written_is_left_until_it_is_quiet_or_marked(
    there: Counterparts, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    before = time.time() - 7200
    for path in ((tmp_path / "inbox").rglob("*"), [tmp_path / "inbox" / "mill"]):
        for each in path:
            os.utime(each, (before, before))
    (tmp_path / "inbox" / "gate.zip").touch()
    (tmp_path / "inbox" / "mill" / "1-ann.wav").touch()
    words = ("--quiet-seconds", "3600")
    result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", *words, env=there.env)
    assert result.exit_code == 0
    assert [Path(line).name[:4] for line in result.stdout.splitlines()] == ["2026"]
    assert result.stderr.splitlines() == ["gate.zip is still being written", "mill is still being written"]
    (tmp_path / "inbox" / "mill.done").touch()
    result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", *words, env=there.env)
    assert [Path(line).name[:4] for line in result.stdout.splitlines()] == ["mill"]


def test_a_bucket_is_an_inbox_and_a_folder_there_waits_for_its_marker(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "here")
    bucket = fsspec.filesystem("memory")
    bucket.put(str(tmp_path / "here") + "/", "/table/inbox/", recursive=True)
    sessions = tmp_path / "sessions"
    words = ("--to", "discord")
    first = inbox(url, "memory://table/inbox", sessions, *words, env=there.env)
    assert (first.exit_code, "mill is still being written" in first.stderr) == (0, True), first.output
    bucket.touch("/table/inbox/mill.done")
    second = inbox(url, "memory://table/inbox", sessions, *words, env=there.env)
    asked = server.asr.numbers
    third = inbox(url, "memory://table/inbox", sessions, *words, env=there.env)
    assert (second.exit_code, third.exit_code, server.asr.numbers) == (0, 0, asked)
    texts = there.texts["discord"]()
    # Nobody knows when the mill was recorded: it is as old as its session.
    (folder,) = sessions.glob("mill-*")
    began = json.loads((folder / "session.json").read_text("utf-8"))["started"]
    assert texts == [FORD, GATE, MILL.replace(f"{RECORDED:%Y-%m-%d}", began[:10])]
    assert [path.name for path in (sessions / ".inbox").iterdir() if path.is_dir()] == []
    bucket.rm("/table", recursive=True)


def test_an_interrupted_recording_goes_on_though_it_was_renamed(there: Counterparts, tmp_path: Path) -> None:
    path = tmp_path / "inbox" / "evening.wav"
    path.parent.mkdir()
    second = {at: 200 + 10 * at for at in range(0, 300, 30)}
    path.write_bytes(wav(tones(second, 300)))

    def breaks(number: int) -> tuple[int, Any] | None:
        return (503, {"message": "busy"}) if number == 2 else None

    server = TableServer(breaks)
    roster = tmp_path / "roster.toml"
    roster.write_text('[tracks.evening]\nplayer = "Kim"\n')
    with serving(server) as url:
        words = ("-b", "1", "--roster", roster)
        first = inbox(url, path.parent, tmp_path / "sessions", *words, env=there.env)
        assert (first.exit_code, len(lines(tmp_path / "sessions", "evening")) > 0) == (75, True)
        path.rename(path.with_name("the evening.wav"))
        # Without the roster: it goes on as it was begun.
        again = inbox(url, path.parent, tmp_path / "sessions", env=there.env)
    assert again.exit_code == 0, again.output
    assert said(tmp_path / "sessions", "evening") == [(at, f"Tone {pitch}.") for at, pitch in second.items()]
    assert {line["speaker"] for line in lines(tmp_path / "sessions", "evening")} == {"Kim"}
    # Three chunks, and the one that failed once more.
    assert server.asr.numbers == 4


def test_a_post_that_does_not_get_through_is_made_by_a_later_round_without_hearing_anew(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    sessions = tmp_path / "sessions"
    there.gates["discord"].faults.append(Fault("POST .*", 429, times=9, headers={"Retry-After": "600"}))
    first = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    asked = server.asr.numbers
    assert (first.exit_code, there.texts["discord"]()) == (75, [])
    assert first.stderr.count("is told, and not posted everywhere") == 3
    there.gates["discord"].faults.clear()
    second = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=there.env)
    assert (second.exit_code, server.asr.numbers) == (0, asked)
    assert there.texts["discord"]() == [FORD, GATE, MILL]


def test_a_post_of_unknown_fate_is_told_once_and_never_repeated(
    there: Counterparts, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    env = {name: value for name, value in there.env.items() if name != "DISCORD_BOT_TOKEN"}
    there.gates["discord"].faults.append(Fault("POST .*", "cut", after=True))
    first = inbox(url, tmp_path / "inbox", tmp_path / "sessions", "--to", "discord", env=env)
    second = inbox(url, tmp_path / "inbox", tmp_path / "sessions", "--to", "discord", env=env)
    assert (first.exit_code, second.exit_code) == (69, 0)
    assert "2026-03-14 ford.wav: discord: Error: " in first.stderr
    assert there.texts["discord"]() == [FORD, GATE, MILL]


def test_with_nobody_to_ask_a_round_ends_soon_and_says_so(there: Counterparts, tmp_path: Path) -> None:
    for number in range(6):
        path = tmp_path / "inbox" / f"{number}.wav"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wav(tones({number % 4: 300 + 10 * number}, 5)))
    nobody = f"http://127.0.0.1:{free_port()}"
    result = inbox(nobody, tmp_path / "inbox", tmp_path / "sessions", env=there.env)
    assert result.exit_code == 75
    told = [line.split(":")[1].strip() for line in result.stderr.splitlines() if ".wav" in line]
    assert told == ["0.wav", "1.wav", "2.wav"]
    assert result.stderr.splitlines()[-1] == "Error: no answer for 3 recordings in a row; a later run goes on"
    # What may be the cause of it does not keep the others waiting.
    told = inbox(nobody, tmp_path / "inbox", tmp_path / "sessions", env=there.env).stderr.splitlines()
    assert [line.split(":")[1].strip() for line in told if ".wav" in line] == ["3.wav", "4.wav", "5.wav"]


def test_a_recording_at_which_another_run_is_is_left_to_it(
    there: Counterparts, url: str, tmp_path: Path
) -> None:
    from soulsgen.bucket.reading import Folder
    from soulsgen.inbox.record import Records
    from soulsgen.inbox.recording import head, look

    fill(tmp_path / "inbox")
    here = Folder(tmp_path / "inbox")
    gate = look(here, "gate.zip", here.entries(""))
    assert gate is not None
    with Records(tmp_path / "sessions").claim(head(here, gate)) as ours:
        assert ours
        result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", env=there.env)
    assert (result.exit_code, "gate.zip is another run's" in result.stderr) == (0, True)
    assert len(result.stdout.splitlines()) == 2


def test_two_rounds_at_once_do_everything_once(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    fill(tmp_path / "inbox")
    program, sessions = Path(sys.executable).with_name("soulsgen"), tmp_path / "sessions"
    words = ["session", "inbox", tmp_path / "inbox", "--sessions", sessions, "--to", "discord", "--host", url]
    command = [str(program), *map(str, words), "--quiet-seconds", "0"]
    processes = [
        subprocess.Popen(command, env={**os.environ, **there.env}, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = [line for process in processes for line in process.communicate(timeout=LIMIT_S)[0].splitlines()]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(folders) == len(set(folders)) == 3
    assert sorted(there.texts["discord"]()) == sorted([FORD, GATE, MILL])
    # Of the two speakers' tracks each one is a chunk.
    assert server.asr.numbers == 5


def test_a_dry_run_does_nothing_and_needs_no_keys(server: TableServer, url: str, tmp_path: Path) -> None:
    fill(tmp_path / "inbox")
    result = inbox(
        url, tmp_path / "inbox", tmp_path / "sessions", "--to", "discord", "--dry-run", "--json", env={}
    )
    assert result.exit_code == 0, result.output
    assert [each["state"] for each in json.loads(result.stdout)["recordings"]] == ["waiting"] * 3
    assert (server.asr.numbers, sorted(path.name for path in tmp_path.iterdir())) == (0, ["inbox"])


def test_an_evening_without_a_word_is_not_posted(there: Counterparts, url: str, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "silence.wav").write_bytes(wav(tones({}, 5)))
    result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", "--to", "discord", env=there.env)
    assert (result.exit_code, there.texts["discord"]()) == (0, [])
    assert "silence.wav: nothing was said that players may read" in result.stderr


def test_a_long_recap_is_cut_after_a_whole_sentence(there: Counterparts, url: str, tmp_path: Path) -> None:
    path = tmp_path / "inbox" / "long.wav"
    path.parent.mkdir()
    path.write_bytes(wav(tones({at: 200 + 10 * at for at in range(60)}, 60)))
    result = inbox(url, path.parent, tmp_path / "sessions", "--to", "bluesky", env=there.env)
    assert result.exit_code == 0, result.output
    (folder,) = (tmp_path / "sessions").glob("long-*")
    whole = (folder / "recap.txt").read_text("utf-8")
    (posted,) = there.texts["bluesky"]()
    assert whole.startswith(posted)
    assert whole.strip() == posted or posted.endswith(".")


@pytest.mark.parametrize("missing", ["nowhere", "s4://bucket/inbox"])
def test_an_inbox_that_is_none_is_said(tmp_path: Path, missing: str) -> None:
    source = missing if "://" in missing else tmp_path / missing
    result = inbox("http://127.0.0.1:1", source, tmp_path / "sessions", env={})
    assert (result.exit_code, result.stderr.count("Error: ")) == (1, 1)
