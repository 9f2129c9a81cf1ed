from datetime import UTC, datetime, timedelta

import pytest

from soulsgen.channels.post import Blind, Post, Receipt
from soulsgen.channels.same_text import Sighting, matching

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = Receipt("1", "https://example.org/1")


def seen(text: str, created: datetime = NOW) -> list[Sighting]:
    return [Sighting(HERE, text, created)]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Ash — and  embers.", "Ash — and embers."),
        ("Ash, see https://example.org/long/way?x=1", "Ash, see https://t.co/abc"),
        ("Ash.", "Ash. https://t.co/picture"),
        ("caf\u00e9", "cafe\u0301"),
    ],
)
def test_what_a_channel_does_to_a_text_does_not_hide_it(sent: str, shown: str) -> None:
    assert matching(Post(sent), seen(shown), NOW, 40) == HERE


def test_another_text_and_an_older_post_are_not_it() -> None:
    assert matching(Post("Ash."), seen("Ashes."), NOW, 40) is None
    assert matching(Post("Ash."), seen("Ash.", NOW - timedelta(minutes=1)), NOW, 40) == HERE
    assert matching(Post("Ash."), seen("Ash.", NOW - timedelta(minutes=5)), NOW, 40) is None
    assert matching(Post("Ash."), [Sighting(HERE, None, NOW)], NOW, 40) is None


def test_an_account_that_is_too_busy_to_look_back_to_the_try_is_a_doubt() -> None:
    others = [Sighting(HERE, None, NOW + timedelta(seconds=second)) for second in (2, 1)]
    with pytest.raises(Blind, match="not among the newest 2 posts, which are all newer than the try"):
        matching(Post("Ash."), others, NOW, 2)
    assert matching(Post("Ash."), [*others, *seen("Ash.")], NOW, 3) == HERE
    assert matching(Post("Ash."), [*others, Sighting(HERE, None, NOW)], NOW, 3) is None
