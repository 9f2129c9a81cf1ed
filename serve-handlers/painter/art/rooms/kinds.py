"""The rooms' measures and stuffs: one table."""

from dataclasses import dataclass

import numpy as np

from painter.art.colour import Array, lch
from painter.art.palette import Air, Stuffs
from painter.art.rooms import surfaces
from painter.art.rooms.room import Opening, Room
from painter.scene.scene import Scene


@dataclass(frozen=True)
class Site:
    """What a room is made from; `outside` is the light that comes in at its windows."""

    scene: Scene
    stuffs: Stuffs
    outside: Array


def room_of(scene: Scene, stuffs: Stuffs, air: Air) -> Room:
    makers = {
        "tavern": _tavern,
        "hall": _hall,
        "throne": _throne,
        "dungeon": _dungeon,
        "nave": _nave,
        "crypt": _crypt,
        "stairs": _stairs,
        "library": _library,
        "forge": _forge,
        "cellar": _cellar,
        "chamber": _chamber,
    }
    outside = (air.horizon * 0.7 + air.zenith * 0.3) * np.float32(2.2 if not air.dark else 1.2)
    return makers[scene.place](Site(scene, stuffs, outside))


def _tavern(site: Site) -> Room:
    windows = (
        Opening("back", 4.4, 1.3, 1.3, 1.3, site.outside * 0.8, False, tracery=0.33),
        Opening("side", 6.5, 1.3, 1.2, 1.2, site.outside * 0.8, False, 4.6, 0.3),
    )
    return Room(
        13,
        4.1,
        11.5,
        surfaces.planks,
        surfaces.plaster,
        site.stuffs.wood * 0.8,
        site.stuffs.plaster * 0.5,
        site.stuffs.wood * 0.5,
        windows=windows,
    )


def _hall(site: Site) -> Room:
    windows = (
        Opening("side", 4.5, 4.2, 1.1, 2.8, site.outside, True, 4.5, 0.36),
        Opening("back", 0, 4.6, 3.0, 3.6, site.outside, True, 0, 0.5, stained=True),
    )
    return Room(
        15,
        8.8,
        21,
        surfaces.flags,
        surfaces.blocks,
        site.stuffs.stone * 0.6,
        site.stuffs.stone * 0.7,
        site.stuffs.wood * 0.5,
        windows=windows,
    )


def _throne(site: Site) -> Room:
    windows = tuple(
        Opening("back", x, 3.2, 1.7, 5.4, site.outside * 1.3, True, 0, 0.42, stained=True)
        for x in (-4.0, 4.0)
    )
    middle = Opening("back", 0, 5.2, 2.3, 4.6, site.outside * 1.5, True, 0, 0.52, stained=True)
    return Room(
        14,
        10.5,
        14.5,
        surfaces.checks,
        surfaces.blocks,
        site.stuffs.stone * 0.75,
        site.stuffs.stone * 0.62,
        site.stuffs.stone * 0.5,
        surfaces.blocks,
        7.4,
        windows=(*windows, middle),
    )


def _dungeon(site: Site) -> Room:
    stone = site.stuffs.stone * 0.55
    return Room(
        4.6, 3.9, 34, surfaces.flags, surfaces.blocks, stone * 0.8, stone, stone * 0.9, surfaces.blocks, 2.2
    )


def _nave(site: Site) -> Room:
    open_ = site.scene.has("ruined")
    windows: tuple[Opening, ...] = (Opening("side", 3, 1, 1, 1, site.outside * 0.9, True, 6.0),)
    if not open_:
        windows = (
            *windows,
            Opening("back", 0, 4.5, 4.6, 9.5, site.outside * 1.6, True, 0, 0.55, stained=True),
            *(
                Opening("back", x, 3.5, 1.6, 6, site.outside * 1.2, True, 0, 0.5, stained=True)
                for x in (-4.4, 4.4)
            ),
        )
    else:
        windows = (*windows, Opening("back", 0, 3.2, 4.8, 10.5, site.outside * 1.1, True, 0, 1.6))
    return Room(
        13,
        15.5,
        36,
        surfaces.flags,
        surfaces.blocks,
        site.stuffs.stone * 0.65,
        site.stuffs.stone * 0.8,
        site.stuffs.stone * 0.6,
        surfaces.blocks,
        10.5,
        6.0,
        4.5,
        open_,
        windows,
    )


def _crypt(site: Site) -> Room:
    stone = site.stuffs.sand * 0.5 if site.scene.land == "desert" else site.stuffs.stone * 0.55
    return Room(
        10, 4.6, 15, surfaces.flags, surfaces.blocks, stone * 0.9, stone, stone * 0.8, surfaces.blocks, 2.6
    )


def _stairs(site: Site) -> Room:
    stone = site.stuffs.stone * 0.6
    windows = (
        Opening("back", -0.6, 5.4, 0.7, 2.2, site.outside * 1.6, True, 0, 0.35),
        Opening("side", 7.2, 3.0, 0.6, 1.7, site.outside * 1.2, True, 9.0, 0.3),
    )
    return Room(
        9.6,
        16.0,
        9.6,
        surfaces.flags,
        surfaces.blocks,
        stone * 0.8,
        stone,
        stone * 0.6,
        surfaces.planks,
        windows=windows,
    )


def _library(site: Site) -> Room:
    windows = (Opening("back", 0, 1.8, 2.6, 4.6, site.outside * 1.5, True, 0, 0.43),)
    return Room(
        10.5,
        7.4,
        15,
        surfaces.planks,
        surfaces.plaster,
        site.stuffs.wood * 0.7,
        site.stuffs.wood * 0.7,
        site.stuffs.wood * 0.5,
        windows=windows,
    )


def _forge(site: Site) -> Room:
    windows = (Opening("back", -4.0, 1.4, 1.5, 1.5, site.outside, False, tracery=0.5),)
    return Room(
        12,
        4.6,
        10.5,
        surfaces.flags,
        surfaces.blocks,
        site.stuffs.stone * 0.5,
        site.stuffs.stone * 0.55,
        site.stuffs.wood * 0.4,
        windows=windows,
    )


def _cellar(site: Site) -> Room:
    return Room(
        9,
        3.7,
        15,
        surfaces.flags,
        surfaces.blocks,
        site.stuffs.stone * 0.5,
        site.stuffs.stone * 0.55,
        site.stuffs.stone * 0.5,
        surfaces.blocks,
        1.9,
    )


def _chamber(site: Site) -> Room:
    windows = (Opening("back", 2.3, 1.0, 1.6, 2.3, site.outside * 1.4, True, 0, 0.4),)
    walls = (
        lch(site.scene.accents[0]) * 0.5 + site.stuffs.plaster * 0.3
        if site.scene.accents
        else site.stuffs.plaster * 0.7
    )
    return Room(
        9,
        3.9,
        8.5,
        surfaces.planks,
        surfaces.plaster,
        site.stuffs.wood * 0.8,
        walls,
        site.stuffs.wood * 0.5,
        windows=windows,
    )
