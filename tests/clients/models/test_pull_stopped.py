"""A pull that is killed, cut off or run twice: what came is used, and nothing half is taken for whole."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clients.models.hub_server import HubServer, Repository
from clients.models.tiny import files_of, whisper
from soulsgen.commands.models import models
from soulsgen.models.record import RECORD
from waiting import wait_until

CODE = "from soulsgen.commands.models import models; models()"
STORE = Path("model_store/pulled")
PULLED = STORE / "ours--tiny"
# As soulsgen.models.hub writes to the disk.
CHUNK = 1 << 18


def started(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CODE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def parts() -> dict[str, int]:
    """Sizes of the unfinished files."""
    return {path.name: path.stat().st_size for path in STORE.glob(".*.parts/*.part")}


def wait_for_bytes(count: int) -> int:
    """The size of the one part, when it has `count` bytes or more."""
    return wait_until(lambda: size if (size := max(parts().values(), default=0)) >= count else 0)


@pytest.fixture
def files(hub: HubServer, checkout: Path) -> dict[str, bytes]:
    """A model whose weights take several chunks; 4 MB."""
    return hub.add("ours/tiny", Repository(whisper(1_000_000))).files


def test_a_pull_killed_at_random_points_goes_on_where_it_was(hub: HubServer, files: dict[str, bytes]) -> None:
    points = random.Random(5)
    came = [0]
    for _ in range(4):
        hub.large.hold_at = CHUNK * points.randint(1, 3) + points.randint(0, CHUNK - 1)
        process = started("pull", "ours/tiny")
        came.append(wait_for_bytes(came[-1] + hub.large.hold_at // CHUNK * CHUNK))
        process.kill()
        process.communicate()
        assert not PULLED.exists()
    hub.large.hold_at = None
    result = CliRunner().invoke(models, ["pull", "ours/tiny"])
    assert result.exit_code == 0, result.output
    found = files_of(PULLED)
    assert found.pop(RECORD)
    assert found == {name: files[name] for name in found}
    assert sorted(path.name for path in STORE.iterdir()) == [".ours--tiny.lock", "ours--tiny"]
    # Every run asks for the rest, and for nothing that had come.
    assert [request.range for request in hub.large.requests] == [
        None,
        *(f"bytes={size}-" for size in came[1:]),
    ]
    small = [request.path for request in hub.requests if request.path != "model.safetensors"]
    assert small == ["LICENSE", "config.json", "merges.txt", "tokenizer.json"]


def test_a_half_pull_is_no_model_and_is_told(hub: HubServer, files: dict[str, bytes]) -> None:
    hub.large.hold_at = CHUNK
    process = started("pull", "ours/tiny")
    wait_for_bytes(CHUNK)
    process.kill()
    process.communicate()
    runner = CliRunner()
    assert (
        "ours--tiny: not whole; soulsgen models pull ours/tiny goes on"
        in runner.invoke(models, ["list"]).stdout
    )
    used = runner.invoke(models, ["use", "ours/tiny"])
    assert used.exit_code == 1
    assert (
        "ours/tiny is neither pulled nor a directory; `soulsgen models pull ours/tiny` pulls it"
        in used.stderr
    )


def test_a_connection_that_is_cut_is_taken_up_again(hub: HubServer, files: dict[str, bytes]) -> None:
    hub.large.hold_at, hub.large.cut = 2 * CHUNK, 2
    result = CliRunner().invoke(models, ["pull", "ours/tiny"])
    assert result.exit_code == 0, result.output
    assert (PULLED / "model.safetensors").read_bytes() == files["model.safetensors"]
    assert len(hub.large.requests) == 3


def test_two_pulls_of_one_model_do_not_write_into_each_other(hub: HubServer, files: dict[str, bytes]) -> None:
    hub.large.hold_at = CHUNK
    first = started("pull", "ours/tiny")
    wait_for_bytes(CHUNK)
    second = CliRunner().invoke(models, ["pull", "ours/tiny"])
    first.kill()
    first.communicate()
    assert second.exit_code == 1
    assert "ours--tiny is being pulled by another run; wait for it" in second.stderr


def test_a_pull_that_is_told_to_end_leaves_no_lock(hub: HubServer, files: dict[str, bytes]) -> None:
    hub.large.hold_at = CHUNK
    process = started("pull", "ours/tiny")
    wait_for_bytes(CHUNK)
    process.terminate()
    process.communicate()
    hub.large.hold_at = None
    assert CliRunner().invoke(models, ["pull", "ours/tiny"]).exit_code == 0


def test_a_killed_update_leaves_the_model_as_it_was(hub: HubServer, files: dict[str, bytes]) -> None:
    runner = CliRunner()
    assert runner.invoke(models, ["pull", "ours/tiny"]).exit_code == 0
    before = files_of(PULLED)
    newer = hub.add("ours/tiny", Repository(whisper(1_000_001), commit="beef" * 10))
    hub.large.hold_at = CHUNK
    process = started("pull", "ours/tiny", "--revision", "main")
    wait_for_bytes(CHUNK)
    process.kill()
    process.communicate()
    assert files_of(PULLED) == before
    assert runner.invoke(models, ["pull", "ours/tiny"]).exit_code == 0
    hub.large.hold_at = None
    assert runner.invoke(models, ["pull", "ours/tiny", "--revision", "main"]).exit_code == 0
    assert (PULLED / "model.safetensors").read_bytes() == newer.files["model.safetensors"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_store_that_cannot_be_written_is_told(hub: HubServer, files: dict[str, bytes]) -> None:
    STORE.mkdir(parents=True)
    STORE.chmod(0o500)
    result = CliRunner().invoke(models, ["pull", "ours/tiny"])
    STORE.chmod(0o700)
    assert result.exit_code == 1
    assert "Permission denied" in result.stderr
