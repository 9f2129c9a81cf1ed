"""Uploads: what is sent, what is refused, and what a killed one leaves."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from clients.bucket.stores import LARGE, NEW, OLD, Killed, fetch, mortal, read_tree, send, write_tree
from soulsgen.bucket.artefact import artefact, local_files
from soulsgen.bucket.manifest import content_digest
from soulsgen.bucket.shelf import Shelf
from soulsgen.bucket.upload import Upload, plan_upload, upload
from soulsgen.errors import Refused, SoulsgenError


def test_the_bucket_has_the_documented_layout(shelf: Shelf, old: Path) -> None:
    plan = send(shelf, old)
    version = content_digest(plan.manifest.files)[:12]
    store = shelf.store
    assert store.entries("corpus/souls") == {"files": None, "latest.json": 55, "versions": None}
    assert shelf.sizes() == {entry.sha256: entry.size for entry in plan.manifest.files.values()}
    assert shelf.versions() == [version]
    pointer = store.read("corpus/souls/latest.json", 1000)
    assert pointer == json.dumps({"kind": "soulsgen-latest", "version": version}).encode() + b"\n"
    assert {path: entry.size for path, entry in plan.manifest.files.items()} == {
        path: len(data) for path, data in OLD.items()
    }


def test_a_second_upload_of_the_same_sends_and_writes_nothing(shelf: Shelf, old: Path) -> None:
    first = send(shelf, old)
    moved: list[int] = []
    watched, fs = mortal(shelf)
    second = send(watched, old, moved=moved)
    assert (second.files, second.add, second.point, moved) == ((), False, False, [])
    assert {name for name, _ in fs.operations} <= {"info", "ls", "cat_file"}
    assert second.manifest == first.manifest


def test_a_new_version_sends_only_what_is_new(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    send(shelf, old)
    changed = write_tree(
        tmp_path / "changed", OLD | {"a.txt": b"ember\n", "copy.bin": LARGE, "again": b"ember\n"}
    )
    moved: list[int] = []
    plan = send(shelf, changed, moved=moved)
    assert ([file.entry.size for file in plan.files], sum(moved)) == ([6], 6)
    assert len(shelf.versions()) == 2
    assert shelf.latest() == plan.manifest.version


@pytest.mark.parametrize("point", [True, False])
def test_a_named_version_moves_latest_unless_told_not_to(
    shelf: Shelf, old: Path, new: Path, point: bool
) -> None:
    send(shelf, old, "spring")
    send(shelf, new, "summer", point=point)
    assert shelf.versions() == ["spring", "summer"]
    assert shelf.latest() == ("summer" if point else "spring")


def test_latest_moves_back_to_an_earlier_content_without_sending(shelf: Shelf, old: Path, new: Path) -> None:
    first = send(shelf, old).manifest.version
    send(shelf, new)
    plan = send(shelf, old)
    assert (plan.files, plan.add, plan.point) == ((), False, True)
    assert shelf.latest() == first


def test_a_version_with_other_files_is_replaced_only_by_force(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path
) -> None:
    send(shelf, old, "spring")
    with pytest.raises(Refused) as refused:
        send(shelf, new, "spring")
    assert str(refused.value) == (
        f"{shelf.store.url('corpus/souls')} has a version 'spring' with other files; "
        "choose another --version, or --force to replace it"
    )
    send(shelf, new, "spring", force=True)
    fetch(shelf, tmp_path / "got", "spring")
    assert read_tree(tmp_path / "got") == NEW


@pytest.mark.parametrize("damaged", ["latest.json", "versions/spring.json"])
def test_force_mends_what_is_damaged(shelf: Shelf, old: Path, tmp_path: Path, damaged: str) -> None:
    send(shelf, old, "spring")
    shelf.store.write(f"corpus/souls/{damaged}", b"{")
    with pytest.raises(SoulsgenError, match=damaged):
        send(shelf, old, "spring")
    send(shelf, old, "spring", force=True)
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD


@pytest.mark.parametrize(("version", "force"), [("latest", False), ("spring", False), ("spring", True)])
def test_an_upload_killed_before_any_operation_leaves_the_old_or_the_new_whole(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path, version: str, force: bool
) -> None:
    send(shelf, old, "spring" if force else "winter")
    seen = []
    life = 0
    while True:
        dying, _ = mortal(shelf, life)
        try:
            send(dying, new, version, force=force)
        except Killed:
            fetch(shelf, tmp_path / "got")
            seen.append(read_tree(tmp_path / "got"))
            life += 1
        else:
            break
    assert all(tree in (OLD, NEW) for tree in seen)
    assert seen[0] == OLD
    assert life >= 5
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == NEW


def test_an_upload_killed_within_a_file_leaves_the_old_and_goes_on_where_it_was(
    shelf: Shelf, old: Path, new: Path, tmp_path: Path
) -> None:
    send(shelf, old)

    def die(step: int) -> None:
        if step > len(b"ember\n"):
            raise Killed

    with pytest.raises(Killed):
        upload(shelf, plan_upload(shelf, local_files(artefact("corpus", "souls", new)), "latest"), die)
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD
    moved: list[int] = []
    send(shelf, new, moved=moved)
    # The two small files had come whole before.
    assert sum(moved) == len(NEW["sub/large.bin"])
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == NEW


def test_two_uploads_of_the_same_content_at_once_do_no_harm(shelf: Shelf, old: Path, tmp_path: Path) -> None:
    files = local_files(artefact("corpus", "souls", old))
    plans = [plan_upload(shelf, files, "latest") for _ in range(2)]
    together = Barrier(2)

    def work(plan: Upload) -> None:
        together.wait()
        upload(shelf, plan, lambda _: None)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, plans))
    fetch(shelf, tmp_path / "got")
    assert read_tree(tmp_path / "got") == OLD
    assert shelf.versions() == [plans[0].manifest.version]


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_file_that_changes_before_it_is_sent_whole_is_refused_and_not_kept(
    shelf: Shelf, old: Path, when: str
) -> None:
    files = local_files(artefact("corpus", "souls", old))
    plan = plan_upload(shelf, files, "latest")
    changing = old / "a.txt"

    def change(_: int = 0) -> None:
        changing.write_bytes(b"ASH\n")
        os.utime(changing, ns=(1, 1))

    if when == "before":
        change()
    with pytest.raises(SoulsgenError) as refused:
        upload(shelf, plan, change)
    assert (
        str(refused.value) == f"{changing} changed while it was being sent; upload again when it is finished"
    )
    assert (shelf.sizes(), shelf.latest()) == ({}, None)


@pytest.mark.parametrize("version", ["../up", "a/b", "", ".hidden", "é", "x" * 65])
def test_a_version_that_is_no_plain_name_is_refused(shelf: Shelf, old: Path, version: str) -> None:
    with pytest.raises(SoulsgenError, match=r"--version .* give 1 to 64 letters, digits"):
        send(shelf, old, version)


def test_what_cannot_be_sent_is_named(tmp_path: Path) -> None:
    def refusal(kind: str, path: Path) -> str:
        with pytest.raises(SoulsgenError) as refused:
            local_files(artefact(kind, "souls", path))
        return str(refused.value)

    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    file.touch()
    missing = tmp_path / "missing"
    assert (
        refusal("model", missing)
        == f"{missing} does not exist; `soulsgen train` makes a model, --path names another"
    )
    assert refusal("handler", folder) == f"{folder} is not a file; name the archive itself with --path"
    assert refusal("corpus", file) == f"{file} is not a folder; name one with --path"
    assert refusal("corpus", folder) == f"{folder} holds no files"
    (folder / "link").symlink_to(tmp_path)
    assert (
        refusal("corpus", folder) == f"{folder / 'link'} is a link to a folder; put the folder itself there"
    )
    (folder / "link").unlink()
    os.mkfifo(folder / "pipe")
    assert refusal("corpus", folder) == f"{folder / 'pipe'} is neither a file nor a folder"
    (folder / "pipe").unlink()
    (folder / "a\nb").touch()
    assert refusal("corpus", folder) == f"{folder}: 'a\\nb' is not a plain relative path"


def test_names_with_folders_in_them_are_refused() -> None:
    with pytest.raises(SoulsgenError, match=r"--name '\.\./souls'"):
        artefact("handler", "../souls", None)


@pytest.mark.parametrize(
    ("kind", "name", "path", "file"),
    [
        ("handler", "souls", "model_store/souls.mar", "souls.mar"),
        ("handler", "asr", "model_store/asr.mar", "asr.mar"),
        ("corpus", "ds3", "build/corpus", None),
        ("model", "souls", "build/souls", None),
    ],
)
def test_artefacts_are_looked_for_where_the_other_commands_put_them(
    kind: str, name: str, path: str, file: str | None
) -> None:
    found = artefact(kind, name, None)
    assert (found.path, found.file) == (Path(path), file)
