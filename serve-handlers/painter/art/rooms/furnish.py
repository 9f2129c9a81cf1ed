"""Furnishes a room by its kind, and says where people may stand or sit in it."""

from collections.abc import Callable

import numpy as np

from painter.art.built.relics import statue
from painter.art.canvas import Light
from painter.art.colour import lch
from painter.art.drawing import Drawing, place
from painter.art.rooms import halls, lamps, staircase, treasures, vaults
from painter.art.rooms.sets import Set, Spot
from painter.art.rooms.webs import web
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
    if stage.scene.has("floating"):
        _floating_books(stage)
    if stage.scene.counts("statue"):
        _statues(stage)
    if not stage.canvas.lights:
        lamps.candle(stage.canvas, stage.rng, 0.8, 0.0, 5.0, 3.0, 2.5)


# x and z in metres and the pose, the most telling first; "" for what the scene is about.
_SPOTS: dict[str, tuple[Spot, ...]] = {
    "tavern": (
        *(
            (0.5, 4.9, ""),
            (-1.1, 5.4, ""),
            (-3.2, 5.2, ""),
            (2.4, 6.2, ""),
            (-4.3, 7.7, "sit"),
            (1.0, 8.7, "sit"),
        ),
        *(
            (-3.3, 7.7, "sit"),
            (0.1, 8.7, "cheer"),
            (3.7, 4.6, "sit"),
            (-1.6, 4.8, "sit"),
            (-1.9, 7.6, "cheer"),
        ),
        *((4.4, 7.6, ""), (3.2, 9.2, ""), (-0.6, 9.6, ""), (1.9, 4.5, "sit"), (-5.2, 6.6, "")),
    ),
    "dungeon": (
        (0.35, 6.2, ""),
        (-0.8, 7.2, ""),
        (0.9, 8.6, ""),
        (-0.3, 10.0, ""),
        (0.6, 12.0, ""),
        (-0.9, 14.0, ""),
    ),
    "stairs": ((0.4, 5.4, ""), (-1.0, 6.2, ""), (1.6, 6.8, ""), (-2.2, 7.0, ""), (2.6, 7.8, "")),
}
_GREAT: tuple[Spot, ...] = (
    *((-0.4, 8.5, ""), (1.2, 9.4, ""), (-2.6, 10.5, ""), (3.2, 11.5, ""), (-4.0, 8.6, ""), (4.4, 8.9, "")),
    *((-1.4, 13, ""), (2.0, 14, ""), (-3.2, 15, "")),
)
_SMALL: tuple[Spot, ...] = (
    *((0.9, 4.6, ""), (-1.0, 5.2, ""), (1.9, 6.0, ""), (-2.1, 6.4, ""), (0.2, 7.0, ""), (2.8, 7.4, "")),
)


def spots(stage: Set) -> list[Spot]:
    """Places for people, the most telling first."""
    room, rng, kind = stage.room, stage.rng, stage.scene.place
    base = _SPOTS.get(kind, _GREAT if kind in ("throne", "nave", "hall") else _SMALL)
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
    """Whom the text does not name: a room full of them."""
    kinds = (
        "villager",
        "traveller",
        "villager",
        "dwarf",
        "villager",
        "bard",
        "villager",
        "elf",
        "villager",
        "barkeep",
        "villager",
    )
    return [(Group(kind), n + 20, False) for n, kind in enumerate(kinds)]


def _statues(stage: Set) -> None:
    """Of stone, on both sides of a great room; one in the corner of a small one."""
    room, great = stage.room, stage.room.high > 7
    for side, z in ((-1, room.deep * 0.55), (1, room.deep * 0.42)) if great else ((-1, room.deep - 1.5),):
        x, size = side * room.wide * (0.27 if great else 0.36), min(0.36, room.high / 22)
        place(
            stage.canvas, statue(stage.mason), x, 0.3, z, scale=size, flip=side > 0, round_by=0.02, fine=True
        )


def _floating_books(stage: Set) -> None:
    """Open and shut, on their way through the air."""
    rng = stage.rng
    for _ in range(26):
        z, light_ = rng.uniform(4.5, stage.room.deep - 1), lch((0.85, 0.09, 85))
        x, y = rng.uniform(-0.36, 0.36) * stage.room.wide, rng.uniform(1.6, 4.6)
        book, whole = Drawing(), Drawing()
        cover = lch((rng.uniform(0.3, 0.5), 0.1, rng.choice((25, 60, 150, 255, 310))))
        book.add([(-0.24, 0.02), (0, -0.06), (0.24, 0.02), (0.22, 0.1), (0, 0.0), (-0.22, 0.1)], cover)
        for side in (-1, 1):
            book.add(
                [(0, -0.03), (side * 0.21, 0.05), (side * 0.19, 0.16), (0, 0.06)], stage.stuffs.plaster * 0.9
            )
        whole.include(book, turn=rng.uniform(-0.6, 0.6))
        place(stage.canvas, whole, x, y, z, scale=rng.uniform(0.9, 1.5), fine=True)
        if rng.random() < 0.3:
            stage.canvas.lights.append(Light(x, y, z - 0.2, light_ * np.float32(0.7), 0.9, 0.9))


def _webs(stage: Set) -> None:
    for x, flip in ((-stage.room.wide / 2, False), (stage.room.wide / 2, True)):
        place(stage.canvas, web(stage.stuffs), x, stage.room.high - 0.1, 5.0, flip=flip)


_DRESSERS: dict[str, Callable[[Set], None]] = {
    "tavern": halls.tavern,
    "hall": halls.hall,
    "throne": halls.throne,
    "dungeon": vaults.dungeon,
    "nave": halls.nave,
    "crypt": vaults.crypt,
    "stairs": staircase.wind,
    "library": vaults.library,
    "forge": vaults.forge,
    "cellar": vaults.cellar,
    "chamber": vaults.chamber,
}
