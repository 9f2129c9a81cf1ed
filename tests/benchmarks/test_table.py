"""What a benchmark publishes: its section of the page, and its figures."""

from pathlib import Path

import pytest
import table

PAGE = "# Performance\n\n## Lore\n\nold\n\n## Voice\n\nstays\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "performance.md"
    path.write_text(PAGE, "utf-8")
    monkeypatch.setattr(table, "PAGE", path)
    return path


def test_a_section_is_written_anew_and_a_figure_stands_with_its_target(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {"gain": 3.456, "p95_ms": 40.0}
    table.publish("Lore", ["Today.\n"], ["| a |", "|---|"], figures, {"p95_ms": 60.0}, write=True)
    written = "Today.\n\n| a |\n|---|\n\n`gain` 3.46, `p95_ms` 40.00 (to reach: 60).\n"
    assert page.read_text("utf-8") == PAGE.replace("old\n", written)
    assert capsys.readouterr() == ("gain=3.456\np95_ms=40.000\n", "| a |\n|---|\n")


def test_without_figures_the_table_ends_the_section(page: Path) -> None:
    table.publish("Speech", ["Today.\n"], ["| a |"], {}, {}, write=True)
    assert page.read_text("utf-8") == f"{PAGE}\n## Speech\n\nToday.\n\n| a |\n"


def test_the_page_stays_as_it_is_where_nothing_is_to_be_written(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.publish("Lore", ["Today.\n"], ["| a |"], {"gain": 2.0}, {}, write=False)
    assert page.read_text("utf-8") == PAGE
    assert capsys.readouterr() == ("gain=2.000\n", "| a |\n")
