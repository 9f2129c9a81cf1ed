"""`soulsgen words`, as a user runs it."""

from pathlib import Path

from click.testing import CliRunner

from soulsgen.cli import soulsgen


def test_standard_input_becomes_sorted_unique_words_on_standard_output() -> None:
    result = CliRunner().invoke(soulsgen, ["words"], input="The Tidal One,\nthe half-light.\n")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "half-light\none\nthe\ntidal\n", "")


def test_a_file_becomes_a_file(tmp_path: Path) -> None:
    source, output = tmp_path / "lore.txt", tmp_path / "new" / "words.txt"
    source.write_text("\ufeffÉlan of Ash, don’t.", "utf-8")
    result = CliRunner().invoke(soulsgen, ["words", "--source_text", str(source), "-o", str(output)])
    assert (result.exit_code, result.output) == (0, "")
    assert output.read_bytes() == "ash\ndon't\nof\nélan\n".encode()


def test_a_text_without_words_gives_nothing() -> None:
    result = CliRunner().invoke(soulsgen, ["words", "-s", "-", "-o", "-"], input="12 ...\n")
    assert (result.exit_code, result.output) == (0, "")


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(soulsgen, ["words"], input=b"ash\nb\xff\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: standard input:2: not UTF-8 text (invalid start byte)\n"


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(soulsgen, ["words", "-s", str(tmp_path / "no.txt")])
    assert result.exit_code == 2
    assert f"'{tmp_path / 'no.txt'}' does not exist" in result.stderr


def test_an_output_that_cannot_be_written_is_one_line_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    output = tmp_path / "file" / "words.txt"
    result = CliRunner().invoke(soulsgen, ["words", "-o", str(output)], input="ash\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: cannot write {output}: File exists\n"
