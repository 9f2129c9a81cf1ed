"""Things that stand in a scene many times: drawn once, then set in at many places and sizes."""

from dataclasses import dataclass

import numpy as np

from painter.art.canvas import Canvas
from painter.art.colour import Array, vector
from painter.art.drawing import Drawing, rendered

# Alpha below which a pixel is left as it is.
_NOTHING = 0.02


@dataclass(frozen=True)
class Stamp:
    """A drawing at falling sizes, each half the one before: (h, w, 7) alpha, albedo and facing.

    width, height: of the drawing, metres; left: metres from its left edge to its foot.
    """

    levels: tuple[Array, ...]
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, drawing: Drawing, pixels: int, round_by: float = 0.06) -> "Stamp":
        """Drawn `pixels` high."""
        low_x, low_y, high_x, high_y = drawing.bounds()
        scale = pixels / max(high_y - low_y, 1e-3)
        at = (-low_x * scale, high_y * scale)
        limit = (max(1, round((high_x - low_x) * scale)), pixels)
        _, layers = rendered(drawing, scale, at, limit, round_by=round_by)
        if layers is None:
            raise ValueError("an empty drawing makes no stamp")
        level = np.concatenate([layers.alpha[..., None], layers.albedo, layers.normal], -1)
        levels = [level]
        while min(level.shape[:2]) >= 8:
            level = _halved(level)
            levels.append(level)
        return cls(tuple(levels), -low_x, high_y, high_x - low_x, high_y - low_y)

    def put(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        z: float,
        scale: float = 1.0,
        flip: bool = False,
        tone: float = 1.0,
        shadow: float = 0.0,
        fine: bool = False,
    ) -> None:
        """Set in with its foot at (x, y, z) metres. tone: times its colours. shadow, fine: as of `place`."""
        view = canvas.view
        if shadow:
            canvas.ground_shadow(x, y, z, shadow * scale)
        pixels = view.focal / z * scale
        width, height = self.width * pixels, self.height * pixels
        level = next((one for one in reversed(self.levels) if one.shape[0] >= height), self.levels[0])
        to_left = (self.width - self.left if flip else self.left) * pixels
        left, top = view.column(x, z) - to_left, view.row(y, z) - self.top * pixels
        first_row, first_column = max(0, round(top)), max(0, round(left))
        rows = np.arange(first_row, min(view.height, round(top + height)))
        columns = np.arange(first_column, min(view.width, round(left + width)))
        if not len(rows) or not len(columns):
            return
        down = np.clip((rows + 0.5 - top) / height * level.shape[0], 0, level.shape[0] - 1).astype(np.int32)
        across = np.clip((columns + 0.5 - left) / width * level.shape[1], 0, level.shape[1] - 1).astype(
            np.int32
        )
        if flip:
            across = level.shape[1] - 1 - across
        alpha = level[..., 0][down[:, None], across[None, :]]
        region = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        at_row, at_column = np.nonzero((alpha > _NOTHING) & (canvas.depth[region] > z))
        if not len(at_row):
            return
        drawn = level[down[at_row], across[at_column]]
        normal = drawn[:, 4:] * vector(-1 if flip else 1, 1, 1)
        share = alpha[at_row, at_column]
        colour = drawn[:, 1:4] * np.float32(tone)
        canvas.put_pixels(at_row + first_row, at_column + first_column, share, colour, normal, z, fine)


def _halved(level: Array) -> Array:
    """Half the size; colours weigh by their alpha."""
    height, width = level.shape[0] // 2 * 2, level.shape[1] // 2 * 2
    part = level[:height, :width]
    weighted = part.copy()
    weighted[..., 1:] *= part[..., :1]
    small = weighted.reshape(height // 2, 2, width // 2, 2, -1).mean((1, 3))
    small[..., 1:] /= np.maximum(small[..., :1], 1e-4)
    made: Array = small
    return made
