"""A manifest says what was sent, and is not believed beyond that."""

import json
from typing import Any

import pytest

from soulsgen.bucket.manifest import Entry, Manifest, content_digest, parse_manifest
from soulsgen.errors import SoulsgenError

ASH = Entry(4, "87d9ac8f4bb9e9c2ec3b0d0e9f4c1f5e4c2f5f0a1f8f6d7c5b4a39281706f5e4")
MANIFEST = Manifest("corpus", "souls", "one", "2026-03-01T12:00:00+00:00", {"a.txt": ASH, "sub/é.txt": ASH})


def record(**changes: Any) -> bytes:
    return json.dumps(json.loads(MANIFEST.to_json()) | changes).encode()


def with_file(path: str, size: object = 4, sha256: object = ASH.sha256) -> bytes:
    return record(files={path: {"size": size, "sha256": sha256}})


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert parse_manifest(MANIFEST.to_json(), "here") == MANIFEST
    assert MANIFEST.size == 8


def test_the_content_digest_is_that_of_sorted_lines() -> None:
    # printf '%s 4 a.txt\n%s 4 sub/é.txt\n' SHA SHA | sha256sum
    digest = "f2eddfbe3590ffab9ee0f0c665cef00da7c7c1cdb179a3b3fcd80f49e2c9acd3"
    assert content_digest(MANIFEST.files) == digest
    assert content_digest(dict(reversed(MANIFEST.files.items()))) == digest


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b"[" * 100_000, None),
        (b"[]", "its kind is not soulsgen-artefact"),
        (record(kind="other"), "its kind is not soulsgen-artefact"),
        (record(format=2), "its format is 2, this version reads 1"),
        (record(version=7), "version is not text"),
        (record(files={}), "it names no files"),
        (record(files=["a.txt"]), "it names no files"),
        (record(content="0" * 64), "its files do not add up to its content digest"),
        (with_file("a.txt", size=5), "its files do not add up to its content digest"),
        (with_file("a.txt", size=-1), "'a.txt' has no size from 0 to 1099511627776 bytes"),
        (with_file("a.txt", size=True), "'a.txt' has no size from 0 to 1099511627776 bytes"),
        (with_file("a.txt", size=2**40 + 1), "'a.txt' has no size from 0 to 1099511627776 bytes"),
        (with_file("a.txt", sha256="../../x"), "'a.txt' has no SHA-256"),
        (with_file("a.txt", sha256=ASH.sha256.upper()), "'a.txt' has no SHA-256"),
        (with_file("a.txt", sha256=None), "'a.txt' has no SHA-256"),
        (record(files={f"{n}": {} for n in range(100_001)}), "100001 files are more than 100000"),
        (record(files={"a": {}, "a/b": {}}), "'a' is both a file and a folder"),
    ],
    ids=range(18),
)
def test_what_is_no_manifest_is_refused_with_its_place_and_reason(data: bytes, reason: str | None) -> None:
    with pytest.raises(SoulsgenError) as refused:
        parse_manifest(data, "gs://lore/corpus/souls/versions/one.json")
    sentence = str(refused.value)
    assert sentence.startswith("gs://lore/corpus/souls/versions/one.json is no manifest to trust: ")
    assert reason is None or sentence.endswith(f": {reason}")


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "../a", "a/../b", "/etc/passwd", "a//b", "a/", "./a", "a\\b", "a\0b", "a\nb", "\ud800"],
)
def test_a_path_that_could_land_elsewhere_is_refused_by_name(path: str) -> None:
    with pytest.raises(SoulsgenError) as refused:
        parse_manifest(with_file(path), "here")
    assert str(refused.value) == f"here is no manifest to trust: {path!r} is not a plain relative path"


def test_a_name_that_no_disk_takes_is_refused() -> None:
    with pytest.raises(SoulsgenError, match="has a part of more than 255 bytes"):
        parse_manifest(with_file("é" * 128), "here")
