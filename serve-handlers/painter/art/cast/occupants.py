"""Who is in a room, on the spots that the room offers."""

from painter.art.cast.figures import figure_of, height, pose_of
from painter.art.drawing import place
from painter.art.noise import stream
from painter.art.people.kits import KITS
from painter.art.rooms import furnish
from painter.art.rooms.sets import Set, Spot
from painter.scene.scene import Group

# Beasts that fit under a roof.
_BEASTS = ("wolf", "cat", "bear", "spider", "snake", "rats", "horse", "deer")
_RULERS = ("king", "queen", "lich", "demon")
# Where people come without their weapons, and who brings them all the same.
_PEACEFUL = ("tavern", "hall", "chamber")
_ARMED = ("knight", "soldier", "wizard", "rogue", "archer", "bard", "necromancer", "lich", "skeleton")
_OFF_DUTY = ("sit", "cheer")
_MOST_OF_A_KIND = 12


def enter(stage: Set) -> None:
    """Everyone the text names; in a tavern or a hall with few of them, others too."""
    scene = stage.scene
    queue = [
        (group, n, group.kind in _RULERS and scene.place == "throne" and n == 0)
        for group in sorted(scene.figures, key=lambda one: one.kind == "villager")
        if group.kind in KITS or group.kind in _BEASTS
        for n in range(min(group.count, _MOST_OF_A_KIND))
    ]
    if scene.place in ("tavern", "hall") and len(queue) < 8 and not scene.has("empty"):
        queue += furnish.patrons()
    offered = furnish.spots(stage)
    for (group, n, enthroned), spot in sorted(zip(queue, offered, strict=False), key=lambda one: -one[1][1]):
        _one(stage, group, n, (0.0, stage.room.deep - 3.0, "sit") if enthroned else spot, enthroned)


def _one(stage: Set, group: Group, n: int, spot: Spot, enthroned: bool) -> None:
    scene, (x, z, pose) = stage.scene, spot
    if not enthroned and (scene.mood == "battle" or pose == ""):
        pose = pose_of(scene, group, n)
    armed = ((scene.place not in _PEACEFUL or group.kind in _ARMED) and pose not in _OFF_DUTY) or enthroned
    reading = scene.has("books") and group.kind in ("wizard", "monk", "elf") and n == 0
    tall = height(group.kind)
    z = max(z, 3.2 * tall) if tall > 1.2 else z
    rng = stream(scene.seed, f"{group.kind}{n}")
    drawing = figure_of(scene, stage.stuffs, group, rng, pose, armed, "book" if reading else None)
    y = 0.66 if enthroned else 0.0
    place(stage.canvas, drawing, x, y, z, flip=x > 0.4, round_by=0.035, shadow=0.5, fine=True)
