"""`soulsgen models pull` against a Hub on loopback: what is taken, what is refused, what is checked."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.loopback import free_port
from clients.models.hub_server import HubServer, Repository
from clients.models.tiny import files_of, whisper
from soulsgen.commands.models import models
from soulsgen.errors import Refused, Unavailable

PULLED = "model_store/pulled/ours--tiny"
KEPT = ("LICENSE", "config.json", "merges.txt", "model.safetensors", "tokenizer.json")


def pull(*arguments: str) -> Result:
    return CliRunner().invoke(models, ["pull", *arguments], catch_exceptions=False)


def record(folder: str = PULLED) -> dict[str, object]:
    content: dict[str, object] = json.loads((Path(folder) / "pulled.record").read_text("utf-8"))
    return content


def test_a_model_is_pulled_with_what_loads_it_and_nothing_that_can_run(
    hub: HubServer, checkout: Path
) -> None:
    repository = hub.add("ours/tiny", Repository(whisper()))
    result = pull("ours/tiny")
    assert (result.exit_code, result.stdout) == (0, f"{PULLED}\n")
    found = files_of(checkout / PULLED)
    del found["pulled.record"]
    assert found == {name: repository.files[name] for name in KEPT}
    assert "5 files of the repository are not needed" in result.stderr
    assert "soulsgen models use ours--tiny" in result.stderr


def test_the_record_names_commit_licence_and_the_checksum_of_every_file(
    hub: HubServer, checkout: Path
) -> None:
    files = hub.add("ours/tiny", Repository(whisper())).files
    pull("ours/tiny")
    written = record()
    assert written.pop("date") is not None
    assert written == {
        "kind": "soulsgen pulled model",
        "repository": "ours/tiny",
        "revision": "main",
        "commit": "c0ffee00" * 5,
        "licence": "apache-2.0",
        "files": {
            name: {"size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
            for name in KEPT
        },
    }


def test_a_short_name_and_its_repository_are_one_model(hub: HubServer, checkout: Path) -> None:
    hub.add("openai/whisper-small", Repository(whisper()))
    assert pull("openai/whisper-small").stdout == "model_store/pulled/whisper-small\n"
    again = pull("whisper-small")
    assert again.stdout == "model_store/pulled/whisper-small\n"
    assert "checksums verified" in again.stderr


def test_what_is_here_is_verified_without_the_hub_and_stays_at_its_commit(
    hub: HubServer, checkout: Path
) -> None:
    repository = hub.add("ours/tiny", Repository(whisper()))
    pull("ours/tiny")
    repository.commit = "beef" * 10
    asked = len(hub.requests)
    assert pull("ours/tiny").exit_code == 0
    assert len(hub.requests) == asked
    assert record()["commit"] == "c0ffee00" * 5


def test_a_newer_commit_comes_when_it_is_asked_for_and_brings_only_what_changed(
    hub: HubServer, checkout: Path
) -> None:
    repository = hub.add("ours/tiny", Repository(whisper()))
    pull("ours/tiny")
    repository.commit, repository.files["merges.txt"] = "beef" * 10, b"c d\n"
    hub.requests.clear()
    assert pull("ours/tiny", "--revision", "main").exit_code == 0
    assert [request.path for request in hub.requests] == ["merges.txt"]
    assert (checkout / PULLED / "merges.txt").read_bytes() == b"c d\n"
    assert record()["commit"] == "beef" * 10


def test_a_damaged_file_is_found_and_pulled_anew(hub: HubServer, checkout: Path) -> None:
    files = hub.add("ours/tiny", Repository(whisper())).files
    pull("ours/tiny")
    path = checkout / PULLED / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    (checkout / PULLED / "merges.txt").unlink()
    hub.requests.clear()
    result = pull("ours/tiny")
    assert "merges.txt, model.safetensors damaged or lost, pulled anew" in result.stderr
    assert sorted(request.path for request in hub.requests) == ["merges.txt", "model.safetensors"]
    assert path.read_bytes() == files["model.safetensors"]


def test_a_wrong_checksum_is_told_and_nothing_of_it_kept(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository(whisper()))
    hub.large.garble = True
    result = pull("ours/tiny")
    assert result.exit_code == 1
    assert "model.safetensors of ours/tiny did not arrive as the Hub has it" in result.stderr
    assert not (checkout / PULLED).exists()
    hub.large.garble = False
    assert pull("ours/tiny").exit_code == 0


def test_a_small_file_with_a_wrong_checksum_is_told_too(hub: HubServer, checkout: Path) -> None:
    files = hub.add("ours/tiny", Repository(whisper())).files
    files["tokenizer.json"] = b"[]"
    listed = dict(files)
    hub.repositories["ours/tiny"].files = _Changing(listed)
    result = pull("ours/tiny")
    assert result.exit_code == 1
    assert "tokenizer.json of ours/tiny did not arrive" in result.stderr


class _Changing(dict[str, bytes]):
    """The tokenizer is another each time it is read, of the same size."""

    reads = 0

    def __getitem__(self, key: str) -> bytes:
        if key != "tokenizer.json":
            return super().__getitem__(key)
        self.reads += 1
        return b"[]" if self.reads == 1 else b"{}"


def test_a_dry_run_tells_all_and_pulls_nothing(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository(whisper(500_000)))
    result = pull("ours/tiny", "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"ours/tiny at {'c0ffee00' * 5}, apache-2.0" in result.stderr
    assert "model.safetensors  2.0 MB" in result.stderr
    assert "2.0 MB in 5 files, 2.0 MB to come" in result.stderr
    assert list((checkout / "model_store/pulled").iterdir()) == []


def test_the_large_files_are_never_shown_the_token(
    hub: HubServer, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_reader")
    hub.add("ours/tiny", Repository(whisper(), gated="manual", readers=("hf_reader",)))
    result = pull("ours/tiny")
    assert result.exit_code == 0
    assert {request.token for request in hub.requests} == {"Bearer hf_reader"}
    assert [request.token for request in hub.large.requests] == [None]
    assert "hf_reader" not in result.output + (checkout / PULLED / "pulled.record").read_text("utf-8")


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (None, "ours/tiny is gated: accept its terms at {url}/ours/tiny, make a token"),
        ("hf_stranger", "ours/tiny is gated and HF_TOKEN may not read it; ask for access at {url}/ours/tiny"),
        ("hf_wrong", "{url} does not take HF_TOKEN (HTTP 401); make a new one, or unset it"),
    ],
)
def test_a_gated_model_says_what_to_do(
    hub: HubServer, checkout: Path, monkeypatch: pytest.MonkeyPatch, token: str | None, sentence: str
) -> None:
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    hub.add("ours/tiny", Repository(whisper(), gated="manual", readers=("hf_reader",)))
    result = pull("ours/tiny", "--dry-run")
    assert result.exit_code == Refused.exit_code
    assert result.stderr.startswith("Error: " + sentence.format(url=os.environ["HF_ENDPOINT"]))
    assert result.stderr.count("\n") == 1
    assert token is None or token not in result.stderr


def test_a_token_is_shown_without_its_line_break_or_not_at_all(
    hub: HubServer, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add("ours/tiny", Repository(whisper(), gated="manual", readers=("hf_reader",)))
    monkeypatch.setenv("HF_TOKEN", "hf_reader\n")
    assert pull("ours/tiny", "--dry-run").exit_code == 0
    monkeypatch.setenv("HF_TOKEN", "hf_\nreader")
    result = pull("ours/tiny", "--dry-run")
    assert (result.exit_code, result.stderr.startswith("Error: HF_TOKEN holds ")) == (1, True)
    assert "reader" not in result.output + repr(result.exception)


@pytest.mark.parametrize("token", [None, "hf_reader"])
def test_an_unknown_model_and_an_unknown_revision_are_told(
    hub: HubServer, checkout: Path, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    hub.add("ours/tiny", Repository(whisper()))
    unknown, revision = pull("ours/tinny"), pull("ours/tiny", "--revision", "v9")
    assert (unknown.exit_code, revision.exit_code) == (Refused.exit_code, Refused.exit_code)
    assert "knows no model ours/tinny" in unknown.stderr
    assert "ours/tiny has no revision v9" in revision.stderr


@pytest.mark.parametrize("word", ["whisper-smal", "../../etc", "../etc", "a/b/c", "-/x", ""])
def test_a_word_that_names_no_repository_is_told(checkout: Path, word: str) -> None:
    result = pull("--", word)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {word!r} is neither a short name (`soulsgen models list` shows")


def test_a_model_larger_than_wished_or_than_the_disk_is_refused_before_a_byte_comes(
    hub: HubServer, checkout: Path
) -> None:
    repository = hub.add("ours/tiny", Repository(whisper()))
    repository.claimed_bytes = 21 * 10**9
    wished = pull("ours/tiny")
    repository.claimed_bytes = 10**18
    disk = pull("ours/tiny", "--max-size", "1e12")
    assert (wished.exit_code, disk.exit_code) == (1, 1)
    assert "ours/tiny is 21.0 GB, more than --max-size 20 (GB)" in wished.stderr
    assert "needs 1000000000.0 GB more and the disk" in disk.stderr
    assert hub.requests == []


def test_no_network_is_told_and_may_pass(checkout: Path) -> None:
    result = pull("whisper-tiny", "--endpoint", f"http://127.0.0.1:{free_port()}")
    assert result.exit_code == Unavailable.exit_code
    assert "no answer from http://127.0.0.1" in result.stderr
    assert "soulsgen models use DIR" in result.stderr


def test_offline_mode_is_told_and_what_is_here_is_still_verified(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository(whisper()))
    pull("ours/tiny")
    code = "from soulsgen.commands.models import models; models()"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, "pull", name],
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        for name in ("ours/tiny", "ours/other")
    ]
    assert [run.returncode for run in runs] == [0, Unavailable.exit_code]
    assert runs[1].stderr.startswith("Error: HF_HUB_OFFLINE is set, so nothing is pulled; unset it")


def test_a_busy_hub_is_asked_again(hub: HubServer, checkout: Path) -> None:
    hub.add("ours/tiny", Repository(whisper()))
    hub.busy = 1
    assert pull("ours/tiny").exit_code == 0
