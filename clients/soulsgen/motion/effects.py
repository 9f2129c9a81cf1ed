"""What is drawn about the figure when a feeling is strong: hearts, drops, clouds, signs.

They appear with the feeling, move on their own and do not follow the head.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soulsgen.motion.parameters import Floats

Layers = dict[str, float]

# Less of a layer than this changes no pixel.
SEEN = 1 / 255


@dataclass(frozen=True)
class Effect:
    """Pictures `layers` that are shown one after another when one of `emotions` begins.

    rate_hz: pictures a second, over and over; None: once, evenly in `lasts_s`.
    lasts_s: how long it is seen; None: as long as the feeling lasts. rising_s: how long it takes to appear.
    fading_s: its last seconds, in which it pales; 0: it is gone at once.
    """

    name: str
    emotions: tuple[str, ...]
    layers: tuple[str, ...]
    rate_hz: float | None = 6.0
    lasts_s: float | None = None
    rising_s: float = 0.15
    fading_s: float = 0.75
    enabled: bool = True

    def layer(self, since_s: float, ends_s: float, foresight: bool = True) -> tuple[str, float] | None:
        """The layer so long after the feeling began, which ends `ends_s` after its beginning.

        foresight: whether it pales before the feeling ends, or, when nobody knows that end beforehand, after.
        """
        strength = self._strength(since_s, ends_s, foresight) if since_s >= 0 else 0.0
        return (self.layers[self._number(since_s)], strength) if strength >= SEEN else None

    def _strength(self, since_s: float, ends_s: float, foresight: bool) -> float:
        own_s = float("inf") if self.lasts_s is None else self.lasts_s
        left = self._left(min(ends_s, own_s) - since_s)
        if not foresight:
            left = min(self._left(own_s - since_s), self._left(ends_s + self.fading_s - since_s))
        return min(left, since_s / self.rising_s) if since_s < self.rising_s else left

    def _left(self, rest_s: float) -> float:
        if rest_s <= 0:
            return 0.0
        return min(1.0, rest_s / self.fading_s) if self.fading_s else 1.0

    def _number(self, since_s: float) -> int:
        if self.rate_hz is not None:
            return turns(since_s, self.rate_hz) % len(self.layers)
        each_s = (self.lasts_s or 0.0) / len(self.layers)
        return min(turns(since_s, 1 / each_s), len(self.layers) - 1) if each_s else 0


def _drawn(name: str, *emotions: str, rate_hz: float = 6.0, lasts_s: float | None = None) -> Effect:
    """As the project's characters have them, in four pictures."""
    return Effect(name, emotions, tuple(f"{name}{number}" for number in range(1, 5)), rate_hz, lasts_s)


EFFECTS = (
    _drawn("angervein", "anger"),
    _drawn("sweatdrop", "embarrassment", lasts_s=4.0),
    _drawn("smallsweatdrop", "nervousness", lasts_s=4.0),
    _drawn("heart", "desire", "love"),
    _drawn("blackcloud", "annoyance"),
    _drawn("flowers", "joy"),
    _drawn("shock", "disgust", "fear", lasts_s=3.0),
    _drawn("notice", "surprise", rate_hz=12.0, lasts_s=1.5),
    _drawn("beaming", "admiration", "amusement", "excitement", "pride", lasts_s=4.0),
    _drawn("question", "confusion", lasts_s=4.0),
    _drawn("exclaim", "realization", lasts_s=2.0),
)


def of_feelings(
    times: Floats,
    moments: Sequence[float],
    names: Sequence[str],
    effects: Iterable[Effect] = EFFECTS,
    foresight: bool = True,
) -> list[Layers]:
    """The effects of the emotions `names` that begin at `moments`, in the order of `effects`."""
    ends = [*moments[1:], float("inf")]
    felt = [
        (start, end - start, effect)
        for effect in effects
        for start, end, name in zip(moments, ends, names, strict=True)
        if effect.enabled and name in effect.emotions
    ]
    return [
        _strongest(effect.layer(time - start, length, foresight) for start, length, effect in felt)
        for time in times.tolist()
    ]


def turns(seconds: float, rate_hz: float) -> int:
    """Whole turns; a moment that is one but for rounding is one."""
    return int(seconds * rate_hz + 1e-6)


def _strongest(layers: Iterable[tuple[str, float] | None]) -> Layers:
    """A feeling that comes again while its effect still pales shows whichever is seen more."""
    shown: Layers = {}
    for layer in layers:
        if layer:
            shown[layer[0]] = max(layer[1], shown.get(layer[0], 0.0))
    return shown
