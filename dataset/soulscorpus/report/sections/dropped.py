"""What the corpus left out of the game's text, and why."""

from collections.abc import Mapping

from soulscorpus.report.charts.bars import count_bars
from soulscorpus.report.layout import Block, Section, Shown, counted


def dropped(shown: Shown) -> Section | None:
    drops = shown.drops
    if drops is None or not (drops.entries or drops.sentences):
        return None
    entries, sentences = sum(drops.entries.values()), sum(drops.sentences.values())
    lead = (
        f"{counted(entries, 'entry', 'entries')} and then {counted(sentences, 'sentence')} were left out "
        f"when {shown.names[0]} was made."
    )
    blocks = (
        *_block("entries", "Entries, by reason", drops.entries),
        *_block("sentences", "Sentences, by reason", drops.sentences),
    )
    return Section("Dropped", lead, blocks)


def _block(key: str, title: str, counts: Mapping[str, int]) -> tuple[Block, ...]:
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return (Block(title, count_bars(f"dropped-{key}", title, rows)),) if rows else ()
