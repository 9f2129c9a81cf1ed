"""How long X thinks a text is.

The rule is X's, https://docs.x.com/fundamentals/counting-characters, in the numbers of configuration v3 of
twitter-text (github.com/twitter/twitter-text): NFC first; a code point in a light range counts 1 and any
other 2; an emoji sequence counts 2 however many code points it has; a link counts 23 however long it is.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

LIMIT = 280
LINK_LENGTH = 23
LIGHT_RANGES = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

# The ranges are wider than Unicode's emoji: a lone symbol outside the light ranges counts 2 either way,
# so only sequences and the light ©, ® matter. U+FE0E asks for the text form of a symbol.
_SYMBOL = (
    r"[\u00A9\u00AE\u203C\u2049\u2100-\u2BFF\u3030\u303D\u3297\u3299\U0001F000-\U0001FAFF]"
    r"(?!\uFE0E)[\uFE0F\U0001F3FB-\U0001F3FF]?"
)
_EMOJI = re.compile(
    r"[#*0-9]\uFE0F?\u20E3"
    r"|[\U0001F1E6-\U0001F1FF]{2}"
    r"|\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"
    rf"|{_SYMBOL}(?:\u200D{_SYMBOL})*"
)

_LATIN = r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1E00-\u1EFF"
_NAME = r"[^\s!'#%&()*+,\\./:;<=>?@\[\]^{|}~$\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]"
_PATH = rf"a-z0-9\u0400-\u04FF{_LATIN}!*';:=+,.$/%#\[\]\-\u2013_~@|&"
_PATH_END = rf"a-z0-9\u0400-\u04FF{_LATIN}+\-=_#/"
# Without a scheme a link is a Latin name, and its port and query count only behind a path.
# Atomic groups keep the time linear in the text.
_LINK = re.compile(
    r"(?<![a-z0-9@＠$#＃])"
    rf"(?:(?P<scheme>https?://)(?P<host>(?>{_NAME}+)(?:\.(?>{_NAME}+))+)"
    rf"|(?<![-_./])(?P<bare>(?>[a-z0-9{_LATIN}-]+)(?:\.(?>[a-z0-9{_LATIN}-]+))+))(?![@+])"
    r"(?::\d+)?"
    rf"(?P<path>/(?:(?:[{_PATH}]|\([{_PATH}]*\))*(?:[{_PATH_END}]|\([{_PATH}]*\)))?)?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 63  # RFC 1035


def weighted_length(text: str) -> int:
    """Length of `text` in X's characters, of which a post may have `LIMIT`."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    total = position = 0
    while link := _next_link(text, position):
        start, end = link
        total += _weight_without_links(text[position:start]) + LINK_LENGTH
        position = end
    return total + _weight_without_links(text[position:])


def has_link(text: str) -> bool:
    """Whether X makes a link of some part of `text`."""
    return _next_link(unicodedata.normalize("NFC", text), 0) is not None


def _weight_without_links(text: str) -> int:
    plain, emoji = _EMOJI.subn("", text)
    light = sum(any(first <= ord(c) <= last for first, last in LIGHT_RANGES) for c in plain)
    return 2 * emoji + 2 * len(plain) - light


def _next_link(text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the first link at or after `position`; a name is one only under a real domain."""
    for match in _LINK.finditer(text, position):
        part = "host" if match["scheme"] else "bare"
        domain = _longest_domain(match[part])
        if domain and domain == match[part] and (match["scheme"] or match["path"]):
            return match.span()
        if domain:
            return match.start(), match.start(part) + len(domain)
    return None


def _longest_domain(host: str) -> str:
    """`host` without the labels after its last top-level domain; empty when it is no domain."""
    labels = host.split(".")
    while len(labels) > 1 and not _is_top_level(labels[-1]):
        labels.pop()
    *names, _ = labels
    well_formed = all(len(name) <= _LONGEST_LABEL and name == name.strip("-_") for name in names)
    return ".".join(labels) if names and well_formed and "_" not in names[-1] else ""


def _is_top_level(label: str) -> bool:
    return label.lower() in _top_level_domains() or label.lower().startswith("xn--")


@cache
def _top_level_domains() -> frozenset[str]:
    lines = files("soulsgen.channels").joinpath("top_level_domains.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())
