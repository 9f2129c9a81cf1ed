"""What a text leaves open: a scene needs an hour, a weather and a land even where none is named."""

from dataclasses import dataclass

import numpy as np

from painter.scene.groups import figures_of, structures_of
from painter.scene.lexicon import Feature
from painter.scene.mentions import Mention
from painter.scene.places import INSIDE
from painter.scene.scene import Group, Scene

# Where a text names several, the earlier here wins; other categories take the first named.
_STRONGEST = {
    "weather": ("storm", "sandstorm", "snow", "rain", "fog", "overcast", "cloudy", "clear"),
    "mood": ("battle", "ominous", "mystic", "joyful", "serene"),
}
# Lands that give way to any other named beside them.
_WEAK_LANDS = ("town", "plains", "hills", "sea")
_LAMPS = {"lanterns", "torches", "campfire", "candles", "fireflies", "moon", "stars"}
# Whatever needs deep water under it, and what is content with a lake.
_OF_THE_SEA = {"ship", "longship", "kraken", "whale", "serpent"}
_OF_A_LAKE = {"boat", "pier"}
_WATERS = {"lake", "river", "waterfall"}
# Rooms that a more telling word in the same text replaces: "a vault under the cathedral".
# Rooms of houses that a text shows from the road where it speaks of weather, and of nobody within.
_HOUSES = ("tavern", "forge", "library", "cellar", "chamber")
_WITHIN = {"interior", "fire", "ale", "feast", "books", "candles", "crowded", "floating"}
# Those who come by night.
_NIGHTFOLK = {"demon", "ghost", "skeleton", "lich", "necromancer", "bats"}
_PLAIN_ROOMS = ("hall", "chamber", "dungeon", "nave")


@dataclass(frozen=True)
class Told:
    """What a text mentions and does not deny."""

    named: list[Mention]
    denied: frozenset[Feature]

    def all(self, category: str) -> list[tuple[int, str]]:
        """(place in the text, name) of a category's features, in the text's order."""
        return [
            (mention.place, name)
            for mention in self.named
            for kind, name in mention.features
            if kind == category and (kind, name) not in self.denied
        ]

    def names(self, category: str) -> list[str]:
        return [name for _, name in self.all(category)]

    def chosen(self, category: str) -> str | None:
        found = self.names(category)
        order = _STRONGEST.get(category, found)
        return next((name for name in order if name in found), None)


def completed(seed: int, mentions: list[Mention], denied: frozenset[Feature]) -> Scene:
    """The Scene of what is mentioned and not denied, its gaps filled by what fits, then by chance."""
    rng = np.random.default_rng([seed, 1])
    told = Told([mention for mention in mentions if not mention.denied], denied)
    place = _place(told)
    structures = tuple(
        group
        for group in structures_of(told.named, denied, place)
        if place == "outdoors" or INSIDE.get(group.kind) != place
    )
    figures = figures_of(told.named, denied)
    features = set(told.names("feature")) | (set(told.names("weather")) & {"fog", "sandstorm"})
    mood = told.chosen("mood") or "calm"
    kinds = {group.kind for group in (*structures, *figures)}
    haunted = mood in ("ominous", "mystic") or kinds & _NIGHTFOLK or "portal" in features
    hour = told.chosen("hour") or _hour(rng, bool(haunted), features, denied)
    season = told.chosen("season") or ("summer", "summer", "spring", "autumn")[rng.integers(4)]
    land = _land(told) or _land_by(rng, kinds, features)
    if "sandstorm" in features and land in ("plains", "hills"):
        land = "desert"
    if "ropebridge" in features and land not in ("forest", "swamp", "volcano"):
        land = "canyon"
    weather = _weather(told) or str(rng.choice(("clear", "cloudy", "cloudy")))
    features |= _implied(land, hour, weather, told.chosen("season") or "")
    features |= _water(land, features, structures)
    return Scene(
        seed=seed,
        place=place,
        land=land,
        hour=hour,
        weather=weather,
        season=season,
        mood=mood,
        features=frozenset(features - {name for _, name in denied}),
        structures=structures,
        figures=figures,
    )


def _place(told: Told) -> str:
    """A room that is named before any land, or said to be seen from within; else outdoors."""
    rooms, features, lands = told.all("place"), told.names("feature"), told.all("land")
    if "exterior" in features:
        return "outdoors"
    if "gold" in features and "dragon" in told.names("figure"):
        return "cave"
    if not rooms:
        within = [INSIDE[kind] for kind in told.names("structure") if kind in INSIDE]
        return within[0] if within and "interior" in features else "outdoors"
    if "interior" not in features and lands and lands[0][0] < rooms[0][0]:
        return "outdoors"
    names = [name for _, name in rooms]
    weather = set(told.names("weather")) & {"rain", "storm", "snow", "fog"}
    if names[0] in _HOUSES and weather and not told.names("figure") and not _WITHIN & set(features):
        return "outdoors"
    if names[0] in _PLAIN_ROOMS:
        return next((name for name in ("throne", "crypt", "tavern") if name in names), names[0])
    return names[0]


def _hour(rng: np.random.Generator, haunted: bool, features: set[str], denied: frozenset[Feature]) -> str:
    hours = ("dawn", "morning", "afternoon", "sunset")
    if "lightning" in features:
        hours = ("dusk", "afternoon", "dusk", "night")
    if haunted:
        hours = ("dusk", "night", "sunset", "dusk")
    if features & _LAMPS and "sandstorm" not in features:
        hours = ("dusk", "night", "dusk", "night")
    open_ = [hour for hour in hours if ("hour", hour) not in denied]
    return str(rng.choice(open_ or ["afternoon"]))


def _land(told: Told) -> str | None:
    found = told.names("land")
    strong = [name for name in found if name not in _WEAK_LANDS]
    return next(iter([*strong, *found]), None)


def _land_by(rng: np.random.Generator, kinds: set[str], features: set[str]) -> str:
    """Where what is named would be found: a ship at sea, a drowned house in a valley."""
    if kinds & _OF_THE_SEA and not features & _WATERS:
        return "sea"
    if features & {"stalls", "alley"}:
        return "town"
    if "sandstorm" in features:
        return "desert"
    if features & {"drowned", "water", "lake"} or kinds & _OF_A_LAKE:
        return str(rng.choice(("hills", "mountains", "plains")))
    return str(rng.choice(("hills", "mountains", "plains", "forest")))


def _weather(told: Told) -> str | None:
    """ "A snowy wood under the moon" has snow on the ground and none in the air."""
    clear = set(told.names("feature")) & {"moon", "stars", "sun", "aurora"}
    kept = [mention for mention in told.named if not (clear and mention.word == "snowy")]
    found = Told(kept, told.denied).chosen("weather")
    over = "afterrain" in told.names("feature") and found in ("rain", "storm")
    return "cloudy" if over else found


def _implied(land: str, hour: str, weather: str, season: str) -> set[str]:
    """What goes without saying: stars on a clear night, a path where people travel."""
    more = set()
    if hour == "night" and weather not in ("storm", "rain", "snow", "sandstorm"):
        more |= {"moon", "stars"}
    if weather == "storm":
        more.add("lightning")
    if land == "swamp" and hour in ("dawn", "dusk", "night"):
        more.add("fog")
    if land == "volcano":
        more.add("lava")
    if season == "spring" and land in ("plains", "hills", "forest", "mountains", "coast", "town"):
        more.add("flowers")
    return more


def _water(land: str, features: set[str], structures: tuple[Group, ...]) -> set[str]:
    """A lake where the text speaks of water and does not say which."""
    if land in ("coast", "sea", "swamp") or features & _WATERS:
        return set()
    wet = features & {"water", "drowned"} or any(
        group.kind in _OF_A_LAKE | _OF_THE_SEA for group in structures
    )
    return {"lake"} if wet else set()
