"""Shards: together they do everything, and nothing twice."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.counterparts import Counterparts
from clients.inbox.table import TableServer, inbox
from clients.session.recordings import tones, wav
from soulsgen.errors import SoulsgenError
from soulsgen.inbox.shard import Shard, parse_shard

# So unlike that no channel takes one's recap for another's.
TITLES = (
    "a drowned gate",
    "candles of saltmarch",
    "mother vael",
    "ropewalk",
    "the oarless ferry",
    "winter in low",
)


@given(st.binary(min_size=32, max_size=32), st.integers(1, 500))
def test_every_recording_is_exactly_one_shards(digest: bytes, count: int) -> None:
    assert sum(Shard(index, count).takes(digest.hex()) for index in range(count)) == 1


@pytest.mark.parametrize("text", ["", "1", "2/2", "-1/2", "a/b", "1/0", "1/2/3"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(SoulsgenError):
        parse_shard(text)


def test_two_shards_do_everything_exactly_once(
    there: Counterparts, server: TableServer, url: str, tmp_path: Path
) -> None:
    names = [f"{title}.wav" for title in TITLES]
    for number, name in enumerate(names):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wav(tones({number % 4: 300 + 10 * number}, 5)))
    done = []
    sessions = tmp_path / "sessions"
    for index in range(2):
        # As Kubernetes tells the Pods of an Indexed Job.
        env = {**there.env, "JOB_COMPLETION_INDEX": str(index), "SHARD_COUNT": "2"}
        result = inbox(url, tmp_path / "inbox", sessions, "--to", "discord", env=env)
        assert result.exit_code == 0, result.output
        done.append([Path(line).name.rpartition("-")[0] + ".wav" for line in result.stdout.splitlines()])
    assert all(done), "one shard had nothing to do"
    assert sorted(done[0] + done[1]) == names
    assert server.asr.numbers == len(names)
    assert len(set(there.texts["discord"]())) == len(there.texts["discord"]()) == len(names)
    given = inbox(url, tmp_path / "inbox", sessions, "--shard", "1/2", "--dry-run", env=there.env)
    assert given.stderr.splitlines() == [f"{name} was done before" for name in done[1]]


def test_a_count_without_an_index_is_refused(url: str, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    result = inbox(url, tmp_path / "inbox", tmp_path / "sessions", env={"SHARD_COUNT": "4"})
    assert (result.exit_code, "JOB_COMPLETION_INDEX is not set" in result.stderr) == (2, True)
