import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulsgen.channels.weighted_length import weighted_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("The lantern remembers.", 22),
        ("“Ash” — then…", 14),  # curly quotes and dashes are light, the ellipsis is not
        ("火の時代", 8),
        ("cafe\u0301", 4),  # NFC joins the accent
        ("a\r\nb", 3),
        ("🔥", 2),
        ("🙋🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("🇯🇵🇫🇷", 4),
        ("1️⃣", 2),
        ("©", 2),
        ("☎️", 2),
        ("☎\ufe0e", 4),  # asked for as text: a symbol and a selector
    ],
)
def test_text_and_emoji_count_as_x_counts_them(text: str, length: int) -> None:
    assert weighted_length(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("https://example.com", 23),
        ("https://example.com/a/long/path?with=a&query=too#part", 23),
        ("HTTPS://Example.COM/a_(b)", 23),
        ("(see https://example.com/a).", 5 + 23 + 2),
        ("example.com and t.co", 23 + 5 + 23),
        ("http://☃.net/", 23),
        ("日本語example.com中国語", 6 + 23 + 6),
        ("It went dark.So it ended.", 8 + 23 + 10),  # .so is a country
        ("It went dark.The end.", 21),
        ("http://localhost:8080", 21),
        ("ash@example.com", 15),
        ("$ash.com #ash.com", 17),
        ("a" * 64 + ".com", 68),  # a label has at most 63 characters
        ("foo.com.ashes", 23 + 6),
    ],
)
def test_a_link_counts_23_and_what_only_looks_like_one_counts_itself(text: str, length: int) -> None:
    assert weighted_length(text) == length


@given(st.text(alphabet=st.characters(max_codepoint=0x024F, exclude_characters=".©®"), max_size=80))
def test_latin_text_without_links_counts_its_characters(text: str) -> None:
    folded = text.replace("\r\n", "\n")
    assert weighted_length(text) == len(folded)


def test_a_hostile_text_is_measured_in_linear_time() -> None:
    assert weighted_length("a." * 50_000) == 100_000
    assert weighted_length("http://a.com/" + "(" * 20_000) == 23 + 20_000
