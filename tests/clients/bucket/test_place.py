"""The place of a download: nothing of the user's is lost."""

import fcntl
import os
from pathlib import Path

import pytest

from clients.bucket.stores import (
    NEW,
    OLD,
    fetch,
    read_tree,
    send,
    write_tree,
)
from soulsgen.bucket.artefact import artefact
from soulsgen.bucket.download import download, plan_download
from soulsgen.bucket.place import claim, place_for
from soulsgen.bucket.shelf import Shelf
from soulsgen.errors import Refused, SoulsgenError


def test_work_that_no_version_holds_is_replaced_only_by_force(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path
) -> None:
    send(shelf, old, "old")
    target = write_tree(tmp_path / "got", {"a.txt": b"ash\n", **{f"mine{n}": b"%d" % n for n in range(5)}})
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, target)
    assert str(refused.value) == (
        f"{target} holds what no version in the bucket has: mine0, mine1, mine2 and 2 more; upload it first, "
        "move it away, name another --path, or lose it with --force"
    )
    assert len(read_tree(target)) == 6
    fetch(shelf, target, force=True)
    assert read_tree(target) == OLD


def test_work_of_an_unknown_kind_is_replaced_only_by_force(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    target = tmp_path / "got"
    target.mkdir()
    (target / "link").symlink_to(old)
    with pytest.raises(SoulsgenError, match="link is a link to a folder"):
        fetch(shelf, target)
    fetch(shelf, target, force=True)
    assert read_tree(target) == OLD
    assert read_tree(old) == OLD


def test_a_file_where_a_folder_belongs_is_never_replaced(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    (tmp_path / "got").write_bytes(b"mine")
    with pytest.raises(SoulsgenError, match="got is not a folder; name one with --path"):
        fetch(shelf, tmp_path / "got", force=True)
    assert (tmp_path / "got").read_bytes() == b"mine"


def test_a_folder_moved_away_by_a_killed_swap_is_put_back(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    target = tmp_path / "got"
    workspace = tmp_path / ".got.download"
    workspace.mkdir()
    old.rename(workspace / "old")
    write_tree(workspace / "new", NEW)
    with pytest.raises(Refused, match="nothing is there yet, or there is no such bucket"):
        fetch(shelf, target)
    assert read_tree(target) == OLD
    assert not workspace.exists()


def test_a_second_download_to_the_same_place_is_told_to_wait(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    workspace = tmp_path / ".got.download"
    workspace.mkdir()
    handle = os.open(workspace, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, tmp_path / "got")
    os.close(handle)
    assert str(refused.value) == f"another download to {tmp_path / 'got'} is under way; wait for it"
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD


def test_a_link_as_the_place_is_followed(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    (tmp_path / "real").mkdir()
    (tmp_path / "got").symlink_to(tmp_path / "real")
    fetch(shelf, tmp_path / "got")
    assert (tmp_path / "got").is_symlink()
    assert read_tree(tmp_path / "real") == OLD


def test_a_place_that_changes_during_the_download_is_left_alone(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path
) -> None:
    send(shelf, old, "old")
    fetch(shelf, tmp_path / "got")
    send(shelf, new, "new")
    place = place_for(artefact("corpus", "souls", tmp_path / "got"))
    with claim(place):
        plan = plan_download(shelf, "latest", place)
        (place.path / "sub" / "b.txt").write_bytes(b"my own\n")
        with pytest.raises(SoulsgenError) as refused:
            download(shelf, plan, place, lambda _: None)
    assert str(refused.value) == f"{place.path} has changed during the download: sub/b.txt; run it again"
    assert read_tree(place.path) == OLD | {"sub/b.txt": b"my own\n"}


def test_a_volume_is_refused_before_anything_is_fetched() -> None:
    with pytest.raises(SoulsgenError) as refused:
        place_for(artefact("corpus", "souls", Path("/proc")))
    assert str(refused.value) == "/proc is a mounted volume; name a folder in it with --path"
