"""People and beasts, set into the landscape: who is few stands near, who is many stands in ranks far off."""

from painter.art.cast.flyers import fly
from painter.art.cast.hosts import muster
from painter.art.cast.swimmers import surface
from painter.art.cast.walkers import walk_on
from painter.art.land.stage import Stage
from painter.art.palette import Stuffs
from painter.scene.scene import Scene


def act(stage: Stage, scene: Scene, stuffs: Stuffs) -> None:
    fly(stage, scene, stuffs)
    surface(stage, scene)
    muster(stage, scene, stuffs)
    walk_on(stage, scene, stuffs)
