"""What makes game text readable: the parsing rules as steps, in order, each drop under a named reason.

The order matters: an entry is counted under the first rule it meets, `Weapon type:` is looked for
while lines and colons still stand, and length and repetition are judged on clean text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from soulscorpus.entries import Drops, Entry, Step

# What the games write where there is nothing to say; blank stands among them.
PLACEHOLDERS = ("%null%", "no_text", "no text", "none text", "", "(dummyText)")
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
MIN_CHARACTERS = 5

ASIDES = re.compile(r"\([^()]*\)|<[^<>]*>")
BREAKS = re.compile(r"/|\\|\.\.\.")
STATISTICS = re.compile(r"(?:Weapon type|Attack type|Skill):[^\n]*")
LEFTOVERS = re.compile(r"&s|&d|:")
# `Dagger+3` and `Dagger +15` are the Dagger. The word before must be a name: "reinforces it to +5" is prose.
UPGRADE = re.compile(r"\b([A-Z][\w'’-]*) ?\+(?:1[0-5]|[1-9])(?!\d)")
# What the removed leaves behind: "fell (down)." shall be "fell.", not "fell ."
SPACE_BEFORE_MARK = re.compile(r"\s+(?=[.,?!])")


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
    return " ".join(SPACE_BEFORE_MARK.sub("", text).split())


def drop(reason: str, applies: Callable[[str], bool]) -> Step:
    """The step that drops a text to which `applies` says yes."""

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        for entry in entries:
            if applies(entry.text):
                drops[reason] += 1
            else:
                yield entry

    return step


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


def drop_duplicates(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
    """The step that keeps the first record of each text."""
    seen: set[str] = set()
    for entry in entries:
        if entry.text in seen:
            drops["duplicate"] += 1
        else:
            seen.add(entry.text)
            yield entry


drop_unended = drop(f"does not end in {' '.join(ENDINGS)}", lambda text: not text.rstrip().endswith(ENDINGS))
drop_short = drop(f"under {MIN_CHARACTERS} characters", lambda text: len(text) < MIN_CHARACTERS)

ENTRY_STEPS: tuple[Step, ...] = (
    *(drop_placeholder(placeholder) for placeholder in PLACEHOLDERS),
    *(drop_foreign(part) for part in FOREIGN),
    drop_unended,
    change(without_asides),
    change(without_breaks),
    change(without_statistics),
    change(without_leftovers),
    change(without_upgrades),
    change(with_single_spaces),
    drop_short,
    drop_duplicates,
)
