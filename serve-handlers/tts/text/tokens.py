"""Written words with their places, and the lines and paragraphs between them."""

import re
from dataclasses import dataclass
from typing import Literal

from tts.text.marks import HIDDEN, shown

Gap = Literal["", "line", "paragraph"]

_ITEM = re.compile(r"[0-9]{1,3}[.)]\s")
# Of characters. What is longer is no word and is taken in pieces; an address is taken whole.
LONGEST_WORD = 40
ADDRESS = (
    r"(?:https?://|www\.)[\w.-]+(?::[0-9]+)?(?:[/?#][^\s<>\"”’)\]]*)?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
# Marks above and below letters, which pieces of Thai, Lao, Burmese or Khmer must not begin with.
_COMBINING = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b6-\u17d3"
)
# A word ends at white space, after a dash or dots that join two, after a mark that needs no space behind it:
# a full stop, or a comma that is not within a number.
_DASHED = (
    rf"[^\s—…。！？।]{{1,{LONGEST_WORD}}}?"
    r"(?:—+|--+|…+|\.{2,}+(?=[^\W_])|[。！？।]+[」』”’）)\"']*"
    r"|(?:(?!(?<=\d).\d)[，、；：])+[」』”’）)]*|(?=\s|\Z))"
)
_PIECE = rf"\S{{1,{LONGEST_WORD}}}(?![{_COMBINING}])|\S{{1,{LONGEST_WORD}}}"
_TOKEN = re.compile(rf"[\"'“‘(\[\0]*(?:{ADDRESS})[^\w\s]{{0,5}}(?=\s|\Z)|{_DASHED}|[—…。！？।]+|{_PIECE}")
# A line as short as this was ended by whoever wrote it, a longer one by its margin.
_MARGIN = 60

_LEAD = """"'“”„‘’«»‹›()[]{}¡¿—–-…,;:!?./\\「『（，、；："""
_TRAIL = """"'“”‘’«»‹›()[]{}—–-.…,;:!?/\\。！？、，；：।」』）"""


@dataclass(frozen=True, slots=True)
class Token:
    """A written word: `text[at : at + len(word)] == word`.

    Without what is hidden it is `lead + core + trail`: marks, what is said, marks. `core` is empty where
    there are marks alone. `gap` is what comes after.
    """

    word: str
    at: int
    lead: str
    core: str
    trail: str
    gap: Gap

    @property
    def plain(self) -> str:
        return self.lead + self.core + self.trail


def tokens_of(text: str) -> list[Token]:
    bare = shown(text)
    found = [match for match in _TOKEN.finditer(bare) if match[0].strip(HIDDEN)]
    nexts = [*(match.start() for match in found[1:]), len(text)]
    return [_token(text, bare, match, after) for match, after in zip(found, nexts, strict=False)]


def _token(text: str, bare: str, match: re.Match[str], after: int) -> Token:
    start = match.start() + len(match[0]) - len(match[0].lstrip(HIDDEN))
    end = match.end() - (len(match[0]) - len(match[0].rstrip(HIDDEN)))
    lead, core, trail = _parts(bare[start:end].replace(HIDDEN, ""))
    return Token(text[start:end], start, lead, core, trail, _gap(bare, match.end(), after))


def _parts(plain: str) -> tuple[str, str, str]:
    """A sign or point in front of digits belongs to them."""
    core = plain.rstrip(_TRAIL)
    trailing = plain[len(core) :]
    cut = len(core) - len(core.lstrip(_LEAD))
    if cut and re.match(r"[-–]?[.]?[0-9]|[-–][$€£]", core[cut - 1 :]) and core[cut - 1] in "-–.":
        cut -= 1
    return core[:cut], core[cut:], trailing


def _gap(bare: str, end: int, after: int) -> Gap:
    between = bare[end:after]
    if "\n" not in between:
        return ""
    if between.count("\n") > 1:
        return "paragraph"
    line = bare[bare.rfind("\n", 0, end) + 1 : end]
    short = len(line.replace(HIDDEN, "").strip()) < _MARGIN
    marked = HIDDEN in between.rpartition("\n")[2] or _ITEM.match(bare, after)  # a list or heading
    follows_on = bare[after : after + 1].islower() and not marked
    return "line" if (short or marked) and not follows_on else ""
