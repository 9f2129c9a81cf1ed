"""What a channel charges for a post, in US dollars.

X: https://docs.x.com/x-api/getting-started/pricing, "Content: Create" and "Content: Create (with URL)", as
read on 2026-11-21. The other channels charge nothing.
"""

from decimal import Decimal

from soulsgen.channels.weighted_length import has_link

SOURCE = "https://docs.x.com/x-api/getting-started/pricing"
READ_ON = "2026-11-21"
# channel: a post, a post with a URL
PRICES = {"x": (Decimal("0.015"), Decimal("0.200"))}


def cost(channel: str, text: str) -> Decimal:
    """Price of one post of `text`."""
    plain, with_url = PRICES.get(channel, (Decimal(0), Decimal(0)))
    return with_url if has_link(text) else plain


def url_refusal(channel: str, text: str, allow_url: bool) -> str | None:
    """Why `text` is not posted without `allow_url`; None when its URL, if any, costs nothing more."""
    price = cost(channel, text)
    plain = PRICES.get(channel, (price, price))[0]
    if allow_url or price == plain:
        return None
    return (
        f"the text holds a URL, for which {channel.upper()} charges ${price} in place of ${plain}; "
        "--allow-url posts it all the same"
    )
