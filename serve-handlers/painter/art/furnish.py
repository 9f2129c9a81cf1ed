"""Furnishes a room by its kind, and says where people may stand or sit in it."""

from collections.abc import Callable

import numpy as np

from painter.art import halls, lamps, treasures, vaults
from painter.art.drawing import Drawing, place
from painter.art.sets import Set, Spot
from painter.scene.scene import Group


def dress(stage: Set) -> None:
    _DRESSERS.get(stage.scene.place, vaults.cellar)(stage)
    if stage.scene.has("gold"):
        treasures.hoard(stage.canvas, stage.rng, stage.room.wide * 0.2, stage.room.deep * 0.45, 3.2)
    if stage.scene.has("bones"):
        for x in (-0.3, 0.32):
            treasures.skulls(stage.canvas, stage.rng, stage.stuffs, x * stage.room.wide, 0, 4.5 + abs(x) * 3)
    if stage.scene.has("web"):
        _webs(stage)
    if not stage.canvas.lights:
        lamps.candle(stage.canvas, stage.rng, 0.8, 0.0, 5.0, 3.0, 2.5)


def spots(stage: Set) -> list[Spot]:
    """Places for people, the most telling first."""
    room, rng, place_ = stage.room, stage.rng, stage.scene.place
    if place_ == "tavern":
        base: list[Spot] = [
            (0.5, 4.9, ""),
            (-0.9, 5.3, ""),
            (-3.1, 5.6, ""),
            (2.3, 6.4, ""),
            (-1.9, 7.4, "cheer"),
            (3.6, 5.0, ""),
            (0.8, 8.2, "cheer"),
            (-4.4, 7.2, ""),
            (4.3, 8.4, ""),
        ]
    elif place_ == "dungeon":
        base = [
            (0.35, 6.2, ""),
            (-0.8, 7.2, ""),
            (0.9, 8.6, ""),
            (-0.3, 10.0, ""),
            (0.6, 12.0, ""),
            (-0.9, 14.0, ""),
        ]
    elif place_ in ("throne", "nave", "hall"):
        base = [
            (-0.4, 8.5, ""),
            (1.2, 9.4, ""),
            (-2.6, 10.5, ""),
            (3.2, 11.5, ""),
            (-4.0, 8.6, ""),
            (4.4, 8.9, ""),
            (-1.4, 13, ""),
            (2.0, 14, ""),
            (-3.2, 15, ""),
        ]
    else:
        base = [
            (0.9, 4.6, ""),
            (-1.0, 5.2, ""),
            (1.9, 6.0, ""),
            (-2.1, 6.4, ""),
            (0.2, 7.0, ""),
            (2.8, 7.4, ""),
        ]
    limit = room.wide / 2 - 0.6
    return [
        (
            float(np.clip(x + rng.normal(0, 0.15), -limit, limit)),
            min(z + rng.normal(0, 0.1), room.deep - 1.2),
            pose,
        )
        for x, z, pose in base
    ]


def patrons() -> list[tuple[Group, int, bool]]:
    kinds = ("villager", "traveller", "villager", "dwarf", "barkeep", "bard", "villager", "elf")
    return [(Group(kind), n, False) for n, kind in enumerate(kinds)]


def _webs(stage: Set) -> None:
    for x, flip in ((-stage.room.wide / 2, False), (stage.room.wide / 2, True)):
        web = Drawing()
        for angle in np.linspace(-1.5, 0, 6):
            web.tube(
                [(0, 0), (1.5 * np.cos(angle), 1.5 * np.sin(angle))],
                (0.012, 0.012),
                stage.stuffs.snow * 0.6,
                smooth=False,
            )
        for reach in (0.4, 0.7, 1.0, 1.3):
            web.tube(
                [(reach * np.cos(a), reach * np.sin(a) * 0.95) for a in np.linspace(-1.5, 0, 9)],
                (0.01, 0.01),
                stage.stuffs.snow * 0.6,
                smooth=False,
            )
        place(stage.canvas, web, x, stage.room.high - 0.1, 5.0, flip=flip)


_DRESSERS: dict[str, Callable[[Set], None]] = {
    "tavern": halls.tavern,
    "hall": halls.hall,
    "throne": halls.throne,
    "dungeon": vaults.dungeon,
    "nave": halls.nave,
    "crypt": vaults.crypt,
    "library": vaults.library,
    "forge": vaults.forge,
    "cellar": vaults.cellar,
    "chamber": vaults.chamber,
}
