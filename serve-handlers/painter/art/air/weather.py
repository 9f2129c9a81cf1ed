"""What falls, flies and flashes before the scene: rain, snow, lightning, embers, fireflies, dust."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from painter.art.canvas import Canvas
from painter.art.colour import Array, lch
from painter.art.noise import field, smoothstep, stream
from painter.art.palette import Air
from painter.scene.scene import Scene


def add_rain(lit: Array, scene: Scene, light: Array) -> Array:
    """Streaks, far ones fine and near ones long, and the air greyer for it."""
    height, width = lit.shape[:2]
    rng = stream(scene.seed, "rain")
    lean = rng.uniform(-0.28, 0.28) * (1.6 if scene.weather == "storm" else 1)
    veil = field(rng, (height, width), 3, 3, stretch=0.4)
    lit += (light - lit) * (0.05 + 0.13 * smoothstep(0.4, 0.7, veil))[..., None]
    for count, length, wide, strength in ((900, 0.035, 1, 0.22), (260, 0.085, 2, 0.2)):
        sheet = Image.new("L", (width, height))
        draw = ImageDraw.Draw(sheet)
        for x, y, size in zip(
            rng.uniform(-0.2, 1.2, count) * width,
            rng.uniform(-0.1, 1, count) * height,
            rng.uniform(0.5, 1.2, count),
            strict=True,
        ):
            long = size * length * height
            draw.line(
                [(x, y), (x + lean * long, y + long)],
                fill=int(90 + 160 * rng.random()),
                width=max(1, round(wide * height / 1024)),
            )
        soft = np.asarray(sheet.filter(ImageFilter.BoxBlur(0.6 * wide)), np.float32) / 255
        lit += (soft * strength)[..., None] * (light * 1.3 + 0.02)
    return lit


def add_snow(lit: Array, scene: Scene, light: Array) -> Array:
    """Flakes at three distances; the nearest are large and soft."""
    height, width = lit.shape[:2]
    rng = stream(scene.seed, "snow")
    for count, size, blur, strength in ((1400, 1.3, 0.6, 0.75), (420, 2.6, 1.2, 0.8), (60, 6.5, 4.0, 0.5)):
        sheet = Image.new("L", (width, height))
        draw = ImageDraw.Draw(sheet)
        unit = height / 1024
        count = max(1, int(count * width / height / 1.75))
        for x, y, s in zip(
            rng.uniform(0, width, count),
            rng.uniform(0, height, count),
            rng.uniform(0.5, 1.3, count),
            strict=True,
        ):
            r = max(0.5, s * size * unit)
            draw.ellipse([x - r, y - r * 1.2, x + r, y + r * 1.2], fill=int(150 + 105 * rng.random()))
        soft = np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur * unit)), np.float32) / 255
        lit += (light - lit) * (soft * strength)[..., None]
    return lit


def add_rainbow(canvas: Canvas, lit: Array, across: float) -> Array:
    """A bow before what is far, a fainter one outside it, its foot at `across` (share of the width)."""
    view = canvas.view
    rows = np.arange(view.height, dtype=np.float32)[:, None] - np.float32(view.horizon * 1.05)
    columns = np.arange(view.width, dtype=np.float32)[None, :] - np.float32(
        (0.5 + 0.8 * (0.5 - across)) * view.width
    )
    away = np.hypot(rows, columns) / np.float32(0.46 * view.width)
    far = smoothstep(60, 900, canvas.depth) * 0.8 + 0.2
    for radius, wide, strength, way in ((1.0, 0.06, 0.6, 1.0), (1.24, 0.075, 0.18, -1.0)):
        share = (away - np.float32(radius)) / np.float32(wide) * np.float32(way)
        band = np.exp(-((share * 1.7) ** 2)) * far * np.float32(strength)
        for channel, shift in enumerate((0.45, 0.0, -0.45)):
            glow = np.exp(-(((share - np.float32(shift)) * 2.4) ** 2))
            lit[..., channel] += band * (glow * 1.7 - 0.25) * (0.35 + 0.4 * lit[..., channel])
    return lit


def add_lightning(canvas: Canvas, lit: Array, scene: Scene, across: float) -> Array:
    """A forked bolt in the sky at `across` (share of the width), and the flash around it."""
    view = canvas.view
    rng = stream(scene.seed, "bolt")
    sheet = Image.new("L", (view.width, view.height))
    draw = ImageDraw.Draw(sheet)
    foot = view.horizon * 0.98

    def fork(x: float, y: float, angle: float, wide: float, until: float) -> None:
        while y < until:
            step = view.height * rng.uniform(0.012, 0.035)
            turn = angle + rng.normal(0, 0.55)
            nx, ny = x + math.sin(turn) * step, y + abs(math.cos(turn)) * step
            draw.line([(x, y), (nx, ny)], fill=255, width=max(1, round(wide)))
            if wide > 1.6 and rng.random() < 0.22:
                fork(
                    nx,
                    ny,
                    angle + rng.choice((-1, 1)) * rng.uniform(0.4, 0.9),
                    wide * 0.5,
                    ny + view.height * rng.uniform(0.08, 0.22),
                )
            x, y = nx, ny

    x = across * view.width
    fork(x, 0.0, rng.normal(0, 0.12), 4.0 * view.height / 1024 + 0.8, foot)
    unit = view.height / 1024
    sky = (canvas.depth > 800).astype(np.float32)
    near = np.asarray(sheet.filter(ImageFilter.GaussianBlur(1.2 * unit)), np.float32) / 255
    wide = (
        np.asarray(
            sheet.filter(ImageFilter.BoxBlur(26 * unit)).filter(ImageFilter.BoxBlur(26 * unit)), np.float32
        )
        / 255
    )
    colour = lch((0.92, 0.045, 285))
    lit += ((near * 5 + wide * 4.5) * sky)[..., None] * colour
    rows = np.arange(view.height, dtype=np.float32)[:, None] / view.height
    columns = np.arange(view.width, dtype=np.float32)[None, :] / view.width
    flash = np.exp(-(((columns - across) / 0.3) ** 2)) * np.exp(-((rows / 0.55) ** 2))
    lit += (flash * (0.1 + 0.24 * sky))[..., None] * colour * np.float32(0.6) * (0.3 + lit)
    return lit


def add_sparks(
    lit: Array,
    rng: np.random.Generator,
    centre: tuple[float, float],
    spread: tuple[float, float],
    count: int,
    colour: Array,
    size: float = 1.6,
) -> Array:
    """Small lights around (row, column) `centre`, within `spread` pixels: embers, fireflies, motes."""
    height, width = lit.shape[:2]
    sheet = Image.new("L", (width, height))
    draw = ImageDraw.Draw(sheet)
    unit = height / 1024
    for _ in range(count):
        y, x = centre[0] + rng.normal(0, spread[0]), centre[1] + rng.normal(0, spread[1])
        r = size * unit * rng.uniform(0.4, 1.2) + 0.3
        draw.ellipse([x - r, y - r, x + r, y + r], fill=int(rng.uniform(90, 255)))
    sharp = np.asarray(sheet, np.float32) / 255
    soft = np.asarray(sheet.filter(ImageFilter.BoxBlur(5 * unit)), np.float32) / 255
    lit += (sharp * 4 + soft * 5)[..., None] * colour
    return lit


def add_dust(lit: Array, scene: Scene, air: Air) -> Array:
    """Blowing sand, in streaks."""
    height, width = lit.shape[:2]
    veil = field(stream(scene.seed, "dust"), (height, width), 5, 4, stretch=5)
    colour = air.horizon * 0.9
    rows = np.linspace(0.35, 1, height, dtype=np.float32)[:, None]
    lit += (colour - lit) * (smoothstep(0.35, 0.75, veil) * 0.6 * rows)[..., None]
    return lit
