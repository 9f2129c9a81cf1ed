"""The engine without weights: reads the scene out of the text and paints it by hand-written brushes."""

import logging
from collections.abc import Sequence

from painter.art.picture import paint
from painter.engine import VERSION, Fault, Picture, seed_of
from painter.scene.reading import scene_of
from painter.settings import Request

logger = logging.getLogger("soulsgen.painter")


class ProceduralPainter:
    """One picture after the other: each takes a core for a second or two."""

    def paint(self, requests: Sequence[Request]) -> list[Picture | Fault]:
        return [self._attempt(request) for request in requests]

    def _attempt(self, request: Request) -> Picture | Fault:
        try:
            return self._picture(request)
        except Exception:
            # A fault in one of many brushes; the log has no text of the user's, the seed and sizes find it.
            logger.exception("seed %d, %dx%d", seed_of(request), request.width, request.height)
            return Fault("the painter failed at this scene; another seed may help", ours=True)

    def _picture(self, request: Request) -> Picture:
        seed = seed_of(request)
        scene = scene_of(request.prompt, request.negative, seed)
        pixels = paint(scene, request.width, request.height, request.style)
        return Picture(pixels, seed, f"soulsgen procedural {VERSION}")
