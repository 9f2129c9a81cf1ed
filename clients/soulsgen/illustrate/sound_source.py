"""Where the audio comes from, as blocks with the second of the session they begin at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from soulsgen.illustrate.clock import Clock
from soulsgen.session.sound import SAMPLE_RATE_HZ, Samples, blocks

# Sleeps so many seconds; True when the session is to end.
Sleep = Callable[[float], bool]


@dataclass(frozen=True)
class Block:
    """`start_s` is in seconds of the session; blocks follow one another, or leave a gap."""

    start_s: float
    samples: Samples


class SoundSource(Protocol):
    @property
    def name(self) -> str:
        """What lines say they come from."""
        ...

    def blocks(self, sleep: Sleep) -> Iterator[Block]:
        """Until the sound, or the session, ends."""
        ...


@dataclass(frozen=True)
class Recording:
    """A file, played `speed` times as fast as it was spoken, 0 being as fast as it can be read.

    What lies before `from_s`, in seconds of the session, is passed over.
    """

    path: Path
    clock: Clock
    speed: float = 1.0
    from_s: float = 0.0

    @property
    def name(self) -> str:
        return self.path.name

    def blocks(self, sleep: Sleep) -> Iterator[Block]:
        """Raises SoulsgenError for what cannot be decoded."""
        began = self.clock()
        taken = 0
        for samples in blocks(self.path, str(self.path)):
            start_s = taken / SAMPLE_RATE_HZ
            taken += len(samples)
            late = round((self.from_s - start_s) * SAMPLE_RATE_HZ)
            if late >= len(samples):
                continue
            kept = samples[max(0, late) :]
            if self._ends_before(taken / SAMPLE_RATE_HZ, began, sleep):
                return
            yield Block(max(start_s, self.from_s), kept)

    def _ends_before(self, end_s: float, began: float, sleep: Sleep) -> bool:
        """Wait until the block would have been spoken; whether the session ended meanwhile."""
        if not self.speed:
            return sleep(0.0)
        ahead_s = (end_s - self.from_s) / self.speed - (self.clock() - began)
        return sleep(max(0.0, ahead_s))
