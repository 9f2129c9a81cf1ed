"""A training that moves from machine to machine by way of the bucket."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from clients.bucket.stores import STORES, shelf_in
from soulsgen.bucket.checkpoints import Kept, drop, keep, push, restore, stamps
from tiny_corpus import make_corpus
from waiting import LIMIT_S, wait_until

SOULSGEN = "from soulsgen.commands.{0} import {0}; {0}()"


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """A training that has not begun."""
    return Kept(shelf_in(request.param, tmp_path).store, "souls", tmp_path / "here" / "souls.checkpoints")


def write(kept: Kept, step: int, whole: bool = True) -> Path:
    folder = kept.folder / f"checkpoint-{step}"
    folder.mkdir(parents=True)
    (kept.folder / "training.json").write_text("{}", "utf-8")
    (folder / "model.safetensors").write_bytes(bytes([step % 256]) * 1000)
    if whole:
        (folder / "trainer_state.json").write_text(str(step), "utf-8")
    return folder


def elsewhere(kept: Kept) -> Kept:
    return replace(kept, folder=kept.folder.parents[1] / "there" / "souls.checkpoints")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_what_was_pushed_here_is_restored_there_without_what_was_half_written(kept: Kept) -> None:
    write(kept, 100)
    write(kept, 200, whole=False)
    assert push(kept) == "checkpoint-100"
    there = elsewhere(kept)
    assert restore(there)
    assert contents(there.folder) == {
        "training.json": b"{}",
        "checkpoint-100/model.safetensors": bytes([100]) * 1000,
        "checkpoint-100/trainer_state.json": b"100",
    }


def test_the_bucket_holds_the_newest_state_alone(kept: Kept) -> None:
    for step in (100, 200):
        write(kept, step)
        push(kept)
    for path in kept.folder.glob("checkpoint-100/*"):
        path.unlink()
    (kept.folder / "checkpoint-100").rmdir()
    assert push(kept) == "checkpoint-200"
    assert len(kept.shelf.versions()) == 1
    assert len(kept.shelf.sizes()) == 3, "the mark, weights and state of one checkpoint"
    drop(kept)
    assert (kept.shelf.latest(), kept.shelf.versions(), kept.shelf.sizes()) == (None, [], {})
    drop(kept)


def test_a_training_that_begins_has_nothing_to_restore(kept: Kept) -> None:
    assert not restore(kept)
    assert not kept.folder.exists()


def test_checkpoints_that_are_here_are_newer_than_the_buckets(kept: Kept) -> None:
    write(kept, 100)
    push(kept)
    (kept.folder / "checkpoint-100" / "trainer_state.json").write_text("101", "utf-8")
    before = contents(kept.folder)
    assert not restore(kept)
    assert contents(kept.folder) == before


def test_keeping_goes_on_over_a_fault_of_the_bucket_and_sends_the_last_state_at_the_end(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    ended = Event()
    fs = kept.store.fs
    broken = replace(kept, store=type(kept.store)(Out(fs), kept.store.location))
    thread = Thread(target=keep, args=(broken, 0.05, ended, said.append))
    thread.start()
    write(kept, 100)
    wait_until(lambda: any(words.startswith("not kept, will try again: ") for words in said))
    broken.store.fs = fs
    wait_until(lambda: any(words.endswith("checkpoint-100 is kept") for words in said))
    write(kept, 200)
    ended.set()
    thread.join(LIMIT_S)
    there = elsewhere(kept)
    assert restore(there)
    assert (there.folder / "checkpoint-200" / "trainer_state.json").read_text("utf-8") == "200"


class Out:
    """A filesystem that is out of order."""

    def __init__(self, inner: object) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> object:
        raise ConnectionError("the bucket is out of order")


def test_nothing_is_a_checkpoint_before_its_state_is_written(kept: Kept) -> None:
    assert stamps(kept.folder) == {}
    write(kept, 100, whole=False)
    assert stamps(kept.folder) == {}


def start(module: str, folder: Path, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SOULSGEN.format(module), *map(str, words)]
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=os.environ)


@pytest.mark.slow
def test_a_training_killed_on_one_machine_goes_on_on_another(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    bucket = ("--bucket", tmp_path / "bucket", "--name", "souls")
    words = ("--preset", "demo", "--corpus", corpus, "--batch-size", 4, "--max-steps", 4000, "--epochs", 5000)
    first, second = tmp_path / "first", tmp_path / "second"
    training = start("train", first, *words)
    keeper = start("checkpoints", first, "keep", *bucket, "--every", 0.1)
    try:
        assert keeper.stderr
        assert any("is kept" in line for line in keeper.stderr)
    finally:
        for process in (training, keeper):
            process.send_signal(signal.SIGKILL)
            process.wait()
    restored = start("checkpoints", second, "restore", *bucket)
    assert restored.wait(LIMIT_S) == 0
    # The last that was kept, however far the training had come by then.
    steps = [int(path.name.partition("-")[2]) for path in second.glob("build/*/checkpoint-*")]
    resumed = start("train", second, *words)
    try:
        assert resumed.stderr
        assert f"going on at step {max(steps)} of 4000" in resumed.stderr.readline()
    finally:
        resumed.kill()
        resumed.wait()
