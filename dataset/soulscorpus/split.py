"""Train or test, by thing: a fixed function of kind and id, so what is added moves nothing else.

All sentences of a sword's summary and description are on one side, in whichever table they stand.
"""

import hashlib

from soulscorpus.entries import Entry


def is_test(entry: Entry, test_share: float) -> bool:
    """Whether `entry` is held out; about `test_share` of all are, and those of a smaller share stay so."""
    digest = hashlib.sha256(f"{entry.kind}\0{entry.id}".encode()).digest()
    return int.from_bytes(digest[:8]) < test_share * 2**64
