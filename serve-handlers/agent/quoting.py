"""An answer of the lore's own sentences: which passage answers a question, and what of it."""

import re
from collections.abc import Sequence

from agent.answers import Passage
from agent.lore import Lore
from agent.sentences import content_words, ends, words
from agent.settings import ChatRequest

NOTHING_FOUND = "The lore says nothing about that."
# Sentences of a passage, and how well the others fit beside the best one, at least.
_MOST = 3
_ALSO = 0.5
# Words that mean what was spoken of before.
_PRONOUNS = "he he's she she's it it's they him her them his hers its their theirs this these those"
_REFERRING = frozenset(_PRONOUNS.split(" "))
_MORE = re.compile(
    r"^\W*(?:tell me )?(?:and|more|go on|what else|anything else|how so|how come)\b", re.IGNORECASE
)
# A longer question stands alone, whatever it refers to.
_LONG = 12


def question(request: ChatRequest) -> str:
    """The last message; with the user's one before it, where it cannot be understood without."""
    asked = [message.content for message in request.messages if message.role == "user"]
    last = asked[-1]
    leans = not _REFERRING.isdisjoint(words(last)) or bool(_MORE.match(last)) or not content_words(last)
    return " ".join(asked[-2:]) if leans and len(last.split()) < _LONG else last


def quoted(lore: Lore, query: str, found: Sequence[Passage]) -> list[str]:
    """What of the best passage fits best, in its order; NOTHING_FOUND where nothing was found.

    Of one passage alone: sentences of several, side by side, seem to speak of one thing and do not.
    """
    if not found:
        return [NOTHING_FOUND]
    told = ends(found[0].text)
    fit = lore.embed([told[0].removeprefix(_heading(found[0])), *told[1:]]) @ lore.embed([query])[0]
    best = sorted(range(len(told)), key=lambda row: -fit[row])[:_MOST]
    return [told[row] for row in sorted(best) if fit[row] >= _ALSO * fit[best[0]]]


def _heading(passage: Passage) -> str:
    """The name in front of a passage: a question has it too, and the sentence behind it may say nothing."""
    name, colon, _ = passage.text.partition(": ")
    return f"{name}: " if colon and passage.where.startswith(f"{name} (") else ""
