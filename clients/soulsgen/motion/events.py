"""What happens to the avatar, and when. Moments are seconds on the scene's own clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from soulsgen.motion.lips import Viseme
from soulsgen.motion.looking import Point


@dataclass(frozen=True)
class Feel:
    """From here on the emotion of that name."""

    at_s: float
    emotion: str


@dataclass(frozen=True)
class Say:
    """Speech whose sound begins here; the track's times are from its beginning."""

    at_s: float
    track: Sequence[Viseme]


@dataclass(frozen=True)
class Talk:
    """A mouth that moves without anybody knowing to what."""

    at_s: float
    until_s: float


@dataclass(frozen=True)
class Override:
    """From here on these parameters and cels stay where they are put; None gives one back."""

    at_s: float
    values: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class DataEyes:
    at_s: float
    until_s: float


@dataclass(frozen=True)
class Look:
    """From here on she looks at `point` of the picture (looking.py); None: wherever she likes."""

    at_s: float
    point: Point | None = None


Event = Feel | Say | Talk | Override | DataEyes | Look
