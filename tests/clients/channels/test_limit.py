import contextlib

import pytest

from soulsgen.channels.bluesky import Bluesky
from soulsgen.channels.discord import Discord
from soulsgen.channels.limit import Limit
from soulsgen.channels.mastodon import text_limit
from soulsgen.channels.x import X_LIMIT
from soulsgen.errors import Refused
from waiting import LIMIT_S

TEN = Limit("Ten", "characters", 10, len)


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        (" Ash. \n", "Ash."),
        ("Ash. Ember. Fire.", "Ash."),
        ("“Ash.” Embers glow.", "“Ash.”"),
        ("A 1.5 b? Embers glow.", "A 1.5 b?"),
        ("Ash… Embers glow.", "Ash…"),
        ("Ash. (No. Not now.)", "Ash."),
        ("Ash! “Go. I stay.”", "Ash!"),
        ('Ash! "Go. I stay."', "Ash!"),
        ("Ash? St. Mary burns.", "Ash?"),
        ("Ash? J. Hask burns.", "Ash?"),
        ("Ash. Well... it was.", "Ash."),
        ("Ash. :) Em. Glow, all.", "Ash."),
    ],
)
def test_a_text_too_long_is_cut_after_a_sentence(text: str, fitted: str) -> None:
    assert TEN.fit(text) == fitted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Embers glow on.", "the text has 15 characters, Ten takes 10"),
        ("Version 1.2 of it", "the text has 17 characters, Ten takes 10"),
        (" \n", "the text is blank"),
    ],
)
def test_a_text_without_a_sentence_that_fits_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        TEN.fit(text)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("limit", "text", "length"),
    [
        (X_LIMIT, "火 https://example.org/a/very/long/way/to/go", 26),
        (text_limit("m"), "火 https://example.org/a/very/long/way/to/go", 25),
        (text_limit("m"), "👩‍👩‍👧‍👦é", 2),
        (Bluesky.limit, "👩‍👩‍👧‍👦 e\u0301\r\n🇩🇪", 5),
        (Discord.limit, "火🔥", 3),
    ],
)
def test_each_channel_counts_in_its_own_way(limit: Limit, text: str, length: int) -> None:
    assert limit.count(text) == length


@pytest.mark.parametrize("character", ["\0", "\udcff"])
def test_what_is_no_text_is_refused_everywhere(character: str) -> None:
    reason = f"the text holds U+{ord(character):04X}, which Ten does not take"
    assert TEN.refusal(f"Ash{character}") == reason


@pytest.mark.parametrize("text", ["Ash. " * 20_000, "." * 200_000, "Ash" + "..." * 60_000 + ' " ( '])
@pytest.mark.timeout(LIMIT_S)
def test_a_long_text_takes_no_longer_than_a_moment(text: str) -> None:
    """Milliseconds; in steps that grow with the square of the text it would be hours."""
    with contextlib.suppress(Refused):
        assert X_LIMIT.fit(text) == " ".join(["Ash."] * 56)


def test_bluesky_bounds_bytes_as_well() -> None:
    family = "👩‍👩‍👧‍👦"
    assert Bluesky.limit.refusal(family * 120) is None
    assert Bluesky.limit.refusal(family * 121) == "the text has 3025 bytes, Bluesky takes 3000"
