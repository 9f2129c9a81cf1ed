"""`soulsgen upload` and `soulsgen download`, as a user runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.bucket.stores import read_tree, write_tree
from soulsgen.lazy import LazyGroup

COMMANDS = {
    "upload": "soulsgen.commands.upload:upload",
    "download": "soulsgen.commands.download:download",
}
# printf '%s 4 a.txt\n%s 5 sub/b.txt\n' SHA SHA | sha256sum
VERSION = "a74b3d7ee6db"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a small corpus and no BUCKET in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BUCKET", raising=False)
    write_tree(tmp_path / "build" / "corpus", {"a.txt": b"ash\n", "sub/b.txt": b"bone\n"})
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(LazyGroup(lazy=COMMANDS), words)


def test_what_one_machine_uploads_another_downloads(checkout: Path) -> None:
    sent = run("upload", "corpus", "--bucket", "bucket")
    where = f"{checkout}/bucket/corpus/souls"
    assert (sent.exit_code, sent.stdout) == (0, f"{VERSION}\n")
    assert sent.stderr == f"{where}: sent 2 of 2 files, 9 B\n"
    got = run("download", "corpus", "-b", "file://" + str(checkout / "bucket"), "--path", "there/corpus")
    assert (got.exit_code, got.stdout) == (0, "there/corpus\n")
    assert got.stderr == f"there/corpus: fetched 2 of 2 files, 9 B, version {VERSION}\n"
    assert read_tree(checkout / "there" / "corpus") == read_tree(checkout / "build" / "corpus")


def test_json_says_what_was_moved(checkout: Path) -> None:
    bucket = f"{checkout}/bucket"
    common = {
        "artefact": "corpus",
        "name": "souls",
        "bucket": bucket,
        "version": "spring",
        "files": 2,
        "bytes": 9,
    }
    sent = run("upload", "corpus", "-b", "bucket", "-v", "spring", "--no-latest", "--json")
    assert json.loads(sent.stdout) == common | {
        "sent_files": 2,
        "sent_bytes": 9,
        "moved_latest": False,
        "dry_run": False,
    }
    got = run("download", "corpus", "-b", "bucket", "-v", "spring", "--json")
    assert json.loads(got.stdout) == common | {
        "path": "build/corpus",
        "fetched_files": 0,
        "fetched_bytes": 0,
        "dry_run": False,
    }


def test_a_dry_run_moves_nothing(checkout: Path) -> None:
    would = run("upload", "corpus", "-b", "bucket", "--dry-run")
    assert (would.exit_code, would.stdout) == (0, f"{VERSION}\n")
    assert would.stderr == f"{checkout}/bucket/corpus/souls: would send 2 of 2 files, 9 B\n"
    assert not (checkout / "bucket").exists()
    run("upload", "corpus", "-b", "bucket")
    would = run("download", "corpus", "-b", "bucket", "--path", "there/corpus", "--dry-run")
    assert would.stderr == f"there/corpus: would fetch 2 of 2 files, 9 B, version {VERSION}\n"
    assert not (checkout / "there").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_shows_every_version_and_what_is_wrong_with_it(checkout: Path, command: str) -> None:
    (checkout / "model_store").mkdir()
    (checkout / "model_store" / "asr.mar").write_bytes(bytes(1_234_567))
    assert run("upload", "handler", "--name", "asr", "-b", "bucket", "-v", "v1").exit_code == 0
    assert run("upload", "corpus", "-b", "bucket", "-v", "spring").exit_code == 0
    (checkout / "bucket" / "corpus" / "souls" / "versions" / "torn.json").write_text("{}", "utf-8")
    listed = run(command, "--list", "-b", "bucket", "--json")
    rows = json.loads(listed.stdout)
    torn = f"{checkout}/bucket/corpus/souls/versions/torn.json"
    problem = f"{torn} is no manifest to trust: its kind is not soulsgen-artefact"
    assert [
        (row["artefact"], row["name"], row["version"], row["latest"], row["bytes"], row["problem"])
        for row in rows
    ] == [
        ("corpus", "souls", "torn", False, 0, problem),
        ("corpus", "souls", "spring", True, 9, None),
        ("handler", "asr", "v1", True, 1_234_567, None),
    ]
    lines = run(command, "handler", "--list", "-b", "bucket").stdout
    assert lines == f"handler/asr  v1  {rows[2]['created']}  1 files  1.23 MB latest\n"
    nothing = run(command, "model", "--list", "-b", "bucket")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr == f"{checkout}/bucket holds no model\n"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ("upload corpus", 2, "Error: Missing option '-b' / '--bucket'"),
        ("upload -b bucket", 2, "Error: say which: corpus, handler, model (all of them only with --list)"),
        ("upload report -b bucket", 2, "'report' is not one of 'corpus', 'handler', 'model'"),
        (
            "upload handler -b bucket",
            1,
            "Error: model_store/souls.mar does not exist; `soulsgen create handler`",
        ),
        ("upload corpus -b bucket -v a/b", 1, "Error: --version 'a/b': give 1 to 64 letters"),
        ("upload corpus -b ftp://me:hush@x", 1, "Error: ftp://***@x is not a bucket"),
        (
            "download corpus -b bucket",
            2,
            "bucket/corpus/souls; nothing is there yet, or there is no such bucket",
        ),
        ("download corpus -b bucket -v ../a", 1, "Error: --version '../a': give 1 to 64 letters"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(checkout: Path, words: str, status: int, sentence: str) -> None:
    result = run(*words.split())
    assert (result.exit_code, result.stdout) == (status, "")
    assert sentence in result.stderr
    assert "hush" not in result.stderr


def test_the_bucket_comes_from_the_environment(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKET", "bucket")
    assert run("upload", "corpus").exit_code == 0
    assert (checkout / "bucket" / "corpus" / "souls" / "latest.json").is_file()


@pytest.mark.parametrize(
    ("url", "absent", "extra"),
    [("s3://lore", "s3fs", "s3"), ("gs://lore", "gcsfs", "gs"), ("lore", "fsspec", "bucket")],
)
def test_a_missing_driver_is_a_sentence_that_names_the_extra(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, url: str, absent: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    result = run("download", "corpus", "-b", url)
    assert (result.exit_code, result.stdout) == (1, "")
    shown = f"{checkout}/lore" if url == "lore" else url
    assert result.stderr == f"Error: {shown} needs an extra: pip install 'soulsgen[{extra}]'\n"


def test_a_folder_that_cannot_be_written_is_a_sentence(checkout: Path) -> None:
    (checkout / "bucket").touch()
    result = run("upload", "corpus", "-b", "bucket")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {checkout}/bucket/corpus/souls/")
    assert result.stderr.endswith(": Not a directory\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loads_no_driver_and_none_of_the_work(command: str) -> None:
    code = f"""
import sys
for name in ("fsspec", "s3fs", "gcsfs", "soulsgen.bucket"):
    sys.modules[name] = None
from soulsgen.commands.{command} import {command}
{command}.main(["--help"], standalone_mode=False)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Example:" in result.stdout


def test_both_commands_take_the_same_options_by_the_same_names() -> None:
    from soulsgen.bucket.artefact import KINDS as KNOWN
    from soulsgen.bucket_options import KINDS

    assert sorted(KNOWN) == sorted(KINDS)
