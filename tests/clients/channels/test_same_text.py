import email.utils
from datetime import UTC, datetime, timedelta

import pytest

from soulsgen.channels.http_answer import on_their_clock
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
        ("More at example.org.", "More at https://t.co/abc."),
        ("Ash (see example.org/a), now.", "Ash (see https://t.co/abc), now."),
        ("See example.org—or not.", "See https://t.co/abc—or not."),
        ("Hail @alice@example.org, and @bob@x.y.z!", "Hail @alice, and @bob!"),
    ],
)
def test_what_a_channel_does_to_a_text_does_not_hide_it(sent: str, shown: str) -> None:
    assert matching(Post(sent), seen(shown), NOW, 40) == HERE


@pytest.mark.parametrize("hours", [-25, -1, 1])
def test_whatever_the_clocks_say_the_same_text_is_it(hours: int) -> None:
    assert matching(Post("Ash."), seen("Ash.", NOW + timedelta(hours=hours)), NOW, 40) == HERE


@pytest.mark.parametrize(("sent", "shown"), [("Ash.", "Ashes."), ("🔥", "https://t.co/abc"), ("…", "!")])
def test_another_text_is_not_it(sent: str, shown: str) -> None:
    assert matching(Post(sent), seen(shown), NOW, 40) is None


def test_the_same_text_of_somebody_else_is_not_it() -> None:
    assert matching(Post("Ash."), [Sighting(HERE, None, NOW)], NOW, 40) is None


def test_an_account_that_is_too_busy_to_look_back_to_the_try_is_a_doubt() -> None:
    others = [Sighting(HERE, None, NOW + timedelta(seconds=seconds)) for seconds in (2, 0)]
    with pytest.raises(Blind, match="not among the newest 2 posts, which are all newer than the try"):
        matching(Post("Ash."), others, NOW, 2)
    assert matching(Post("Ash."), [*others, *seen("Ash.")], NOW, 3) == HERE
    before = Sighting(HERE, None, NOW - timedelta(seconds=1))
    assert matching(Post("Ash."), [*others, before], NOW, 3) is None


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_the_try_is_looked_for_by_the_channels_clock(hours: int) -> None:
    began = datetime.now(UTC)
    theirs = began + timedelta(hours=hours)
    found = on_their_clock(began, {"Date": email.utils.format_datetime(theirs, usegmt=True)})
    # Too early by what is left out of the header, the part of a second, and by what has gone by.
    assert timedelta(0) <= theirs - found < timedelta(seconds=1) + (datetime.now(UTC) - began)
    assert on_their_clock(began, {}) == began - timedelta(days=1)
