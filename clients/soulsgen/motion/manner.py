"""How she moves by herself: everything of her motion that is a matter of taste."""

from dataclasses import dataclass, field

from soulsgen.motion.blinking import Blinking
from soulsgen.motion.cels import Scrolling
from soulsgen.motion.effects import EFFECTS, Effect
from soulsgen.motion.looking import Point
from soulsgen.motion.swaying import Sway
from soulsgen.motion.talking import Talking
from soulsgen.motion.transitions import STEP


@dataclass(frozen=True)
class Manner:
    """lead_s: how far the lips are ahead of the sound. shown_s: how long one picture stays.

    effects: whether strong feelings show as drawn signs beside her; those are `drawn`. foresight: whether
    what comes is known beforehand, as in a film, so that a sign pales before its feeling ends, not after.
    step: how fast a feeling comes, as in `transitions.rate_of`. waver_hz: pictures a second of eyes that
    waver; 0: they do not. look: the point of the picture (looking.py) that she looks at unless told
    otherwise; None: wherever she likes.
    """

    sway: Sway = field(default_factory=Sway)
    breathing_s: float = 4.0
    blinks: bool = True
    looks_about: bool = True
    lead_s: float = 0.0
    shown_s: float = 0.04
    effects: bool = True
    drawn: tuple[Effect, ...] = EFFECTS
    foresight: bool = True
    step: float = STEP
    blinking: Blinking = field(default_factory=Blinking)
    talking: Talking = field(default_factory=Talking)
    data_eyes: Scrolling = field(default_factory=Scrolling)
    waver_hz: float = 12.0
    look: Point | None = None
