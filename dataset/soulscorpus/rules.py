"""What makes game text readable: the parsing rules as steps, in order, each drop under a named reason.

The order matters: an entry is counted under the first rule it meets, `Weapon type:` is looked for
while lines and colons still stand, and length is judged on clean text.
`ORIGINAL` is the selection of the bot this project grew out of, rule by rule; `RULES` is ours, with its
faults mended: a text that ends in a `Weapon type:` line or in a closing quote is kept, names and
interface text go by their table, and what a text repeats is told by its name.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from soulscorpus.entries import Drops, Entry, Role, Step
from soulscorpus.languages import UNKNOWN

# What the games write where there is nothing to say; blank stands among them.
PLACEHOLDERS = ("%null%", "no_text", "no text", "none text", "", "(dummyText)")
# The same, as other games and unfinished tables spell it.
OTHER_PLACEHOLDER = re.compile(
    r"[\[(<（【%?]*"
    r"(?:null|no[ _-]?text|none|dummy(?:[ _-]?text)?|error|n/a|tbd|unused|placeholder|ダミー|未使用|仮)"
    r"[\])>）】%?]*|[-–—_.…*?]+",
    re.IGNORECASE,
)
# Colour codes, escaped markup, and text about the program instead of the world. Case-sensitive.
FOREIGN = (
    "#c",
    "&lt",
    "&gt",
    "multiplayer",
    "session",
    "NAT",
    "PSN",
    "network",
    "service",
    "DARK SOULS",
    "SEKIRO",
    "amiibo",
    "settings",
    "menu",
)
# Prose ends so; names and labels do not. A comma ends a line of talk that the next one goes on with.
ENDINGS = (".", "?", "!", ",", "...")
# What else ends prose: an ellipsis in one character, the marks of Japanese and Chinese, a quote after either.
MORE_ENDINGS = (*ENDINGS, "…", "。", "！", "？", "、")
CLOSING = "\"'”’»」』)）"
MIN_CHARACTERS = 5

ASIDES = re.compile(r"\([^()]*\)|<[^<>]*>")
BREAKS = re.compile(r"/|\\|\.\.\.")
STATISTICS = re.compile(r"(?:Weapon type|Attack type|Skill):[^\n]*")
LEFTOVERS = re.compile(r"&s|&d|:")
# `Dagger+3` and `Dagger +15` are the Dagger. The word before must be a name: "reinforces it to +5" is prose.
UPGRADE = re.compile(r"\b([A-Z][\w'’-]*) ?\+(?:1[0-5]|[1-9])(?!\d)")
# What the removed leaves behind: "fell (down)." shall be "fell.", not "fell ."
SPACE_BEFORE_MARK = re.compile(r" (?=[.,?!])")


def without_asides(text: str) -> str:
    """Remove `(…)` and `<…>`."""
    return ASIDES.sub("", text)


def without_breaks(text: str) -> str:
    """Slashes, backslashes and `...` become a space."""
    return BREAKS.sub(" ", text)


def without_statistics(text: str) -> str:
    """Remove `Weapon type:`, `Attack type:` and `Skill:`, each to the end of its line."""
    return STATISTICS.sub("", text)


def without_leftovers(text: str) -> str:
    """Remove the placeholders `&s` and `&d`, and colons."""
    return LEFTOVERS.sub("", text)


def without_upgrades(text: str) -> str:
    """Fold the upgrade marks `+1` to `+15` of a name into the plain name."""
    return UPGRADE.sub(r"\1", text)


def with_single_spaces(text: str) -> str:
    """One space for each run of spaces, tabs and newlines; none at the ends or before `. , ? !`."""
    return SPACE_BEFORE_MARK.sub("", " ".join(text.split()))


def drop_where(reason: str, applies: Callable[[Entry], bool]) -> Step:
    """The step that drops a record to which `applies` says yes."""

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            if applies(entry):
                drops.add(reason, entry)
            else:
                yield entry

    return step


def drop(reason: str, applies: Callable[[str], bool]) -> Step:
    """The step that drops a text to which `applies` says yes."""
    return drop_where(reason, lambda entry: applies(entry.text))


def change(clean: Callable[[str], str]) -> Step:
    """The step that puts `clean(text)` in the place of each text."""

    def step(entries: Iterable[Entry], _drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            yield replace(entry, text=clean(entry.text))

    return step


def drop_placeholder(placeholder: str) -> Step:
    return drop(f"is {placeholder}" if placeholder else "blank", lambda text: text.strip() == placeholder)


def drop_foreign(part: str) -> Step:
    return drop(f"contains {part}", lambda text: part in text)


def drop_role(role: Role, reason: str) -> Step:
    return drop_where(reason, lambda entry: entry.role == role)


def drop_other_languages(language: str) -> Step:
    """The step that keeps the texts of one language (ISO 639-1) and those of none that could be told."""
    kept = (language, UNKNOWN)

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            if entry.language in kept:
                yield entry
            else:
                drops.add(f"in another language: {entry.language}", entry)

    return step


def is_unended(text: str) -> bool:
    """Whether `text` ends in no mark that ends prose, quotes and brackets after it aside."""
    return not text.rstrip().rstrip(CLOSING).endswith(MORE_ENDINGS)


UNENDED = f"does not end in {' '.join(ENDINGS)}"


def says_something(text: str | None) -> bool:
    """Whether `text` is more than one of the games' blanks; None is their null."""
    stripped = (text or "").strip()
    return stripped not in PLACEHOLDERS and not OTHER_PLACEHOLDER.fullmatch(stripped)


drop_placeholders = tuple(drop_placeholder(placeholder) for placeholder in PLACEHOLDERS)
drop_other_placeholder = drop(
    "another placeholder", lambda text: bool(OTHER_PLACEHOLDER.fullmatch(text.strip()))
)
drop_foreign_parts = tuple(drop_foreign(part) for part in FOREIGN)
drop_name = drop_role("name", "a name, which is no sentence")
drop_menu = drop_role("menu", "interface text")
drop_short = drop(f"under {MIN_CHARACTERS} characters", lambda text: len(text) < MIN_CHARACTERS)

# To one thing's texts as the games wrote them; what is left names, sums up and describes the things.
THING_RULES: tuple[Step, ...] = (*drop_placeholders, drop_other_placeholder, *drop_foreign_parts, drop_menu)

# From those texts to prose.
RULES: tuple[Step, ...] = (
    drop_name,
    change(without_statistics),
    drop(UNENDED, is_unended),
    change(without_asides),
    change(without_breaks),
    change(without_leftovers),
    change(without_upgrades),
    change(with_single_spaces),
    drop_short,
)

ORIGINAL_THINGS: tuple[Step, ...] = (*drop_placeholders, *drop_foreign_parts)

ORIGINAL: tuple[Step, ...] = (
    drop(UNENDED, lambda text: not text.rstrip().endswith(ENDINGS)),
    change(without_asides),
    change(without_breaks),
    change(without_statistics),
    change(without_leftovers),
    change(with_single_spaces),
    drop_short,
)
