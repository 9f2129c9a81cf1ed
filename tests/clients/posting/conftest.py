"""Every channel but Mastodon on loopback, and pauses to match."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.counterparts import Counterparts, counterparts
from soulsgen.posting import delivery


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterparts]:
    monkeypatch.setattr(delivery, "SETTLE_S", 0.0)
    monkeypatch.setattr(delivery, "LATE_S", 0.0)
    monkeypatch.setattr(delivery, "FIRST_PAUSE_S", 0.05)
    with counterparts(tmp_path) as opened:
        yield opened
