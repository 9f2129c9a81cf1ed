"""Downloads: nothing half, nothing twice."""

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
    sha256,
    shelf_in,
    write_tree,
)
from soulsgen.bucket.artefact import artefact
from soulsgen.bucket.download import download, plan_download
from soulsgen.bucket.manifest import Entry, Manifest
from soulsgen.bucket.place import claim, place_for
from soulsgen.bucket.shelf import Shelf
from soulsgen.errors import Refused, SoulsgenError


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


def test_a_download_larger_than_the_disk_is_refused_before_it_begins(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(
        Manifest("corpus", "souls", "vast", "", {f"{n}": Entry(1 << 40, f"{n:064x}") for n in range(4096)})
    )
    with pytest.raises(SoulsgenError, match=r"needs 4503599627370496 bytes more; the disk has \d+"):
        fetch(shelf, tmp_path / "got", "vast")
    assert list(tmp_path.glob("*got*")) == []
