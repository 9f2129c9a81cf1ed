"""Names of files from inside a container, made fit to be a file's name anywhere.

A binder's names are paths on the developer's drive, `N:\\FRPG\\data\\Msg\\...\\WeaponName.fmg`, and could be
anything; only the last part is kept, and nothing in it that a file system or a terminal takes amiss.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]')
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # of Windows
MAX_CHARACTERS = 60  # of at most 4 bytes each: a name may have 255, and gets a suffix


def safe_name(name: str, number: int) -> str:
    """The last part of the path `name`; `file-<number>` where nothing usable is left of it."""
    last = re.split(r"[/\\]", name)[-1]
    clean = INVISIBLE.sub("_", UNFIT.sub("_", last)).strip(" .")
    if len(clean) > MAX_CHARACTERS:
        _, dot, suffix = clean.rpartition(".")
        kept = dot + suffix if len(suffix) < 10 else ""
        clean = clean[: MAX_CHARACTERS - len(kept)] + kept
    if not clean.strip("_") or RESERVED.fullmatch(clean):
        return f"file-{number}"
    return clean


def distinct(names: Iterable[str]) -> Iterator[str]:
    """`names`, a later one that is there already (in any case) with `-2`, `-3`, ... before its suffixes."""
    taken: set[str] = set()
    last_numbers: Counter[str] = Counter()  # where to go on: thousands may share a name
    for name in names:
        stem, dot, suffixes = name.partition(".")
        chosen, key = name, name.casefold()
        while chosen.casefold() in taken:
            last_numbers[key] += 1
            chosen = f"{stem}-{last_numbers[key] + 1}{dot}{suffixes}"
        taken.add(chosen.casefold())
        yield chosen
