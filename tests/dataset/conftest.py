"""Small game text tables on disk."""

from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import settings

# A busy machine is no failing property.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """An empty source folder."""
    folder = tmp_path / "game"
    folder.mkdir()
    return folder


@pytest.fixture
def write_table(game: Path) -> Callable[[str, Mapping[int, str]], None]:
    """Write `texts` by id as the `.fmg.xml` file `name` of `game`."""

    def write(name: str, texts: Mapping[int, str]) -> None:
        path = game / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = "".join(f'<text id="{id_}">{escape(text)}</text>\n' for id_, text in texts.items())
        path.write_text(f"<fmg>\n<entries>\n{rows}</entries>\n</fmg>\n", "utf-8")

    return write
