"""The scribe's jobs from end to end: their own command lines, over HTTP to archives and to Discord."""

import os
import time
from pathlib import Path

from clients.counterparts import Counterparts, counterparts
from clients.inbox.table import FORD, GATE, TableServer, fill, said
from clients.loopback import serving
from clients.painted_session import SCENES, session
from k8s.manifests import Object, job_specs
from k8s.running import run, variables_of

TOKEN = "0123456789abcdef-token"


def container(name: str, job: str) -> Object:
    (found,) = dict(job_specs(name))[job]["template"]["spec"]["containers"]
    return dict(found)


def secrets(there: Counterparts) -> dict[str, dict[str, str]]:
    return {
        "torchserve-token": {"token": TOKEN},
        "discord-webhook": {"DISCORD_WEBHOOK": there.env["DISCORD_WEBHOOK"]},
    }


def quiet(folder: Path) -> None:
    """As if all of it had been there for some time."""
    before = time.time() - 300
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (before, before))


def volume(tmp_path: Path) -> Path:
    folder = tmp_path / "volume"
    folder.mkdir()
    return folder


def test_session_recap_posts_each_recording_of_the_buckets_inbox_once(tmp_path: Path) -> None:
    job, data = container("scribe", "session-recap"), volume(tmp_path)
    fill(tmp_path / "bucket" / "inbox")
    quiet(tmp_path / "bucket" / "inbox")
    server = TableServer()
    with serving(server) as url, counterparts(tmp_path) as there:
        variables = variables_of(job, secrets(there)) | {"BUCKET": str(tmp_path / "bucket")}
        first, second = (run(job, data, variables | {"TORCHSERVE_ENDPOINT": url}) for _ in range(2))
        posts = there.texts["discord"]()
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert posts[:2] == [FORD, GATE]
    assert len(posts) == 3
    assert len(first.stdout.splitlines()) == 3
    assert second.stdout == ""
    assert sorted(path.name for path in data.glob("ledger.sqlite*"))[0] == "ledger.sqlite"
    for value in (TOKEN, there.discord.token):
        assert value not in first.stdout + first.stderr + second.stdout + second.stderr


def test_post_images_posts_the_newest_scene_of_the_buckets_sessions(tmp_path: Path) -> None:
    job, data = container("scribe", "post-images"), volume(tmp_path)
    session(tmp_path / "bucket" / "sessions" / "seven", 7)
    with counterparts(tmp_path) as there:
        variables = variables_of(job, secrets(there)) | {"BUCKET": str(tmp_path / "bucket")}
        results = [run(job, data, variables) for _ in range(2)]
        posts = there.texts["discord"]()
        described = [message["attachments"][0]["description"] for message in there.discord.messages]
    assert [result.returncode for result in results] == [0, 0], results[0].stderr + results[1].stderr
    assert posts == described == [SCENES[2], SCENES[1]]


def test_the_indexes_of_the_backlog_do_all_of_it_and_post_nothing(tmp_path: Path) -> None:
    job, data = container("backlog", "backlog"), volume(tmp_path)
    fill(tmp_path / "bucket" / "backlog")
    quiet(tmp_path / "bucket" / "backlog")
    server = TableServer()
    with serving(server) as url, counterparts(tmp_path) as there:
        variables = variables_of(job, {"torchserve-token": {"token": TOKEN}})
        elsewhere = {"TORCHSERVE_ENDPOINT": url, "BUCKET": str(tmp_path / "bucket")}
        done = []
        for index in range(int(variables["SHARD_COUNT"])):
            result = run(job, data, variables | elsewhere | {"JOB_COMPLETION_INDEX": str(index)})
            assert result.returncode == 0, result.stderr
            done += result.stdout.splitlines()
        # The schedule, should the same recordings come into its inbox, has nothing to say of them.
        (tmp_path / "bucket" / "backlog").rename(tmp_path / "bucket" / "inbox")
        recap = container("scribe", "session-recap")
        asked = server.asr.numbers
        given = variables_of(recap, secrets(there)) | elsewhere
        late = run(recap, data, given)
        assert (late.returncode, late.stdout, server.asr.numbers) == (0, "", asked), late.stderr
        assert there.texts["discord"]() == []
    assert len(done) == len(set(done)) == 3
    assert said(data / "sessions", "gate") == [(1, "Tone 200."), (3, "Tone 500.")]
