"""Downloads: nothing unchecked, nothing half, nothing lost."""

import fcntl
import hashlib
import os
from pathlib import Path

import pytest

from clients.bucket.stores import (
    LARGE,
    NEW,
    OLD,
    STORES,
    Killed,
    fetch,
    mortal,
    read_tree,
    send,
    shelf_in,
    write_tree,
)
from soulsgen.bucket.artefact import artefact
from soulsgen.bucket.download import download, plan_download
from soulsgen.bucket.manifest import Entry, Manifest
from soulsgen.bucket.place import claim, place_for
from soulsgen.bucket.shelf import Shelf
from soulsgen.errors import Refused, SoulsgenError


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_version_arrives_as_it_was_sent_and_leaves_nothing_beside_it(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    send(shelf, old)
    moved: list[int] = []
    target = tmp_path / "parent" / "got"
    fetch(shelf, target, moved=moved)
    assert read_tree(target) == OLD
    assert sum(moved) == sum(map(len, OLD.values()))
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("store", STORES)
def test_a_handler_is_one_file_whatever_it_was_called_at_home(store: str, tmp_path: Path) -> None:
    shelf = shelf_in(store, tmp_path, "handler")
    home, target = tmp_path / "built.mar", tmp_path / "store" / "souls.mar"
    home.write_bytes(LARGE)
    plan = send(shelf, home)
    assert list(plan.manifest.files) == ["souls.mar"]
    fetch(shelf, target)
    home.write_bytes(b"new")
    send(shelf, home)
    fetch(shelf, target)
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, tmp_path)
    assert str(refused.value) == f"{tmp_path} is not a file; name the archive itself with --path"


def test_what_is_there_already_is_not_fetched_again(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    target = tmp_path / "got"
    fetch(shelf, target)
    inode = (target / "a.txt").stat().st_ino
    moved: list[int] = []
    assert fetch(shelf, target, moved=moved).current
    assert (moved, (target / "a.txt").stat().st_ino) == ([], inode)
    send(shelf, write_tree(tmp_path / "changed", OLD | {"a.txt": b"ember\n", "moved.bin": LARGE}))
    plan = fetch(shelf, target, moved=moved)
    assert (list(plan.missing), sum(moved)) == (["a.txt"], 6)
    assert read_tree(target) == OLD | {"a.txt": b"ember\n", "moved.bin": LARGE}


def test_an_older_version_can_be_had_back_by_name(shelf: Shelf, old: Path, new: Path, tmp_path: Path) -> None:
    send(shelf, old, "spring")
    send(shelf, new, "summer")
    fetch(shelf, tmp_path / "got")
    fetch(shelf, tmp_path / "got", "spring")
    assert read_tree(tmp_path / "got") == OLD


def test_a_missing_version_is_refused_with_those_there_are(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    where = shelf.store.url("corpus/souls")
    with pytest.raises(Refused) as refused:
        fetch(shelf, tmp_path / "got")
    assert (
        str(refused.value)
        == f"no version 'latest' of {where}; nothing is there yet, or there is no such bucket"
    )
    for number in range(12):
        send(shelf, old, f"v{number:02}", point=False)
    with pytest.raises(Refused) as refused:
        fetch(shelf, tmp_path / "got", "autumn")
    there = ", ".join(f"v{number:02}" for number in range(10))
    assert str(refused.value) == f"no version 'autumn' of {where}; there are {there} and 2 more"
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"Ash\n", "its bytes are others"),
        (b"as", "the manifest promises 4 bytes, it has 2"),
        (b"", "the manifest promises 4 bytes, it has 0"),
        (b"ash\nand more", "the manifest promises 4 bytes, it has more"),
    ],
)
def test_a_damaged_object_is_refused_by_name_and_the_place_stays_as_it_was(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path, content: bytes, fault: str
) -> None:
    send(shelf, new, "new")
    fetch(shelf, tmp_path / "got")
    send(shelf, old, "old")
    name = f"corpus/souls/files/{sha256(b'ash' + bytes([10]))}"
    shelf.store.write(name, content)
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, tmp_path / "got", "old")
    assert (
        str(refused.value)
        == f"{shelf.store.url(name)} (a.txt) is damaged: {fault}; upload it again with --force"
    )
    assert read_tree(tmp_path / "got") == NEW
    send(shelf, old, "old", force=True)
    fetch(shelf, tmp_path / "got", "old")
    assert read_tree(tmp_path / "got") == OLD


def test_a_lost_object_is_named_and_sent_again_by_a_plain_upload(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    send(shelf, old)
    name = f"corpus/souls/files/{sha256(LARGE)}"
    shelf.store.remove(name)
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, tmp_path / "got")
    assert str(refused.value) == f"{shelf.store.url(name)} is missing"
    send(shelf, old)
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD


def test_objects_that_no_manifest_names_are_never_taken(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    for name in ("files/evil", f"files/{'0' * 64}", "versions/note.txt", "a.txt"):
        shelf.store.write(f"corpus/souls/{name}", b"evil")
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD
    assert len(shelf.versions()) == 1


def test_a_manifest_with_a_path_outside_is_refused_and_writes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    evil = Manifest("corpus", "souls", "evil", "", {"../evil.txt": Entry(4, sha256(b"evil"))})
    shelf.store.write(f"corpus/souls/files/{sha256(b'evil')}", b"evil")
    shelf.add(evil)
    shelf.point("evil")
    with pytest.raises(SoulsgenError) as refused:
        fetch(shelf, tmp_path / "place" / "got")
    where = shelf.store.url("corpus/souls/versions/evil.json")
    assert (
        str(refused.value) == f"{where} is no manifest to trust: '../evil.txt' is not a plain relative path"
    )
    assert list((tmp_path / "place").iterdir()) == []


def test_a_pointer_to_elsewhere_and_a_manifest_out_of_place_are_refused(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    manifest = send(shelf, old, "spring").manifest
    shelf.store.write("corpus/souls/versions/other.json", manifest.to_json())
    with pytest.raises(
        SoulsgenError, match=r"other\.json is the manifest of corpus/souls/spring; it is out of place"
    ):
        fetch(shelf, tmp_path / "got", "other")
    shelf.store.write("corpus/souls/latest.json", b'{"kind": "soulsgen-latest", "version": "../x"}')
    with pytest.raises(SoulsgenError, match=r"latest\.json names no version"):
        fetch(shelf, tmp_path / "got")
    shelf.store.write("corpus/souls/latest.json", b" " * 4097)
    with pytest.raises(SoulsgenError, match=r"latest\.json has 4097 bytes; the limit is 4096"):
        fetch(shelf, tmp_path / "got")


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


def test_a_download_killed_before_any_operation_leaves_the_old_and_goes_on(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path
) -> None:
    send(shelf, old, "old")
    fetch(shelf, tmp_path / "got")
    send(shelf, new, "new")
    life = 0
    while True:
        dying, _ = mortal(shelf, life)
        try:
            fetch(dying, tmp_path / "got")
        except Killed:
            assert read_tree(tmp_path / "got") == OLD
            life += 1
        else:
            break
    assert life >= 6
    assert read_tree(tmp_path / "got") == NEW


def test_what_a_killed_download_has_fetched_is_not_fetched_again(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    send(shelf, old)
    place = place_for(artefact("corpus", "souls", tmp_path / "got"))

    def die(step: int) -> None:
        if step > 5:
            raise Killed

    with pytest.raises(Killed), claim(place):
        download(shelf, plan_download(shelf, "latest", place), place, die)
    (place.contents / sha256(b"ash\n")).write_bytes(b"Ash\n")
    moved: list[int] = []
    plan = fetch(shelf, tmp_path / "got", moved=moved)
    # b.txt had come whole; a.txt was changed meanwhile and is not believed.
    assert list(plan.missing) == ["a.txt", "sub/large.bin"]
    assert sum(moved) == 4 + len(LARGE)
    assert read_tree(tmp_path / "got") == OLD


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


def test_a_download_larger_than_the_disk_is_refused_before_it_begins(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(
        Manifest("corpus", "souls", "vast", "", {f"{n}": Entry(1 << 40, f"{n:064x}") for n in range(4096)})
    )
    with pytest.raises(SoulsgenError, match=r"needs 4503599627370496 bytes more; the disk has \d+"):
        fetch(shelf, tmp_path / "got", "vast")
    assert list(tmp_path.glob("*got*")) == []


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
