"""What rises from the water: serpents, krakens, whales."""

from painter.art.beasts import creatures, serpents
from painter.art.cast.figures import coat
from painter.art.drawing import Drawing, place
from painter.art.land.stage import Stage
from painter.art.noise import stream
from painter.scene.scene import Group, Scene

SWIMMERS = ("serpent", "kraken", "whale")


def surface(stage: Stage, scene: Scene) -> None:
    for group in scene.figures:
        if group.kind in SWIMMERS:
            _surface(stage, scene, group)


def _surface(stage: Stage, scene: Scene, group: Group) -> None:
    """Beside the point of interest, on which a ship may be, and looking at it."""
    ship = scene.counts("ship") + scene.counts("longship") + scene.counts("boat")
    z = stage.depth_for(18, 0.34 if ship else 0.46) * (0.9 if ship else 1)
    view = stage.canvas.view
    # A kraken has the ship in its arms.
    aside = 0.06 if group.kind == "kraken" and ship else 0.32
    azimuth = stage.azimuth - (aside if stage.azimuth > 0 else -aside) * view.width / view.focal
    x, high = azimuth * z, 1.3 if group.kind == "kraken" else 1.0
    y = stage.ground(x, z) if scene.land == "sea" else 0.0
    flip = azimuth > stage.azimuth
    place(stage.canvas, _drawn(scene, group), x, y, z, scale=high, flip=flip, fine=True)


def _drawn(scene: Scene, group: Group) -> Drawing:
    colour = coat(scene, group)
    if group.kind == "kraken":
        return creatures.kraken(stream(scene.seed, group.kind), colour)
    return creatures.whale(colour) if group.kind == "whale" else serpents.serpent(colour)
