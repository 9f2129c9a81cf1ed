"""A session's folder, and its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from soulsgen.page import browser
from soulsgen.page.server import Page, Place
from waiting import LIMIT_S


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser may take its time."""
    for limit in ("_START_S", "_ANSWER_S", "_TRUE_S"):
        monkeypatch.setattr(browser, limit, LIMIT_S)


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
