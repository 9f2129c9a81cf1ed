"""What a neural model offers the engine that runs it: voices, spelling, and sound for a batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tts.engines.engine import Refused, Voice
from tts.engines.masking import Stop
from tts.engines.spelled import Spelled
from tts.speech import Samples
from tts.text.sentence import Sentence

LONGEST_S = 60.0  # of one sentence; more is a model that has lost its way, and a GPU's memory


@dataclass(frozen=True, slots=True)
class Utterance:
    """A spelled sentence to be sounded. `pace` is a factor (2: twice as fast)."""

    spelled: Spelled
    voice: str
    pace: float
    seed: int


@dataclass(frozen=True, slots=True)
class Sound:
    """samples: -1 to 1. tokens: samples that each token takes, or nothing where the model does not tell."""

    samples: Samples
    tokens: tuple[int, ...] = ()


class Network(Protocol):
    """A checkpoint on its device.

    paced: it speaks at any pace by itself, and tells each token's samples.
    """

    name: str
    sample_rate_hz: int
    paced: bool

    def voices(self) -> tuple[Voice, ...]:
        """The first is the default."""

    def spell(self, sentence: Sentence) -> Spelled:
        """Raises Unspeakable."""

    def sound(self, utterances: Sequence[Utterance], stop: Stop) -> Iterator[tuple[int, Sound | Refused]]:
        """(place, sound) of each, as it is done; a sound does not depend on what stands beside it.

        `stop` is called all the while, and what it raises is passed on.
        """


def too_long(seconds: float) -> Refused:
    return Refused(f"a sentence would take {seconds:.0f} s; at most {LONGEST_S:.0f} are allowed")
