"""What can be seen at the end of a stretch of talk: its newest sentences that tell of things to see."""

import re
from collections.abc import Sequence

from agent.answers import Scene
from agent.sentences import Sentence, is_narrator, is_table_talk, words
from agent.settings import SceneRequest
from agent.spoken import heard
from agent.visible import visible_words

# A sentence so many sentences back counts half: a scene lasts a few minutes of talk.
_HALF_LIFE = 30
# The second sentence must be of the same stretch and worth at least this share of the best.
_NEIGHBOURS = 12
_SECOND = 0.5
_LONGEST = 400
# What somebody means to do, and what may not be, shows little of what is.
_INTENTION = re.compile(
    r"\b(?:i|we|you)(?:'m| am|'re| are|'d| would)? (?:want|wanted|going to|gonna|like to|should|could|might"
    r"|would|think|need|try|wish|remember)\b|^(?:can|could|should|what if|if|let's|does|do|did|is|are)\b",
    re.IGNORECASE,
)
_INTENDED = 0.2
# One thing in sight is a word, two are a picture.
_LEAST_SEEN = 2
_NARRATED = 1.5


def see(request: SceneRequest) -> Scene:
    """One or two sentences in their order; the scene before, where nobody told of anything to see."""
    sentences = heard(request.lines)
    worth = [
        # Talk that stays in mind was a scene already.
        0.0 if sentence.text in request.previous else _worth(sentence, len(sentences) - sentence.order - 1)
        for sentence in sentences
    ]
    if not any(worth):
        return Scene(request.previous, ())
    best = max(sentences, key=lambda sentence: worth[sentence.order])
    if request.previous and len(visible_words(best.text)) < _LEAST_SEEN:
        return Scene(request.previous, ())
    chosen = [best]
    if second := _second(sentences, worth, best):
        chosen.append(second)
    chosen.sort(key=lambda sentence: sentence.order)
    return Scene(" ".join(item.text for item in chosen), tuple(dict.fromkeys(item.at for item in chosen)))


def _second(sentences: Sequence[Sentence], worth: Sequence[float], best: Sentence) -> Sentence | None:
    """The neighbour that shows most that `best` does not."""
    shown = visible_words(best.text)
    near = [
        sentence
        for sentence in sentences
        if sentence is not best
        and abs(sentence.order - best.order) <= _NEIGHBOURS
        and worth[sentence.order] >= _SECOND * worth[best.order]
        and visible_words(sentence.text) - shown
        and len(sentence.text) + len(best.text) < _LONGEST
    ]
    return max(near, key=lambda sentence: worth[sentence.order], default=None)


def _worth(sentence: Sentence, back: int) -> float:
    """Visible words, more where they stand densely, less for what is `back` sentences ago; 0 is nothing."""
    text = sentence.text
    count = len(words(text))
    if is_table_talk(text) or text.endswith("?") or count < 4 or len(text) > _LONGEST:
        return 0.0
    seen = len(visible_words(text))
    told = _NARRATED if is_narrator(sentence.speaker) else 1.0
    meant = _INTENDED if _INTENTION.search(text) else 1.0
    return float(seen * (1 + seen / count) * told * meant * 0.5 ** (back / _HALF_LIFE))
