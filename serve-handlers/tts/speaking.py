"""The rows of a batch spoken together: first sentences first, each heard of as soon as it is done."""

from collections.abc import Callable, Sequence
from functools import partial

from tts.cancelling import Marks
from tts.engines.engine import Engine, Line, Refused
from tts.speech import Speech
from tts.utterance import Chunk, Order, Utterance

# (row, its next sentence, or nothing when it is over)
Hear = Callable[[int, Chunk | None], None]


class Speaker:
    """An engine, and the word of other workers that an utterance is to stop."""

    def __init__(self, engine: Engine, marks: Marks, max_seconds: float) -> None:
        self.engine = engine
        self.marks = marks
        self.max_seconds = max_seconds

    def speak(self, utterances: Sequence[Utterance], hear: Hear) -> None:
        """Fill `utterances`; `hear` is told of each sentence, and of each utterance's end."""
        for utterance in utterances:
            self.marks.begin(utterance.order.id)
        try:
            self._speak(utterances, hear)
        finally:
            for utterance in utterances:
                self.marks.end(utterance.order.id)

    def _speak(self, utterances: Sequence[Utterance], hear: Hear) -> None:
        lines = lines_of([utterance.order for utterance in utterances])

        def cancelled(row: int) -> bool:
            """Every row's caller is told at once, whoever is being spoken for."""
            for place, utterance in enumerate(utterances):
                if not utterance.over and self.marks.cancelled(utterance.order.id):
                    utterance.cancelled = True
                    hear(place, None)
            return utterances[row].over

        for place, made in self.engine.speak(lines, cancelled):
            row = lines[place].row
            if not utterances[row].over:
                self._add(utterances[row], made, partial(hear, row))

    def _add(
        self, utterance: Utterance, made: Speech | Refused, hear: Callable[[Chunk | None], None]
    ) -> None:
        if isinstance(made, Refused):
            utterance.refused = made
        else:
            chunk = utterance.add(made)
            utterance.refused = self._unheard(utterance)
            if not utterance.refused:
                hear(chunk)
        if utterance.over:
            hear(None)

    def _unheard(self, utterance: Utterance) -> Refused | None:
        if utterance.duration_s > self.max_seconds:
            return Refused(f"this is more than {self.max_seconds:g} s of speech: divide it")
        if utterance.ended and not any(len(chunk.pcm) for chunk in utterance.chunks):
            return Refused("this voice can speak nothing of it")
        return None


def lines_of(orders: Sequence[Order]) -> list[Line]:
    """Everybody's first sentence, then everybody's second; those of streams before the others."""
    turns = [
        (turn, not order.request.stream, row)
        for row, order in enumerate(orders)
        for turn in range(len(order.sentences))
    ]
    return [
        Line(
            row,
            orders[row].sentences[turn],
            orders[row].voice,
            orders[row].request.speed,
            orders[row].request.pitch,
        )
        for turn, _, row in sorted(turns)
    ]
