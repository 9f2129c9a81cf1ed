"""People whom a text names and does not describe: "Brannoch reaches up" shows somebody."""

import re

from painter.scene import grammar
from painter.scene.lexicon import INDEX

# Who, and the verb after it: "Brannoch slowly reaches".
_SUBJECT = re.compile(r"\b([A-Z][a-z]+|[a-z]+)(?=\s+(?:[a-z]+ly\s+)?([a-z]+)\b)")
_NO_NAMES = frozenset(
    ("the", "a", "an", "it", "this", "that", "there", "who", "what", "everything", "nothing")
)
_MOST = 4


def somebody(text: str) -> int:
    """How many people names and pronouns stand for, no more than a party of them."""
    names, pronouns = set(), 0
    for subject, verb in _SUBJECT.findall(text):
        if verb not in grammar.DEEDS:
            continue
        word = subject.lower()
        pronouns = max(pronouns, grammar.PRONOUNS.get(word, 0))
        if subject[0].isupper() and word not in INDEX and word not in _NO_NAMES | grammar.PRONOUNS.keys():
            names.add(subject)
    return min(max(len(names), pronouns), _MOST)
