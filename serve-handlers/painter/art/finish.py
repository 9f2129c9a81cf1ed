"""From light to paint: bloom, tone, grading, brushwork, the tooth of the paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from painter.art.colour import LUMINANCE, Array, from_oklab, to_oklab
from painter.art.noise import field, resized, stream


def bloom(lit: Array, strength: float) -> Array:
    """Light above white spills over its surroundings."""
    height, width = lit.shape[:2]
    small = resized(np.minimum(lit, 12), (max(2, height // 4), max(2, width // 4)), smooth=False)
    small = np.maximum(small - 0.8, 0)
    total = np.zeros_like(small)
    level = small
    for weight in (0.5, 0.3, 0.22, 0.16, 0.1):
        level = resized(level, (max(2, level.shape[0] // 2), max(2, level.shape[1] // 2)), smooth=False)
        total += resized(level, small.shape[:2]) * np.float32(weight)
    lit += resized(np.maximum(total, 0), (height, width), smooth=False) * np.float32(strength)
    return lit


def exposed(lit: Array, target: float, adapt: float = 0.7) -> Array:
    """Brought to a middle lightness of `target` (linear), the eye adapting by the share `adapt`."""
    sample = lit[::8, ::8] @ LUMINANCE
    middle = float(np.exp(np.log(np.maximum(sample, 1e-4)).mean()))
    lit *= np.float32((target / middle) ** adapt)
    return lit


def toned(lit: Array) -> Array:
    """Light of any strength into 0..1: straight in the shadows, rolling off towards white.

    Source: K. Narkowicz's fit of the ACES curve, 2016, with its foot lifted.
    """
    np.clip(lit, 0, 30, out=lit)
    return np.clip(lit * (2.2 * lit + 0.06) / (lit * (2.1 * lit + 0.62) + 0.12), 0, 1)


# Codes by the square root of linear light: fine steps in the dark.
_GRADES = 4096
_SRGB = np.linspace(0, 1, _GRADES) ** 2
_SRGB = np.where(_SRGB <= 0.0031308, _SRGB * 12.92, 1.055 * _SRGB ** (1 / 2.4) - 0.055).astype(np.float32)


def codes(linear: Array) -> Array:
    """sRGB 0..1 of linear 0..1, by table."""
    return np.take(_SRGB, (np.sqrt(linear) * (_GRADES - 1)).astype(np.int16))


def grading(shadow: Array, light: Array, chroma: float, contrast: float) -> ImageFilter.Color3DLUT:
    """A grade as a table: shadows lean to one colour and lights to another, in OKLab.

    shadow, light: OKLab (a, b) offsets.
    """
    size = 25

    axis = np.linspace(0, 1, size, dtype=np.float32)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    srgb = np.stack([red, green, blue], -1)
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)
    lab = to_oklab(linear)
    bright = lab[..., :1]
    curve = bright + np.float32(contrast) * (bright - 0.45) * bright * (1 - bright) * 2
    lab[..., 1:] *= np.float32(chroma)
    lab[..., 1:] += shadow * (1 - bright) ** 2 * 1.2 + light * bright**2
    lab[..., :1] = curve
    out = np.clip(from_oklab(lab), 0, 1)
    return ImageFilter.Color3DLUT(size, codes(out).reshape(-1, 3).ravel().tolist())


def dabbed(image: Image.Image, radius: int) -> Image.Image:
    """Brush dabs: each pixel takes the mean of the calmest of the four squares that meet in it.

    Source: M. Kuwahara et al., 1976; means by one box blur, looked up at the four shifted places.
    """
    mean = np.asarray(image.filter(ImageFilter.BoxBlur(radius / 2)), np.uint8)
    grey = np.asarray(image.convert("L"), np.float32)
    soft = np.asarray(image.convert("L").filter(ImageFilter.BoxBlur(radius / 2)), np.float32)
    unrest = np.abs(grey - soft)
    unrest = np.asarray(
        Image.fromarray(np.clip(unrest * 4, 0, 255).astype(np.uint8)).filter(ImageFilter.BoxBlur(radius / 2))
    )
    shift = max(1, round(radius / 2))
    pad = ((shift, shift), (shift, shift))
    calm, wide = np.pad(unrest, pad, mode="edge"), np.pad(mean, (*pad, (0, 0)), mode="edge")
    height, width = grey.shape
    best, out = None, None
    for down in (0, 2 * shift):
        for across in (0, 2 * shift):
            here = calm[down : down + height, across : across + width]
            colour = wide[down : down + height, across : across + width]
            if best is None or out is None:
                best, out = here.copy(), colour.copy()
                continue
            better = here < best
            np.copyto(best, here, where=better)
            np.copyto(out, colour, where=better[..., None])
    return Image.fromarray(out)  # type: ignore[arg-type]


def tooth(seed: int, shape: tuple[int, int], amount: float) -> Array:
    """Canvas and bristles: lightness factors around 1, (H, W)."""
    rng = stream(seed, "tooth")
    height = shape[0]
    grain = field(rng, shape, height / 5, 1)
    bristle = field(rng, shape, height / 6, 2, stretch=6)
    relief = np.asarray(grain * 0.5 + bristle * 0.8, np.float32)
    lit = relief - np.roll(relief, (1, 1), (0, 1))
    made: Array = 1 + lit * np.float32(amount) + (relief - relief.mean()) * np.float32(amount * 0.25)
    return made


def vignette(shape: tuple[int, int], strength: float) -> Array:
    rows = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, shape[1], dtype=np.float32)[None, :]
    return 1 - np.float32(strength) * np.clip((rows**2 + columns**2) / 2, 0, 1) ** 1.3


def painted(
    linear: Array, fine: Array, seed: int, lut: ImageFilter.Color3DLUT, brush: float, paper: float
) -> NDArray[np.uint8]:
    """8-bit picture of toned light; `fine` (H, W) is where the brush is fine."""
    height, width = linear.shape[:2]
    srgb = codes(linear)
    # Each dab of paint is mixed a little differently.
    rng = stream(seed, "dabs")
    for channel in range(3):
        srgb[..., channel] += (field(rng, (height, width), height / 14, 1) - 0.5) * np.float32(0.03)
    image = Image.fromarray((np.clip(srgb, 0, 1) * 255).astype(np.uint8)).filter(lut)
    size = max(2, round(brush * height / 1024))
    broad = np.asarray(dabbed(image, size), np.float32)
    broad += (np.asarray(image, np.float32) - broad) * fine[..., None]
    factors = tooth(seed, (height, width), paper) * vignette((height, width), 0.3)
    out = broad * factors[..., None]
    whole: NDArray[np.uint8] = np.clip(out + 0.5, 0, 255).astype(np.uint8)
    return whole
