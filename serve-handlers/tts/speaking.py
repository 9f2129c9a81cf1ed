"""The rows of a batch spoken together: first sentences first, each heard of as soon as it is done.

A cancel is looked for whenever the engine asks, and by a thread of its own: a layer of a network over a long
sentence takes half a second of a core, and the caller is told within a moment all the same.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tts.cancelling import Marks
from tts.engines.engine import Engine, Line, Refused
from tts.speech import Speech
from tts.utterance import Chunk, Order, Utterance

# (row, its next sentence, or nothing when it is over)
Hear = Callable[[int, Chunk | None], None]
# Seconds between two looks of the thread.
LOOK_EVERY_S = 0.01


class Speaker:
    """An engine, and the word of other workers that an utterance is to stop."""

    def __init__(self, engine: Engine, marks: Marks, max_seconds: float) -> None:
        self.engine = engine
        self.marks = marks
        self.max_seconds = max_seconds

    def speak(self, utterances: Sequence[Utterance], hear: Hear) -> None:
        """Fill `utterances`; `hear` is told of each sentence, and of each utterance's end.

        It is called from two threads, by one at a time.
        """
        batch = _Batch(utterances, hear, self.marks, self.max_seconds)
        for utterance in utterances:
            self.marks.begin(utterance.order.id)
        try:
            lines = lines_of([utterance.order for utterance in utterances])
            with batch.watched():
                for place, made in self.engine.speak(lines, batch.over):
                    batch.take(lines[place].row, made)
        finally:
            for utterance in utterances:
                self.marks.end(utterance.order.id)


class _Batch:
    """Utterances under way; the last line of one counts exactly the samples of its lines before."""

    def __init__(self, utterances: Sequence[Utterance], hear: Hear, marks: Marks, max_seconds: float) -> None:
        self.utterances = utterances
        self.hear = hear
        self.marks = marks
        self.max_seconds = max_seconds
        self.turn = threading.Lock()

    def over(self, row: int) -> bool:
        """Of `row`; every row's caller is told at once, whoever is being spoken for."""
        for place, utterance in enumerate(self.utterances):
            if not utterance.over and self.marks.cancelled(utterance.order.id):
                with self.turn:
                    if not utterance.over:
                        utterance.cancelled = True
                        self.hear(place, None)
        return self.utterances[row].over

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Cancels are looked for all the while; raises what became of that."""
        done = threading.Event()

        def look() -> None:
            while not done.wait(LOOK_EVERY_S):
                self.over(0)

        with ThreadPoolExecutor(1, "cancels") as pool:
            looking = pool.submit(look)
            try:
                yield
            finally:
                done.set()
        looking.result()

    def take(self, row: int, made: Speech | Refused) -> None:
        """What came of the next sentence of `row`, unless that is over."""
        utterance = self.utterances[row]
        if utterance.over:
            return
        # Levels and rates take their time; until it is added, a cancel comes first.
        chunk = made if isinstance(made, Refused) else utterance.chunk(made)
        with self.turn:
            if not utterance.over:
                self._add(row, utterance, chunk)

    def _add(self, row: int, utterance: Utterance, made: Chunk | Refused) -> None:
        if isinstance(made, Refused):
            utterance.refused = made
        else:
            utterance.add(made)
            utterance.refused = self._unheard(utterance)
            if not utterance.refused:
                self.hear(row, made)
        if utterance.over:
            self.hear(row, None)

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
