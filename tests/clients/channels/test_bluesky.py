"""Bluesky's own: keys made from slots, and links by their bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from clients.channels.xrpc_server import DID, XrpcServer
from clients.loopback import serving
from soulsgen.channels.bluesky import Bluesky, record_key
from soulsgen.channels.post import Post

EIGHT = datetime(2026, 11, 21, 8, tzinfo=UTC)
ASH = Post("Ash.", key="a", when=EIGHT)


def test_a_slot_has_one_key_and_another_slot_or_account_another() -> None:
    assert record_key(ASH) == record_key(replace(ASH, text="Another line."))
    assert record_key(ASH) != record_key(replace(ASH, key="b"))
    assert re.fullmatch(r"[234567abcdefghij][234567a-z]{12}", record_key(ASH))


def test_keys_sort_by_their_time() -> None:
    later = replace(ASH, when=datetime(2026, 11, 21, 8, 0, 1, tzinfo=UTC), key="0")
    assert record_key(ASH) < record_key(later)


def test_a_key_is_the_timestamp_identifier_that_others_read() -> None:
    from datetime import timedelta

    digits = "234567abcdefghijklmnopqrstuvwxyz"
    value = 0
    for digit in record_key(ASH):
        value = value * 32 + digits.index(digit)
    moment = datetime.fromtimestamp((value >> 10) / 1e6, UTC)
    assert EIGHT <= moment < EIGHT + timedelta(seconds=1)


def test_a_link_is_one_in_the_post() -> None:
    server = XrpcServer()
    text = "火 see https://example.org/a, and (https://example.org/b)."
    with serving(server.flask) as url:
        receipt = Bluesky("@Lore.test", server.password, url).send(replace(ASH, text=text))
    (record,) = server.records.values()
    parts = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in record["facets"]
    ]
    assert parts == ["https://example.org/a", "https://example.org/b"]
    assert [facet["features"][0]["uri"] for facet in record["facets"]] == parts
    assert receipt.url == f"https://bsky.app/profile/{DID}/post/{record_key(ASH)}"
