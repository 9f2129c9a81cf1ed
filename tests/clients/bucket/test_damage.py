"""Downloads of what is damaged, lost or slipped in: nothing unchecked."""

from pathlib import Path

import pytest

from clients.bucket.stores import (
    LARGE,
    NEW,
    OLD,
    fetch,
    read_tree,
    send,
    sha256,
)
from soulsgen.bucket.manifest import Entry, Manifest
from soulsgen.bucket.shelf import Shelf
from soulsgen.errors import SoulsgenError


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
