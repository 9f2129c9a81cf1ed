"""One of a group that the text names, as a drawing: who, in what pose, of what colour."""

import numpy as np

from painter.art.beasts import creatures, quadrupeds, serpents
from painter.art.colour import Array, lch, tinted
from painter.art.drawing import Drawing
from painter.art.palette import Stuffs
from painter.art.people.kits import KITS
from painter.art.people.person import person
from painter.scene.scene import Group, Lch, Scene

COATS: dict[str, Lch] = {
    "dragon": (0.36, 0.08, 25),
    "griffin": (0.55, 0.08, 70),
    "birds": (0.2, 0.01, 270),
    "bats": (0.18, 0.01, 290),
    "spider": (0.24, 0.02, 40),
    "serpent": (0.4, 0.08, 170),
    "snake": (0.45, 0.09, 130),
    "kraken": (0.4, 0.1, 15),
    "whale": (0.36, 0.03, 245),
}
_CASTERS = ("wizard", "witch", "necromancer", "lich")
_CALM = ("king", "queen", "ghost", "child", "prisoner")


def walks(kind: str) -> bool:
    """Whether it stands on the ground: people and beasts."""
    return kind in KITS or kind in quadrupeds.BUILDS or kind in ("rider", "spider", "snake")


def height(kind: str) -> float:
    """Of one of the kind, as a share of a person's."""
    return KITS[kind].height if kind in KITS else 1.2


def coat(scene: Scene, group: Group) -> Array:
    """What the text says of its colour, deep as hides are, else the kind's own."""
    named = group.colour or scene.tint("creature")
    if named:
        return tinted(lch(named), light=0.75, chroma=0.6)
    return lch(COATS.get(group.kind, (0.4, 0.04, 60)))


def pose_of(scene: Scene, group: Group, n: int) -> str:
    """What the text has them do; else they fight, walk or stand as the scene has it."""
    if group.kind in _CASTERS and (scene.has("magic") or scene.mood in ("battle", "mystic")):
        return "cast"
    for feature, pose in (("kneeling", "kneel"), ("fleeing", "flee"), ("cheering", "cheer")):
        if scene.has(feature):
            return pose
    if scene.has("reaching") and n == 0:
        return "reach"
    if scene.mood == "battle":
        return ("guard", "fight", "fight")[n % 3]
    if scene.has("path") and group.kind not in _CALM:
        return "walk"
    return ("stand", "walk", "stand")[n % 3]


def figure_of(
    scene: Scene,
    stuffs: Stuffs,
    group: Group,
    rng: np.random.Generator,
    pose: str,
    armed: bool = True,
    right: str | None = None,
) -> Drawing:
    """A drawing of one of the group; `right` is in the near hand in place of what the kind carries."""
    if group.kind == "rider":
        return _mounted(scene, stuffs, rng)
    if group.kind == "spider":
        return creatures.spider(rng, coat(scene, group))
    if group.kind == "snake":
        return serpents.snake(coat(scene, group))
    if group.kind in quadrupeds.BUILDS:
        named = group.colour or scene.tint("creature")
        return quadrupeds.beast(group.kind, rng, stuffs, coat(scene, group) if named else None)
    if right is None and armed and scene.has("burningthing") and KITS[group.kind].right == "sword":
        right = "flamesword"
    tint = group.colour or scene.tint("cloak")
    return person(group.kind, rng, stuffs, pose, lch(tint) if tint else None, armed, right)


def _mounted(scene: Scene, stuffs: Stuffs, rng: np.random.Generator) -> Drawing:
    mounted = Drawing()
    mounted.include(quadrupeds.beast("horse", rng, stuffs, pace=1.0))
    rider = person("knight" if scene.mood == "battle" else "traveller", rng, stuffs, "sit", armed=False)
    mounted.include(rider, -0.05, 1.0)
    return mounted
