"""`soulsgen create corpus`, as a user runs it."""

from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from soulscorpus.settings import CorpusSettings
from soulsgen.cli import soulsgen
from soulsgen.commands.create_corpus import corpus

TABLE = """<fmg>
  <entries>
    <text id="1">The flame fades. The ash falls.</text>
    <text id="2">The flame fades. Ha!</text>
    <text id="3">%null%</text>
    <text id="4">Dagger</text>
    <text id="5">Dagger +1</text>
  </entries>
</fmg>
"""
COUNTS = """\
files                                         1
entries read                                  5
  dropped: does not end in . ? ! , ...        2
  dropped: is %null%                          1
entries kept                                  2
  dropped: duplicate                          1
  dropped: under 5 characters                 1
sentences                                     2
  for training                                2
  for test                                    0
words                                         5
vocabulary                                  265
"""


@pytest.fixture
def game(tmp_path: Path) -> Path:
    folder = tmp_path / "game"
    folder.mkdir()
    (folder / "Talk.fmg.xml").write_text(TABLE, "utf-8")
    return folder


def create(*arguments: str | Path, **environment: str) -> Result:
    command = ["create", "corpus", *map(str, arguments)]
    return CliRunner().invoke(soulsgen, command, env={"DATASOURCE_DIR": None, **environment})


def test_a_corpus_is_written_and_its_counts_are_words_on_stderr(game: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    result = create("--src_dir", game, "-o", out, "--test-share", "0")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{COUNTS}written to {out}\n"
    assert (out / "corpus.raw.txt").read_text("utf-8") == "The flame fades.\nThe ash falls.\n"


def test_a_dry_run_says_the_same_and_writes_nothing(game: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    result = create("-o", out, "--test-share", "0", "--dry-run", DATASOURCE_DIR=str(game))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{COUNTS}would write to {out}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["game"]


def test_an_unchanged_corpus_is_left_alone_unless_forced(game: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    create("-d", game, "-o", out, "--test-share", "0")
    again = create("-d", game, "-o", out, "--test-share", "0")
    assert (again.exit_code, again.stderr) == (0, f"{COUNTS}nothing has changed in {out}\n")
    forced = create("-d", game, "-o", out, "--test-share", "0", "--force")
    assert (forced.exit_code, forced.stderr) == (0, f"{COUNTS}written to {out}\n")


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_explain_shows_what_each_reason_dropped(more: tuple[str, ...], game: Path, tmp_path: Path) -> None:
    command = ("-d", game, "-o", tmp_path / "corpus", "--test-share", "0", *more)
    create(*command)
    result = create(*command, "--explain")
    assert result.exit_code == 0
    assert (
        "\n\ndoes not end in . ? ! , ... (2)\n    Talk.fmg.xml#4: Dagger\n    Talk.fmg.xml#5: Dagger +1\n"
        in result.stderr
    )
    assert "duplicate (1)\n    Talk.fmg.xml#2: The flame fades.\n" in result.stderr


def test_json_is_the_manifest_on_stdout(game: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    result = create("-d", game, "-o", out, "--vocab-size", "262", "--json")
    assert result.exit_code == 0
    assert result.stdout == (out / "manifest.json").read_text("utf-8")
    assert '"vocab_size": 262' in result.stdout


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("<fmg>\n<version/>\n</fmg>", "{table}:1: no <entries> under <fmg>; the file begins with <fmg>"),
        (
            "<fmg><entries/></fmg>",
            "{game} gives no sentence to train on: 0 entries read, 0 sentences held out for test; "
            "dropped: none",
        ),
    ],
)
def test_a_fault_in_the_files_is_one_line_and_exit_1(
    table: str, sentence: str, game: Path, tmp_path: Path
) -> None:
    (game / "Talk.fmg.xml").write_text(table, "utf-8")
    result = create("-d", game, "-o", tmp_path / "corpus")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {sentence.format(table=game / 'Talk.fmg.xml', game=game)}\n"
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_folder_of_something_else_is_left_alone(more: tuple[str, ...], game: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").touch()
    result = create("-d", game, "-o", tmp_path / "mine", *more)
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path / 'mine'} is not empty and holds no manifest.json of a corpus; "
        "name another folder\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ((), 2, "Missing option '-d' / '--src-dir'"),
        (("-d", "/no/such/folder"), 2, "Directory '/no/such/folder' does not exist"),
        (("-d", "/", "--vocab-size", "many"), 2, "'many' is not a valid integer"),
        (("-d", "/", "--test-share", "1"), 2, "1.0 is not in the range 0<=x<1"),
        (("-d", "/", "--vocab-size", "8"), 1, "a vocabulary of 8 is too small"),
    ],
)
def test_bad_options_are_refused(arguments: tuple[str, ...], status: int, sentence: str) -> None:
    result = create(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert sentence in result.stderr


def test_the_options_default_to_the_settings_own_defaults() -> None:
    options = {parameter.name: parameter.default for parameter in corpus.params}
    assert {name: options[name] for name in asdict(CorpusSettings())} == asdict(CorpusSettings())
