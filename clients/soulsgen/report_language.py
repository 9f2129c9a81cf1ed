"""The language work a report is made with: our tagger for English, none for what it never learnt."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from spacy.language import Language

    from soulscorpus.language import ItemName


def report_language(code: str | None, names: "Iterable[ItemName]") -> "Language":
    """The tagger, which also finds `names`, for English and for text nobody named the language of.

    Another language is split into words only, and stderr says what the report then lacks.
    """
    import spacy

    from soulscorpus.language import load_language

    if code in (None, "en"):
        return load_language(names)
    click.echo(f"No names, grammar and readability: {code} has no tagger here, only en has.", err=True)
    try:
        return spacy.blank(code)
    except ImportError:  # a language spaCy does not know, or splits with a package of its own
        return spacy.blank("xx")
