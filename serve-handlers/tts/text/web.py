"""Addresses: "https://soulsgen.example.org/lore" is "soulsgen dot example dot org slash lore"."""

import re

from tts.text.tokens import LONGEST_WORD

_URL = re.compile(
    r"(?:https?://(?:www\.)?|www\.)([\w.-]+)(?::[0-9]+)?(/[^?#\s]*)?(?:[?#]\S*)?", re.IGNORECASE
)
_MAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_BARE = re.compile(r"((?:[a-z0-9-]+\.)+(?:com|org|net|io|gg|dev|co\.uk|tv))(/[\w/.-]*)?", re.IGNORECASE)
_SYMBOLS = {".": " dot ", "/": " slash ", "-": " dash ", "_": " underscore ", "+": " plus "}
# Characters of an address that is still read to its end; of a longer one the host alone, or nothing.
_LONGEST = 60


def address(core: str) -> str | None:
    """What is said for an address on the web or for mail; None where `core` is none."""
    if found := _MAIL.fullmatch(core):
        said = f"{found[1]} at {found[2]}"
        return _read(said) if len(said) <= _LONGEST else "a mail address"
    found = _URL.fullmatch(core) or _BARE.fullmatch(core)
    if not found:
        return "a link" if len(core) > LONGEST_WORD else None
    host, path = found[1], (found[2] or "").rstrip("/")
    if len(host) > _LONGEST:
        return "a link"
    return _read(host + path if len(host + path) <= _LONGEST else host)


def _read(written: str) -> str:
    return " ".join(re.sub(r"[./_+-]", lambda found: _SYMBOLS[found[0]], written).split())
