"""What an unlisted name is a name of: by its own words, else by the words around it, else just NAME."""

from collections.abc import Sequence
from typing import Any

from soulscorpus.language.capitals import Run
from soulscorpus.language.lexicon import (
    DWELLERS,
    GROUP_NOUNS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    POSSESSIVES,
    SPEECH,
    TITLES,
)

HAVE_A_HOME = DWELLERS | GROUP_NOUNS | PLACE_NOUNS | {title.lower() for title in TITLES}


def label_of(words: Sequence[str], run: Run, doc: Any) -> str:
    """PERSON, PLACE, GROUP or NAME for the name `run` of `words`; `doc` has their parts of speech."""
    return _by_itself(words[run.start : run.end]) or _by_neighbours(words, run, doc) or "NAME"


def _by_itself(name: Sequence[str]) -> str:
    """The label that the words of `name` tell: "Saint Orla", "Wall of Odrun", "Order of the Lamp"."""
    head = name[_head(name)].lower()
    if head in PLACE_NOUNS:
        return "PLACE"
    if head in GROUP_NOUNS:
        return "GROUP"
    # "Queen Maud", not "Queen's Ring".
    return "PERSON" if name[0] in TITLES and POSSESSIVES.isdisjoint(name) else ""


def _head(name: Sequence[str]) -> int:
    """The place of the word that "of" says more about; without "of", the last."""
    return name.index("of") - 1 if "of" in name[1:] else len(name) - 1


def _by_neighbours(words: Sequence[str], run: Run, doc: Any) -> str:
    before = words[run.start - 1].lower() if run.start else ""
    after = doc[run.end] if run.end < len(words) else None
    if before == "the":
        return "GROUP" if run.end == run.start + 1 and _is_plural(words[run.start]) else ""
    if before in PLACE_PREPOSITIONS:
        return "" if after is not None and after.lower_ in POSSESSIVES else "PLACE"
    if before == "of":
        return "PLACE" if run.start > 1 and words[run.start - 2].lower() in HAVE_A_HOME else ""
    if before in SPEECH:
        return "PERSON"
    acts = after is not None and (after.pos_ == "VERB" or after.lower_ in {"who", "whose"})
    return "PERSON" if acts and not (run.start and doc[run.start - 1].pos_ == "ADP") else ""


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")
