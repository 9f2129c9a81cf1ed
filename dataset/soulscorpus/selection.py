"""Which steps make the corpus: ours, or the original bot's, so that results can be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from soulscorpus.entries import Drops, Entry, Step
from soulscorpus.folding import drop_repeated_things
from soulscorpus.repeats import drop_repeats
from soulscorpus.rules import (
    ORIGINAL,
    ORIGINAL_THINGS,
    RULES,
    THING_RULES,
    drop_other_languages,
    drop_short,
)
from soulscorpus.sentences import split_sentences
from soulscorpus.settings import ANY_LANGUAGE, CorpusSettings
from soulscorpus.survey import Progress, Survey


@dataclass(frozen=True)
class Selection:
    """`things`: over the games' entries; `texts`: from those to prose; `sentences`: from prose to lines."""

    things: tuple[Step, ...]
    texts: tuple[Step, ...]
    sentences: tuple[Step, ...]


def select(settings: CorpusSettings, survey: Survey, progress: Progress | None = None) -> Selection:
    """The steps that `settings` ask for, over the tables of `survey`."""
    anyone = settings.language == ANY_LANGUAGE
    language = () if anyone else (drop_other_languages(settings.language),)
    equal_texts = drop_repeats(1, "splitting texts", progress)
    if settings.rules == "original":
        return Selection((*language, *ORIGINAL_THINGS), (*ORIGINAL, equal_texts), (split_entries,))
    near_texts = drop_repeats(settings.near_ratio, "splitting texts", progress)
    return Selection(
        things=(*language, *THING_RULES, drop_repeated_things(survey)),
        texts=(*RULES, near_texts),
        sentences=(split_entries, drop_short, drop_repeats(1, "writing sentences", progress)),
    )


def split_entries(entries: Iterable[Entry], _drops: Drops) -> Iterator[Entry]:
    """The step that gives one record a sentence, with all else of its entry."""
    for entry in entries:
        for sentence in split_sentences(entry.text):
            yield replace(entry, text=sentence)
