"""The step that drops repeated texts: exact ones, and near ones by the measure of `near.py`."""

from collections.abc import Iterable, Iterator

from soulscorpus.entries import Drops, Entry, Step
from soulscorpus.near import Sketches, near_duplicates
from soulscorpus.spool import Spool
from soulscorpus.survey import Progress


def drop_repeats(min_ratio: float, doing: str, progress: Progress | None = None) -> Step:
    """The step that keeps the first of each text, and of texts with a Levenshtein ratio of `min_ratio`.

    1 drops equal texts alone. It takes all records before it gives one; `progress` follows those it gives,
    while the steps after it are `doing` their work.
    """

    def step(entries: Iterable[Entry], drops: Drops) -> Iterator[Entry]:
        with Spool() as spool:
            near = _near(entries, spool, min_ratio)
            equal = spool.first_of_each()
            for number, entry in enumerate(spool):
                if number in equal:
                    drops.add("duplicate", entry)
                elif number in near:
                    drops.add("near-duplicate", entry, because=spool[near[number]].text)
                else:
                    yield entry
                if progress:
                    progress(doing, number + 1, len(spool))

    return step


def _near(entries: Iterable[Entry], spool: Spool, min_ratio: float) -> dict[int, int]:
    """Fill `spool` with `entries`; the near-duplicates among them, none when `min_ratio` is 1."""
    sketches = Sketches()
    for entry in entries:
        spool.add(entry)
        if min_ratio < 1:
            sketches.add(entry.text)
    spool.freeze()
    return near_duplicates(sketches, lambda number: spool[number].text, min_ratio) if min_ratio < 1 else {}
