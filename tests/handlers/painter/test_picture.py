"""What the procedural painter puts on the canvas."""

import numpy as np
import pytest

from painter.art.air.sky import key_direction
from painter.art.land.landscape import paint_landscape
from painter.art.land.stage import Stage
from painter.art.land.terrain import paint_ground
from painter.art.palette import air_of, stuffs_of
from painter.art.picture import paint
from painter.engine import Fault
from painter.procedural import ProceduralPainter
from painter.scene.reading import scene_of
from painter.scene.words import FEATURES
from painter.settings import STYLES, Request

SMALL = (224, 128)


def painted(text: str, size: tuple[int, int] = SMALL, seed: int = 1, negative: str = "") -> np.ndarray:
    return paint(scene_of(text, negative, seed), *size).astype(np.float32)


def brightness(pixels: np.ndarray) -> float:
    return float(pixels.mean())


def warmth(pixels: np.ndarray) -> float:
    """Red over blue."""
    return float(pixels[..., 0].mean() / pixels[..., 2].mean())


def test_the_same_scene_is_the_same_picture_to_the_byte() -> None:
    text = "a ship in a storm, lightning over a lighthouse"
    assert np.array_equal(painted(text), painted(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("a forest", "the forest"), ("a cave", "a dark cave"), ("a tavern", "an old tavern")],
)
def test_two_texts_are_two_pictures_also_with_one_seed(one: str, other: str) -> None:
    assert np.abs(painted(one) - painted(other)).mean() > 3


def test_another_seed_is_another_picture() -> None:
    assert np.abs(painted("a castle", seed=1) - painted("a castle", seed=2)).mean() > 3


@pytest.mark.parametrize("size", [(64, 64), (64, 2048), (2048, 64), (65, 97), (101, 640)])
@pytest.mark.parametrize(
    "text", ["a castle by a lake, travellers", "a tavern", "a crystal cave", "a ruined cathedral in rain"]
)
def test_any_size_is_painted(text: str, size: tuple[int, int]) -> None:
    pixels = painted(text, size)
    assert pixels.shape == (size[1], size[0], 3)
    assert pixels.std() > 4


def test_night_is_darker_than_day_and_sunset_warmer_than_a_storm() -> None:
    assert brightness(painted("plains at noon")) > 1.5 * brightness(painted("plains at night"))
    assert warmth(painted("the sea at sunset")) > 1.3 * warmth(painted("the sea in a storm at noon"))


def test_fire_lights_the_night_and_negative_puts_it_out() -> None:
    burning = painted("a burning village at night")
    dark = painted("a burning village at night", negative="burning, fire")
    assert (burning[..., 0] > 200).mean() > 3 * (dark[..., 0] > 200).mean()
    assert warmth(burning) > 1.5 * warmth(dark)


def test_the_moon_is_the_brightest_thing_in_its_sky_and_no_moon_takes_it_away() -> None:
    sky = slice(0, SMALL[1] // 3)
    with_moon = painted("a plain on a clear night under the full moon", seed=3)[sky]
    without = painted("a plain on a clear night, no moon, no stars", seed=3)[sky]
    assert with_moon.max() > 215
    assert without.max() < 150


def test_a_named_colour_is_seen() -> None:
    red, green = painted("a red sky over hills"), painted("a green sky over hills")
    assert warmth(red[:40]) > warmth(green[:40]) * 1.2
    assert green[:40, :, 1].mean() > green[:40, :, 0].mean()


def test_winter_is_white_and_summer_is_green() -> None:
    winter, summer = painted("plains in winter at noon"), painted("plains in summer at noon")
    assert np.ptp(winter[90:].mean((0, 1))) < 40 < np.ptp(summer[90:].mean((0, 1)))


def test_water_mirrors_the_sky() -> None:
    """The lake is bluer than the meadow it takes the place of."""
    lake = painted("a wide lake among hills at noon", seed=5)[78:100]
    meadow = painted("a wide meadow among hills at noon", seed=5)[78:100]
    assert lake[..., 2].mean() / lake[..., 1].mean() > meadow[..., 2].mean() / meadow[..., 1].mean() + 0.1


@pytest.mark.parametrize(
    "water", ["a bell over the water", "a tower across the lake", "a drowned valley, a bell"]
)
def test_water_in_a_phrase_is_painted(water: str) -> None:
    """Some of the picture is a mirror; without the word none is."""
    assert wet(f"{water} at noon") > 0.05
    assert wet("a bell over the meadow at noon") == 0


def wet(text: str) -> float:
    """Share of the picture that is water."""
    scene = scene_of(text, seed=2)
    stage = Stage.of(scene, *SMALL)
    air = air_of(scene)
    toward = key_direction(stage.canvas.view, air, stage.focus)
    paint_ground(stage.canvas, scene, stuffs_of(scene), stage.land, air, toward)
    return float(stage.canvas.water.mean())


def test_people_are_painted_with_a_fine_brush_and_hills_are_not() -> None:
    assert paint_landscape(scene_of("a knight on a hill"), *SMALL)[1].max() == pytest.approx(1)
    assert paint_landscape(scene_of("a hill"), *SMALL)[1].max() == 0


def test_two_armies_face_each_other_in_two_colours() -> None:
    """The left host is redder than the right one."""
    pixels = painted("two armies meet on the plain at noon", (448, 256), seed=4)[150:230]
    left, right = pixels[:, :200], pixels[:, 248:]
    assert warmth(left) > warmth(right) * 1.03


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_brushed_in_its_own_way(style: str) -> None:
    scene = scene_of("a castle at dusk", seed=1)
    pixels = paint(scene, *SMALL, style).astype(int)
    others = [paint(scene, *SMALL, other) for other in STYLES if other != style]
    assert all(np.abs(pixels - other).mean() > 0.4 for other in others)


def faults(texts: list[str]) -> list[str]:
    """The texts that a brush failed at."""
    requests = [Request(text, width=80, height=64) for text in texts]
    answers = ProceduralPainter().paint(requests)
    return [text for text, answer in zip(texts, answers, strict=True) if isinstance(answer, Fault)]


def spoken(words: str) -> str:
    """The first of a feature's words."""
    return words.split()[0].replace("_", " ")


@pytest.mark.parametrize("category", ["place", "land", "structure"])
def test_every_place_land_and_building_can_be_painted_with_people(category: str) -> None:
    assert faults([f"{spoken(words)} with two knights" for words in FEATURES[category].values()]) == []


@pytest.mark.parametrize("place", ["a battle on the plains, few", "a throne room, two", "a cave, a"])
def test_every_person_and_beast_can_be_painted_in_a_room_in_a_cave_and_outdoors(place: str) -> None:
    names = [spoken(words) for words in FEATURES["figure"].values()]
    assert faults([f"{place} {', a '.join(names[n : n + 6])}" for n in range(0, len(names), 6)]) == []


@pytest.mark.parametrize("place", ["by a lake", "in a tavern", "in a cave"])
def test_all_features_at_once_can_be_painted_in_every_weather(place: str) -> None:
    names = [spoken(words) for words in FEATURES["feature"].values() if "exterior" not in words]
    features = " ".join(f"and {name}" for name in names if name != "inside")
    assert faults([f"{place} in {spoken(words)} {features}" for words in FEATURES["weather"].values()]) == []


@pytest.mark.slow
@pytest.mark.parametrize("category", FEATURES)
def test_every_word_can_be_painted(category: str) -> None:
    """Two in a picture."""
    words = sorted({word.replace("_", " ") for line in FEATURES[category].values() for word in line.split()})
    assert faults([", ".join(words[n : n + 2]) for n in range(0, len(words), 2)]) == []
