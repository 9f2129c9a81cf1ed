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
# A word ends at white space, after a dash or dots that join two, after a full stop that needs no space.
_DASHED = (
    rf"[^\s—…。！？।]{{1,{LONGEST_WORD}}}?"
    r"(?:—+|--+|…+|\.{2,}(?=[^\W_])|[。！？।]+[」』”’）)\"']*|(?=\s|\Z))"
)
_TOKEN = re.compile(
    rf"[\"'“‘(\[\0]*(?:{ADDRESS})[^\w\s]{{0,5}}(?=\s|\Z)|{_DASHED}|[—…。！？।]+|\S{{1,{LONGEST_WORD}}}"
)
# A line as short as this was ended by whoever wrote it, a longer one by its margin.
_MARGIN = 60

_LEAD = re.compile(r"""[\s"'“”„‘’«»‹›()\[\]{}¡¿—–\-…,;:!?./\\「『（]*""")
_TRAIL = re.compile(r"""[\s"'“”‘’«»‹›()\[\]{}—–\-.…,;:!?/\\。！？、，।」』）]*\Z""")


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
    trail = _TRAIL.search(plain)
    core = plain[: trail.start()] if trail else plain
    trailing = plain[len(core) :]
    lead = _LEAD.match(core)
    cut = lead.end() if lead else 0
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
