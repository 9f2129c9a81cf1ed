"""The language work a report is made with: our tagger for English, none for what it never learnt."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from spacy.language import Language


def report_language(code: str | None, names: Path | None) -> "Language":
    """The tagger for English and for text nobody named the language of; it also finds what `names` lists.

    Another language is split into words only, and stderr says what the report then lacks. Raises
    CorpusError for a faulty file of names.
    """
    import spacy

    from soulscorpus.language import load_language, read_names

    if code in (None, "en"):
        return load_language(read_names(names) if names else ())
    click.echo(f"No names, grammar and readability: {code} has no tagger here, only en has.", err=True)
    try:
        return spacy.blank(code)
    except ImportError:  # a language spaCy does not know, or splits with a package of its own
        return spacy.blank("xx")
