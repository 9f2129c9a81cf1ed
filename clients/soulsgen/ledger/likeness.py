"""Whether a line is one that was sent before, to the letter or nearly."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

# Of two lines, the share that is the same: 1.0 for equal ones.
NEAR = 0.9


def repeated(text: str, sent: Iterable[tuple[str, str]]) -> str | None:
    """Why `text` repeats one of `sent`, pairs of text and slot; None when it does not."""
    wanted = normal(text)
    # What is compared with many others goes second: SequenceMatcher learns that one once.
    pair = SequenceMatcher(None, "", wanted, autojunk=False)
    for other, slot in sent:
        known = normal(other)
        if known == wanted:
            return f"it was sent already, in slot {slot}"
        pair.set_seq1(known)
        # From the cheapest bound to the true share: ten thousand lines take tens of milliseconds.
        if all(bound() >= NEAR for bound in (pair.real_quick_ratio, pair.quick_ratio, pair.ratio)):
            return f"it is nearly what was sent in slot {slot}"
    return None


def normal(text: str) -> str:
    """`text` without case, punctuation and the difference between spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", plain).split()) or " ".join(plain.split())
