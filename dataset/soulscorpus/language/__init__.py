"""The language work of the report: parts of speech by a small tagger, entities by the games' own names."""

from soulscorpus.language.names import ItemName, read_names
from soulscorpus.language.pipeline import load_language, tag

__all__ = ["ItemName", "load_language", "read_names", "tag"]
