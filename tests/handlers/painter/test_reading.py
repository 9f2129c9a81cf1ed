"""What a text is understood to show."""

import pytest

from painter.scene.grammar import COLOURS
from painter.scene.reading import scene_of
from painter.scene.scene import Group, Scene


def kinds(groups: tuple[Group, ...]) -> dict[str, int]:
    return {group.kind: group.count for group in groups}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a tavern brawl by firelight", ("tavern", None, None, None)),
        ("a dragon over a burning village at night", ("outdoors", "town", "night", None)),
        ("a misty swamp at dawn with a witch's hut", ("outdoors", "swamp", "dawn", "fog")),
        ("a snowy mountain pass", ("outdoors", "mountains", None, "snow")),
        ("a ruined cathedral in rain", ("nave", None, None, "rain")),
        ("a cave with glowing crystals", ("cave", None, None, None)),
        ("a harbour at sunset", ("outdoors", "coast", "sunset", None)),
        ("a desert tomb at noon", ("outdoors", "desert", "noon", None)),
        ("the throne room of the mad king", ("throne", None, None, None)),
        ("a dungeon corridor with torches", ("dungeon", None, None, None)),
        ("a storm at sea with a ship", ("outdoors", "sea", None, "storm")),
        ("inside the tavern in the forest", ("tavern", "forest", None, None)),
        ("outside the tavern at dusk", ("outdoors", None, "dusk", None)),
        ("A Vault Under The CATHEDRAL", ("crypt", None, None, None)),
    ],
)
def test_place_land_hour_and_weather_are_read(text: str, expected: tuple[str | None, ...]) -> None:
    scene = scene_of(text)
    found = (scene.place, scene.land, scene.hour, scene.weather)
    assert all(want in (None, got) for want, got in zip(expected, found, strict=True)), found


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("three weary travellers on a road", {"traveller": 3}),
        ("a band of elves", {"elf": 5}),
        ("wolves in the snow", {"wolf": 4}),
        ("two knights and a dwarf", {"knight": 2, "dwarf": 1}),
        ("an army of orcs", {"orc": 24}),
        ("a knight fights a giant spider", {"knight": 1, "spider": 1}),
        ("a giant walks the hills", {"giant": 1}),
        ("clouds like dragons over the king's road", {}),
        ("7 dwarves", {"dwarf": 7}),
        ("99 goblins", {"goblin": 24}),
    ],
)
def test_people_and_beasts_are_counted(text: str, people: dict[str, int]) -> None:
    assert kinds(scene_of(text).figures) == people


def test_a_building_named_after_its_land_is_seen_from_outside() -> None:
    assert kinds(scene_of("a forest path to a ruined temple").structures) == {"temple": 1}
    assert kinds(scene_of("a desert tomb").structures) == {"tomb": 1}


def test_what_is_denied_is_not_there_and_the_night_stays() -> None:
    scene = scene_of("a castle at night, no moon or stars, without a single guard")
    assert scene.hour == "night"
    assert not scene.has("moon", "stars")
    assert scene.figures == ()
    assert kinds(scene.structures) == {"castle": 1}


@pytest.mark.parametrize(
    ("prompt", "negative", "gone"),
    [
        ("a moonlit lake", "moon", "moon"),
        ("a burning village", "burning", "burning"),
        ("a moonless night", "", "moon"),
    ],
)
def test_a_negative_takes_features_away(prompt: str, negative: str, gone: str) -> None:
    assert not scene_of(prompt, negative).has(gone)


def test_a_negative_takes_people_buildings_weather_and_hour_away() -> None:
    assert scene_of("a knight before a castle", "people").figures == (Group("knight"),)[:0]
    assert kinds(scene_of("a knight before a castle", "castles").structures) == {}
    assert scene_of("hills in the rain", "rain").weather != "rain"
    assert scene_of("a haunted wood", "night, dusk").hour == "sunset"


def test_nobody_is_left_in_an_empty_place() -> None:
    assert scene_of("an empty street, no people").figures == ()
    assert kinds(scene_of("a deserted village with a dragon").figures) == {"dragon": 1}


def test_a_colour_goes_to_the_thing_it_stands_before() -> None:
    scene = scene_of("a witch in a crimson robe under an emerald sky by a blue fire")
    assert dict(scene.tints) == {
        "cloak": COLOURS["crimson"],
        "sky": COLOURS["emerald"],
        "fire": COLOURS["blue"],
    }
    assert scene_of("a red dragon").figures == (Group("dragon", 1, COLOURS["red"]),)


@pytest.mark.parametrize("text", ["asdf qwer", "…", "魔法の森", "\U0001f409", "a" * 4000, "the the the"])
def test_a_text_without_known_words_is_still_a_scene(text: str) -> None:
    assert isinstance(scene_of(text), Scene)


def test_the_seed_follows_from_text_and_seed_and_not_from_spaces() -> None:
    assert scene_of("a hill", seed=1) == scene_of("  a   hill ", seed=1)
    seeds = {scene_of(text, seed=number).seed for text in ("a hill", "the hill") for number in (1, 2)}
    assert len(seeds) == 4


@pytest.mark.parametrize(
    "text",
    [
        "a bell over the water",
        "a tower across the lake",
        "the road runs into black water",
        "a drowned valley",
        "rain on the ferry stage",
        "a hermit's isle",
    ],
)
def test_water_that_is_only_spoken_of_is_a_lake(text: str) -> None:
    assert scene_of(text).has("lake")


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("lanterns by the quay", "coast"),
        ("a longship in the fog", "sea"),
        ("a kraken rises", "sea"),
        ("a rope bridge high above the world", "canyon"),
        ("stalls under coloured awnings", "town"),
        ("nomads lost in a sandstorm", "desert"),
    ],
)
def test_what_is_named_says_where_it_is(text: str, land: str) -> None:
    assert scene_of(text).land == land


def test_a_named_river_or_sea_is_no_lake_besides() -> None:
    assert not scene_of("a bridge over the river, its water grey").has("lake")
    assert not scene_of("black water by the quay").has("lake")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Far below, Brannoch slowly reaches up", {"traveller": 1}),
        ("They wait by the door", {"traveller": 3}),
        ("Brannoch the dwarf waits", {"dwarf": 1}),
        ("Rain falls and the wind turns", {}),
        ("the statue of a forgotten king", {}),
        ("two armies meet", {"soldier": 48}),
        ("an army of orcs", {"orc": 24}),
        ("riders on their horses", {"rider": 4}),
    ],
)
def test_names_stand_for_people_likenesses_do_not_and_armies_are_many(
    text: str, people: dict[str, int]
) -> None:
    assert kinds(scene_of(text).figures) == people


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("inside the bell tower", "stairs"),
        ("a ghost on the stairs of a manor", "stairs"),
        ("a lonely inn on a rainy night", "outdoors"),
        ("an inn on a rainy night, ale by the fire", "tavern"),
        ("the dragon on its hoard under the mountain", "cave"),
        ("the temple steps at noon", "outdoors"),
    ],
)
def test_whether_it_is_seen_from_within_follows_from_what_else_is_said(text: str, place: str) -> None:
    assert scene_of(text).place == place


def test_snow_lies_and_does_not_fall_under_the_moon() -> None:
    assert scene_of("a snowy wood under the full moon").weather != "snow"
    assert scene_of("a snowy wood under the full moon").season == "winter"
    assert scene_of("a blizzard").weather == "snow"


def test_a_burning_sword_sets_nothing_on_fire() -> None:
    assert not scene_of("an angel with a burning sword").has("burning")
    assert scene_of("a burning village").has("burning")
