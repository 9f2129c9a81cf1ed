"""A text's scene, as far as it can be painted."""

from dataclasses import dataclass

Lch = tuple[float, float, float]


@dataclass(frozen=True)
class Group:
    """Some of a kind: people, creatures or buildings; `colour` is what the text calls them."""

    kind: str
    count: int = 1
    colour: Lch | None = None


@dataclass(frozen=True)
class Scene:
    """`place` is "outdoors" or a kind of room; the other words are keys of `painter.scene.words.FEATURES`.

    features: what is there or happens besides ("moon", "burning", "path", ...). accents: colours the text
    names and gives to nothing else. seed: of all chance in the picture.
    """

    seed: int
    place: str = "outdoors"
    land: str = "plains"
    hour: str = "afternoon"
    weather: str = "clear"
    season: str = "summer"
    mood: str = "calm"
    features: frozenset[str] = frozenset()
    structures: tuple[Group, ...] = ()
    figures: tuple[Group, ...] = ()
    accents: tuple[Lch, ...] = ()
    tints: tuple[tuple[str, Lch], ...] = ()

    def has(self, *features: str) -> bool:
        return any(feature in self.features for feature in features)

    def tint(self, thing: str) -> Lch | None:
        """The colour the text gives to `thing` ("sky", "light", "fire", "cloak", "water", ...)."""
        return dict(self.tints).get(thing)

    @property
    def in_street(self) -> bool:
        """Whether it is seen from between the houses of a town."""
        return self.land == "town" and self.has("street", "alley", "stalls") and not self.has("burning")

    def counts(self, kind: str) -> int:
        return sum(group.count for group in (*self.structures, *self.figures) if group.kind == kind)
