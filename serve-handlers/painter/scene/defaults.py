"""What a text leaves open: a scene needs an hour, a weather and a land even where none is named."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from painter.scene.scene import Group, Lch, Scene
from painter.scene.words import OUTSIDE

if TYPE_CHECKING:
    from painter.scene.reading import Feature, Mention

# Where a text names several, the earlier here wins; other categories take the first named.
_STRONGEST = {
    "weather": ("storm", "sandstorm", "snow", "rain", "fog", "overcast", "cloudy", "clear"),
    "mood": ("battle", "ominous", "mystic", "joyful", "serene"),
}
# Lands that give way to any other named beside them.
_WEAK_LANDS = ("town", "plains", "hills", "sea")
_NIGHT_MOODS = ("ominous", "mystic")
# Things seen from far; the text's own words say how many.
_MOST_FIGURES = 24


def completed(seed: int, mentions: "list[Mention]", denied: "frozenset[Feature]") -> Scene:
    """The Scene of what is mentioned and not denied, its gaps filled by what fits, then by chance."""
    rng = np.random.default_rng([seed, 1])
    named = [mention for mention in mentions if not mention.denied]
    place = _place(named, denied)
    mood = _chosen("mood", named, denied) or "calm"
    hour = _chosen("hour", named, denied) or _hour(rng, mood, denied)
    told = _chosen("season", named, denied)
    season = told or ("summer", "summer", "spring", "autumn")[rng.integers(4)]
    land = _land(named, denied) or str(rng.choice(("hills", "mountains", "plains", "forest")))
    weather = _chosen("weather", named, denied) or str(rng.choice(("clear", "cloudy", "cloudy")))
    features = {name for mention in named for kind, name in mention.features if kind == "feature"}
    weathers = {name for mention in named for kind, name in mention.features if kind == "weather"}
    features |= weathers & {"fog"}
    features |= _implied(land, hour, weather, told or "")
    features -= {name for _, name in denied}
    return Scene(
        seed=seed,
        place=place,
        land=land,
        hour=hour,
        weather=weather,
        season=season,
        mood=mood,
        features=frozenset(features),
        structures=_structures(named, denied, place),
        figures=_figures(named, denied),
    )


def _all(category: str, named: "Iterable[Mention]", denied: "frozenset[Feature]") -> "list[tuple[int, str]]":
    """(place in the text, name) of a category's features, in the text's order."""
    return [
        (mention.place, name)
        for mention in named
        for kind, name in mention.features
        if kind == category and (kind, name) not in denied
    ]


def _chosen(category: str, named: "list[Mention]", denied: "frozenset[Feature]") -> str | None:
    found = [name for _, name in _all(category, named, denied)]
    order = _STRONGEST.get(category)
    if order:
        return next((name for name in order if name in found), None)
    return found[0] if found else None


def _land(named: "list[Mention]", denied: "frozenset[Feature]") -> str | None:
    found = [name for _, name in _all("land", named, denied)]
    strong = [name for name in found if name not in _WEAK_LANDS]
    return next(iter([*strong, *found]), None)


def _place(named: "list[Mention]", denied: "frozenset[Feature]") -> str:
    """A room that is named before any land, or said to be seen from within; else outdoors."""
    rooms = _all("place", named, denied)
    if not rooms:
        return "outdoors"
    features = {name for _, name in _all("feature", named, denied)}
    lands = _all("land", named, denied)
    if "exterior" in features:
        return "outdoors"
    if "interior" not in features and lands and lands[0][0] < rooms[0][0]:
        return "outdoors"
    names = [name for _, name in rooms]
    # "The hall of a king on his throne", "a vault under the cathedral": the more telling room.
    for telling in ("throne", "cave", "crypt", "tavern"):
        if telling in names and names[0] in ("hall", "chamber", "dungeon", "nave") and telling != "cave":
            return telling
    return names[0]


def _hour(rng: np.random.Generator, mood: str, denied: "frozenset[Feature]") -> str:
    hours = (
        ("dusk", "night", "sunset") if mood in _NIGHT_MOODS else ("dawn", "morning", "afternoon", "sunset")
    )
    open_ = [hour for hour in hours if ("hour", hour) not in denied]
    return str(rng.choice(open_ or ["afternoon"]))


def _implied(land: str, hour: str, weather: str, season: str) -> set[str]:
    """What goes without saying: stars on a clear night, a path where people travel."""
    more = set()
    if hour == "night" and weather not in ("storm", "rain", "snow", "sandstorm"):
        more |= {"moon", "stars"}
    if weather == "storm":
        more.add("lightning")
    if land in ("swamp",) and hour in ("dawn", "dusk", "night"):
        more.add("fog")
    if land == "volcano":
        more.add("lava")
    if season == "spring" and land in ("plains", "hills", "forest", "mountains", "coast", "town"):
        more.add("flowers")
    return more


def _structures(named: "list[Mention]", denied: "frozenset[Feature]", place: str) -> tuple[Group, ...]:
    groups = _groups("structure", named, denied)
    if place == "outdoors":
        for mention in named:
            for kind, name in mention.features:
                outside = OUTSIDE.get(name) if kind == "place" else None
                if outside and ("structure", outside) not in denied and outside not in groups:
                    groups[outside] = Group(outside, 1, mention.colour)
    return tuple(groups.values())


def _figures(named: "list[Mention]", denied: "frozenset[Feature]") -> tuple[Group, ...]:
    people_denied = ("figure", "anybody") in denied
    groups = _groups("figure", named, denied)
    kept = [group for kind, group in groups.items() if not (people_denied and kind not in CREATURES)]
    # "Three travellers" who are also "figures" are three, not four.
    if len(kept) > 1:
        kept = [
            group for group in kept if group.kind not in ("traveller", "villager") or group.count > 1
        ] or kept
    return tuple(kept[:8])


def _groups(category: str, named: "list[Mention]", denied: "frozenset[Feature]") -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for mention in named:
        for kind, name in mention.features:
            if kind != category or (kind, name) in denied:
                continue
            before = groups.get(name)
            count = max(mention.count, before.count if before else 0)
            colour: Lch | None = mention.colour or (before.colour if before else None)
            groups[name] = Group(name, min(count, _MOST_FIGURES), colour)
    return groups


CREATURES = frozenset(
    (
        *("dragon", "griffin", "birds", "bats", "horse", "wolf", "bear", "deer", "camel", "cow", "spider"),
        *(
            "serpent",
            "kraken",
            "cat",
            "rats",
            "whale",
            "demon",
            "ghost",
            "skeleton",
            "goblin",
            "orc",
            "giant",
        ),
        "angel",
    )
)
