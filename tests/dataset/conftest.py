"""Small game text tables on disk."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dataset.corpora import WriteTable


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """An empty source folder."""
    folder = tmp_path / "game"
    folder.mkdir()
    return folder


@pytest.fixture
def write_table(game: Path) -> WriteTable:
    """Write `texts` by id as the `.fmg.xml` file `name` of `game`."""

    def write(name: str, texts: Mapping[int, str]) -> None:
        path = game / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = "".join(f'<text id="{id_}">{escape(text)}</text>\n' for id_, text in texts.items())
        path.write_text(f"<fmg>\n<entries>\n{rows}</entries>\n</fmg>\n", "utf-8")

    return write


@pytest.fixture
def small_game(game: Path, write_table: WriteTable) -> Path:
    """Two tables, of which most kinds of entries are dropped."""
    write_table("talk/Talk.fmg.xml", {10: "Ah... you. The flame fades!", 11: "%null%", 20: "The ash falls."})
    write_table(
        "item/Caption.fmg.xml",
        {1: "A dagger of bone. It is cold.", 2: "Dagger +1", 3: "The ash falls.", 4: "Sign in to PSN."},
    )
    return game
