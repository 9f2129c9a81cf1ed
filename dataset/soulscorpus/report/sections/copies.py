"""How much of the second text is the first again, and how much is new."""

from soulscorpus.report.charts.bars import Bar, bars, percent
from soulscorpus.report.charts.scales import Part, whole
from soulscorpus.report.comparison import Comparison
from soulscorpus.report.layout import Block, Quote, Section, Shown, Term, counted
from soulscorpus.report.sections.remarkable import cut


def copies(shown: Shown) -> Section | None:
    if shown.comparison is None:
        return None
    found, (source, other) = shown.comparison, shown.names
    copied = found.copied
    lead = (
        f"{percent(copied.exact)} of the sentences of {other} stand in {source} word for word, another "
        f"{percent(copied.near)} nearly. "
    )
    if found.unknown.unique:
        lead += f"{percent(found.unknown.share)} of its words are unknown to {source}."
    else:
        lead += f"It has no word that {source} has not."
    return Section(
        "Novelty", lead, (_parts(found, source), _novelty(found, source), *_examples(found, source))
    )


def _parts(found: Comparison, source: str) -> Block:
    copied = found.copied
    parts = [
        Part("copied exactly", copied.exact),
        Part("nearly copied", copied.near),
        Part("new", 1 - copied.exact - copied.near),
    ]
    terms = tuple(
        Term(part.label, percent(part.share), f"key-part-{place}") for place, part in enumerate(parts)
    )
    title = "Sentences, copied and new"
    return Block(
        title,
        whole("copied", title, parts),
        terms=terms,
        note=f"Exactly: the same words as a sentence of {source}, case and punctuation aside. Nearly: a "
        f"Levenshtein ratio of {copied.ratio} or more.",
    )


def _novelty(found: Comparison, source: str) -> Block:
    rows = [
        Bar(
            "single words" if each.size == 1 else f"{each.size} words in a row",
            (each.share,),
            (percent(each.share),),
        )
        for each in found.novelty
    ]
    title = f"N-grams that {source} never says"
    return Block(title, bars("novelty", title, rows, most=1.0, style=1))


def _examples(found: Comparison, source: str) -> list[Block]:
    blocks = []
    if found.unknown.examples:
        words = tuple(Term(each.text, f"{each.count:,}", "") for each in found.unknown.examples)
        blocks.append(
            Block(f"{counted(found.unknown.unique, 'word')} unknown to {source}", words=words, wide=True)
        )
    if found.copied.examples:
        quotes = tuple(Quote(cut(sentence)) for sentence in found.copied.examples)
        blocks.append(Block("Copied exactly", quotes=quotes))
    if found.copied.near_examples:
        pairs = tuple(Quote(cut(ours), beside=cut(theirs)) for theirs, ours in found.copied.near_examples)
        blocks.append(Block("Nearly copied", quotes=pairs))
    return blocks
