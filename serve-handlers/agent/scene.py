"""What can be seen at the end of a stretch of talk: its newest sentences that tell of things to see."""

from collections.abc import Sequence

from agent.answers import Scene
from agent.sentences import Sentence, is_table_talk, split, words
from agent.settings import SceneRequest
from agent.visible import visible_words

# A sentence so many sentences back counts half: a scene lasts a few minutes of talk.
_HALF_LIFE = 30
# The second sentence must be of the same stretch and worth at least this share of the best.
_NEIGHBOURS = 12
_SECOND = 0.5
_LONGEST = 400


def see(request: SceneRequest) -> Scene:
    """One or two sentences in their order; the scene before, where nobody told of anything to see."""
    sentences = split(request.lines)
    worth = [_worth(sentence.text, len(sentences) - sentence.order - 1) for sentence in sentences]
    if not any(worth):
        return Scene(request.previous, ())
    best = max(sentences, key=lambda sentence: worth[sentence.order])
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


def _worth(text: str, back: int) -> float:
    """Visible words, more where they stand densely, less for what is `back` sentences ago; 0 is nothing."""
    count = len(words(text))
    if is_table_talk(text) or text.rstrip().endswith("?") or count < 4 or len(text) > _LONGEST:
        return 0.0
    seen = len(visible_words(text))
    return float(seen * (1 + seen / count) * 0.5 ** (back / _HALF_LIFE))
