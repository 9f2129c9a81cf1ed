"""A session's folder, and its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from soulsgen.page.server import Page, Place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evening"
    folder.mkdir()
    (folder / "session.json").write_text(
        '{"started": "2026-11-21T19:00:00+01:00", "settings": {"title": "Bells"}}'
    )
    return folder


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    with Page(folder, Place(port=0), lambda _: None, beat_s=0.2) as page:
        yield page
