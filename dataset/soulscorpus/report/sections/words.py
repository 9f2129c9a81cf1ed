"""The commonest words and n-grams."""

from soulscorpus.report.charts.bars import count_bars, share_bars
from soulscorpus.report.layout import Block, Section, Shown, counted
from soulscorpus.report.tops import BIGRAMS, CONTENT, FIRST, PAIRS, STOP, TRIGRAMS

TITLES = {
    CONTENT: "Content words",
    STOP: "Stop words",
    FIRST: "Words that open sentences",
    BIGRAMS: "Bigrams",
    TRIGRAMS: "Trigrams",
    PAIRS: "Pairs of content words",
}


def words(shown: Shown) -> Section | None:
    if not shown.source.counts.words:
        return None
    blocks = _compared(shown) if shown.comparison else _alone(shown)
    return Section("Words", _lead(shown), blocks)


def _lead(shown: Shown) -> str:
    content, stop = (next(top for top in shown.source.tops if top.kind == kind) for kind in (CONTENT, STOP))
    said = []
    if stop.total:
        share = 100 * stop.total / (stop.total + content.total)
        said.append(f"{share:.0f} of 100 words are stop words, the small ones that hold a sentence together.")
    if content.items:
        first = content.items[0]
        among = "Of the others" if stop.total else "Of all words"
        said.append(f"{among}, “{first.text}” is the commonest: {counted(first.count, 'time')}.")
    return " ".join(said)


def _alone(shown: Shown) -> tuple[Block, ...]:
    return tuple(
        Block(
            TITLES[top.kind],
            count_bars(f"top-{place}", TITLES[top.kind], [(item.text, item.count) for item in top.items]),
        )
        for place, top in enumerate(shown.source.tops)
        if top.items
    )


def _compared(shown: Shown) -> tuple[Block, ...]:
    tops = shown.comparison.tops if shown.comparison else ()
    return tuple(
        Block(
            TITLES[top.kind],
            share_bars(
                f"top-{place}",
                TITLES[top.kind],
                [(item.text, item.source, item.other) for item in top.items],
                (shown.names[0], shown.names[1]),
            ),
            note=f"Shares of all {top.kind}.",
        )
        for place, top in enumerate(tops)
        if top.items
    )
