from decimal import Decimal

import pytest

from soulsgen.channels.cost import cost, url_refusal


@pytest.mark.parametrize(
    ("channel", "text", "price"),
    [
        ("x", "A king burns.", "0.015"),
        ("x", "A king burns: https://example.org", "0.200"),
        ("x", "A king burns at example.org", "0.200"),
        ("x", "A king burns.He rises", "0.015"),
        ("mastodon", "https://example.org", "0"),
    ],
)
def test_the_price_is_the_channels(channel: str, text: str, price: str) -> None:
    assert cost(channel, text) == Decimal(price)


def test_a_url_to_x_needs_leave_and_elsewhere_none() -> None:
    assert url_refusal("x", "See example.org", allow_url=False) == (
        "the text holds a URL, for which X charges $0.200 in place of $0.015; "
        "--allow-url posts it all the same"
    )
    assert url_refusal("x", "See example.org", allow_url=True) is None
    assert url_refusal("discord", "See example.org", allow_url=False) is None
