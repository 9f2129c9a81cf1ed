"""The lore engine: requests in, lines out, all rows of a batch decoded together.

Lines that are fragments, say nothing new, hold non-words or stand in the corpus are rejected and drawn
again, in rounds, together with whatever else is still missing.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from handlerkit.checks import SettingsError
from souls.backend import Backend, Draw, Drawn
from souls.copies import Copies
from souls.lines import sentences, tidy, whole
from souls.settings import ModelSettings, Request, Sampling
from souls.vocabulary import Vocabulary
from souls.words import Words, words_of

# A context must leave the model this many positions: shorter sentences are rare.
LEAST_ROOM = 8
# Tokens drawn after a letter to make a first word of it.
LETTER_SAMPLING = Sampling(max_tokens=4)
# Odd 64-bit multiplier (Knuth's MMIX) that tells the rounds of one seed apart.
_ROUND_STEP = 6364136223846793005


@dataclass(frozen=True)
class Answer:
    """Lines for one request, the tokens decoded for it, how many draws were rejected by reason.

    `fault` is empty, or says why fewer lines than asked for came out in all rounds.
    """

    lines: list[str]
    tokens: int
    rejected: Counter[str]
    fault: str = ""


@dataclass
class _Job:
    """A request on its way: its lines so far and the random choices it still makes."""

    request: Request
    rng: Random
    lines: list[str] = field(default_factory=list)
    tokens: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def missing(self) -> int:
        return self.request.num - len(self.lines)

    def answer(self) -> Answer:
        if not self.missing:
            return Answer(self.lines, self.tokens, self.rejected)
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.rejected.most_common())
        fault = (
            f"{len(self.lines)} of {self.request.num} lines came out; rejected: {reasons}. "
            "Raise temperature, top_p or max_tokens, shorten context, or set allow_copies"
        )
        return Answer(self.lines, self.tokens, self.rejected, fault)


class LoreEngine:
    """A model, its vocabulary, the words that begin lines and the sentences it must not repeat."""

    def __init__(
        self,
        backend: Backend,
        vocabulary: Vocabulary,
        words: Words,
        copies: Copies,
        positions: int,
        settings: ModelSettings,
    ) -> None:
        self.backend = backend
        self.vocabulary = vocabulary
        self.words = words
        self.copies = copies
        self.positions = positions
        self.settings = settings

    def check(self, request: Request) -> None:
        """Raise SettingsError when the context leaves no room for a line."""
        most = self.positions - LEAST_ROOM
        length = len(self.vocabulary.prompt(request.context))
        if length > most:
            raise SettingsError(
                f"context is {length - 1} tokens long; at most {most - 1} leave room for a line"
            )

    def generate(self, requests: Sequence[Request]) -> list[Answer]:
        """One answer a request, in order. Requests have passed `check`.

        A request with a seed gets the same lines whatever else is in the batch: it is decoded alone.
        """
        jobs = [_Job(request, Random(request.seed)) for request in requests]
        until = time.monotonic() + self.settings.seconds
        for round_number in range(self.settings.attempts):
            pending = [job for job in jobs if job.missing]
            if time.monotonic() > until:
                break
            for together, seed in _decoded_together(pending, round_number):
                self._round(together, seed)
        return [job.answer() for job in jobs]

    def _round(self, jobs: list[_Job], seed: int | None) -> None:
        """Draw the missing lines of `jobs` and keep what is acceptable."""
        owners = [job for job in jobs for _ in range(job.missing)]
        starts = self._starts(owners, seed)
        prompts = [self.vocabulary.prompt(start) for start in starts]
        draws = [
            Draw(prompt, self._fitted(job.request.sampling, len(prompt)))
            for job, prompt in zip(owners, prompts, strict=True)
        ]
        for job, start, prompt, drawn in zip(
            owners, starts, prompts, self.backend.decode(draws, seed), strict=True
        ):
            job.tokens += len(drawn.ids)
            line = self._line(prompt, drawn)
            reason = self._fault(line, start, job.request)
            if reason:
                job.rejected[reason] += 1
            else:
                job.lines.append(line)

    def _starts(self, owners: list[_Job], seed: int | None) -> list[str]:
        """How each line begins: its context, a familiar word, a word grown from a letter, or nothing."""
        grown = iter(self._grown([job for job in owners if _start(job) == "letter"], seed))
        return [next(grown) if _start(job) == "letter" else self._beginning(job) for job in owners]

    def _beginning(self, job: _Job) -> str:
        if _start(job) == "random-word":
            return tidy(self.words.random_word(job.rng))
        context = job.request.context
        if context and whole(tidy(context)) == tidy(context):
            # After a full stop the model would end at once: a familiar word opens the next sentence.
            return f"{context.rstrip()} {tidy(self.words.random_word(job.rng))}"
        return context

    def _grown(self, owners: list[_Job], seed: int | None) -> list[str]:
        """A known word for each owner: the model continues a random letter, the nearest word is taken."""
        if not owners:
            return []
        letters = [self.words.random_letter(job.rng).upper() for job in owners]
        draws = [Draw(self.vocabulary.prompt(letter), LETTER_SAMPLING) for letter in letters]
        fragments = [
            letter + self.vocabulary.text(drawn.ids)
            for letter, drawn in zip(letters, self.backend.decode(draws, seed), strict=True)
        ]
        return [tidy(self.words.nearest(fragment.split()[0])) for fragment in fragments]

    def _fitted(self, sampling: Sampling, prompt_length: int) -> Sampling:
        """`sampling` with no more tokens than the model has positions left."""
        return replace(sampling, max_tokens=min(sampling.max_tokens, self.positions - prompt_length))

    def _line(self, prompt: tuple[int, ...], drawn: Drawn) -> str:
        text = tidy(self.vocabulary.text([*prompt, *drawn.ids]))
        return whole(text)

    def _fault(self, line: str, start: str, request: Request) -> str | None:
        """Why `line` is not good enough, or None."""
        if not line:
            return "unfinished"
        if len(words_of(line)) <= len(words_of(start)):
            return "empty"
        if self.settings.known_words and set(self.words.unknown(line)) - set(words_of(request.context)):
            return "unknown words"
        given = len(sentences(whole(tidy(request.context))))
        new = [line, *sentences(line)[given:]]
        if not request.allow_copies and any(text in self.copies for text in new):
            return "copies"
        return None


def _start(job: _Job) -> str:
    return "context" if job.request.context else job.request.start


def _decoded_together(jobs: list[_Job], round_number: int) -> Iterable[tuple[list[_Job], int | None]]:
    """All unseeded jobs as one batch, each seeded job as a batch of its own with its round's seed."""
    unseeded = [job for job in jobs if job.request.seed is None]
    if unseeded:
        yield unseeded, None
    for job in jobs:
        if job.request.seed is not None:
            yield [job], (job.request.seed + round_number * _ROUND_STEP) % 2**32
