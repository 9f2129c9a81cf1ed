"""Draws docs/pictures/architecture.svg: what is made where, what runs where, and who talks to whom.

python docs/architecture.py

One file for light and dark: its colours follow the reader's.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

TARGET = Path(__file__).parent / "pictures" / "architecture.svg"
WIDTH, HEIGHT = 1240, 664

STYLE = """
svg { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  --paper: #ffffff; --panel: #f6f7f9; --edge: #d5dae1; --card: #ffffff; --ink: #1b2430; --soft: #5a6675;
  --data: #a15c07; --data-fill: #fff6e6; --model: #5b3fc4; --model-fill: #f3f0ff;
  --post: #0b6b74; --post-fill: #e8f7f8; --watch: #7a4b6b; --watch-fill: #fbeff7; }
@media (prefers-color-scheme: dark) { svg {
  --paper: #0d1117; --panel: #151b24; --edge: #343d4a; --card: #1c2430; --ink: #e8edf4; --soft: #a3afbf;
  --data: #f0b35a; --data-fill: #2c2213; --model: #b5a3ff; --model-fill: #231d3d;
  --post: #5fd0da; --post-fill: #10292d; --watch: #e3a6d0; --watch-fill: #2d1a28; } }
.paper { fill: var(--paper); }
.panel { fill: var(--panel); stroke: var(--edge); stroke-width: 1.25; }
.inner { fill: none; stroke: var(--edge); stroke-width: 1.25; stroke-dasharray: 5 4; }
.card { stroke-width: 1.5; }
.data { fill: var(--data-fill); stroke: var(--data); }
.model { fill: var(--model-fill); stroke: var(--model); }
.post { fill: var(--post-fill); stroke: var(--post); }
.watch { fill: var(--watch-fill); stroke: var(--watch); }
.plain { fill: var(--card); stroke: var(--edge); }
.title { fill: var(--ink); font-size: 15px; font-weight: 600; }
.heading { fill: var(--ink); font-size: 17px; font-weight: 650; letter-spacing: .01em; }
.note { fill: var(--soft); font-size: 12.5px; }
.code { fill: var(--soft); font-size: 12px;
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.line { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.to-data { stroke: var(--data); } .to-model { stroke: var(--model); }
.to-post { stroke: var(--post); } .to-watch { stroke: var(--watch); }
.head-data { fill: var(--data); } .head-model { fill: var(--model); }
.head-post { fill: var(--post); } .head-watch { fill: var(--watch); }
.label { fill: var(--soft); font-size: 12.5px; paint-order: stroke; stroke: var(--paper); stroke-width: 5px; }
.on-panel { stroke: var(--panel); }
"""
KINDS = ("data", "model", "post", "watch")
LINE_PX = 18


@dataclass(frozen=True)
class Card:
    """A box with a title, and lines under it; one that begins with `$ ` is a command."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    title: str
    lines: tuple[str, ...] = ()

    def draw(self) -> str:
        top = self.y + (self.height - 15 - LINE_PX * len(self.lines)) / 2 + 13
        middle = self.x + self.width / 2
        words = [text(middle, top, self.title, "title", "middle")]
        for number, line in enumerate(self.lines, start=1):
            style = "code" if line.startswith("$ ") else "note"
            words.append(text(middle, top + LINE_PX * number, line.removeprefix("$ "), style, "middle"))
        return box(self.x, self.y, self.width, self.height, f"card {self.kind}") + "".join(words)


def box(x: float, y: float, width: float, height: float, style: str, radius: int = 10) -> str:
    return (
        f'<rect class="{style}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}"/>\n'
    )


def text(x: float, y: float, words: str, style: str, anchor: str = "start") -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>\n'


def arrow(kind: str, *points: tuple[float, float], both: bool = False) -> str:
    """A line through `points`, its corners rounded, with a head at the end."""
    path = f"M{points[0][0]:g},{points[0][1]:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path += f" L{toward(corner, before)} Q{corner[0]:g},{corner[1]:g} {toward(corner, after)}"
    path += f" L{points[-1][0]:g},{points[-1][1]:g}"
    start = f' marker-start="url(#head-{kind})"' if both else ""
    return f'<path class="line to-{kind}" d="{path}" marker-end="url(#head-{kind})"{start}/>\n'


def toward(corner: tuple[float, float], other: tuple[float, float], by: float = 10) -> str:
    """The point `by` pixels from `corner` on the way to `other`, straight across or down."""
    x, y = (max(-by, min(by, other[axis] - corner[axis])) for axis in (0, 1))
    return f"{corner[0] + x:g},{corner[1] + y:g}"


def bucket(x: int, y: int, width: int, height: int) -> str:
    """A drum."""
    rim = 14
    side = f"M{x},{y + rim} v{height - 2 * rim} a{width / 2:g},{rim} 0 0 0 {width},0 v-{height - 2 * rim}"
    middle = x + width / 2
    lines = [
        f'<path class="card data" d="{side}"/>\n',
        f'<ellipse class="card data" cx="{middle:g}" cy="{y + rim}" rx="{width / 2:g}" ry="{rim}"/>\n',
        text(middle, y + 58, "Bucket", "title", "middle"),
    ]
    for number, line in enumerate(("corpora, models,", "archives, and a", "training’s state")):
        lines.append(text(middle, y + 80 + LINE_PX * number, line, "note", "middle"))
    lines.append(text(middle, y + 140, "gs://  s3://", "code", "middle"))
    return "".join(lines)


def making() -> str:
    """The left side: from game text to an archive, on any machine."""
    x, width = 48, 208
    cards = [
        Card("data", x, 84, width, 76, "Game text", ("FMG, BND, DCX, XML", "or dataset/lore")),
        Card(
            "data", x, 204, width, 76, "Corpus", ("sentences, words, tokenizer", "$ soulsgen create corpus")
        ),
        Card("model", x, 324, width, 76, "Weights", ("GPT-2, CPU or GPUs", "$ soulsgen train")),
        Card("model", x, 444, width, 76, "Archive", ("souls.mar, int8", "$ soulsgen create handler")),
    ]
    middle = x + width / 2
    parts = [
        box(24, 24, 256, 616, "panel", 16),
        text(48, 58, "Making, anywhere", "heading"),
        *(card.draw() for card in cards),
        arrow("data", (middle, 160), (middle, 201)),
        arrow("model", (middle, 280), (middle, 321)),
        arrow("model", (middle, 400), (middle, 441)),
        text(middle, 556, "make demo does all of it,", "note", "middle"),
        text(middle, 574, "serves it and posts a line,", "note", "middle"),
        text(middle, 592, "with nothing but Python.", "note", "middle"),
    ]
    return "".join(parts)


def cluster() -> str:
    """The middle: the namespace and its pods."""
    x = 486
    parts = [
        box(x, 24, 510, 616, "panel", 16),
        text(x + 24, 58, "Running, in Kubernetes", "heading"),
        text(x + 486, 58, "namespace soulsgen, restricted", "note", "end"),
        Card(
            "post",
            x + 24,
            84,
            286,
            92,
            "CronJob tweet-lore",
            ("every four hours, once a slot", "$ soulsgen post --to x"),
        ).draw(),
        Card("post", x + 356, 84, 130, 92, "Ledger", ("what was posted,", "where and when")).draw(),
        arrow("post", (x + 313, 130), (x + 353, 130), both=True),
        *_serving(x),
        *_training(x),
    ]
    return "".join(parts)


def _serving(x: int) -> list[str]:
    """The Deployment, and who asks it."""
    return [
        box(x + 24, 234, 462, 214, "inner", 14),
        text(x + 150, 260, "Deployment torchserve: one pod, several, or none", "note"),
        Card(
            "post",
            x + 40,
            276,
            196,
            92,
            "Gateway",
            ("one token, strict requests", "$ soulsgen gateway"),
        ).draw(),
        Card(
            "model",
            x + 290,
            276,
            180,
            92,
            "TorchServe",
            ("on loopback, batches", "$ soulsgen torchserve"),
        ).draw(),
        arrow("post", (x + 236, 322), (x + 287, 322)),
        Card("model", x + 40, 388, 196, 44, "Model store").draw(),
        arrow("model", (x + 236, 410), (x + 380, 410), (x + 380, 371)),
        text(x + 392, 400, "one worker a", "note"),
        text(x + 392, 416, "core or GPU", "note"),
        arrow("post", (x + 138, 176), (x + 138, 273)),
        text(x + 150, 212, "“write a line”", "label on-panel"),
    ]


def _training(x: int) -> list[str]:
    """The Job that makes models, and what watches."""
    return [
        Card(
            "model",
            x + 24,
            500,
            286,
            116,
            "Job trainer",
            (
                "torchrun, then a gate: only a good",
                "model is published; spot nodes will do",
                "$ soulsgen create trainer",
            ),
        ).draw(),
        Card(
            "watch",
            x + 356,
            500,
            130,
            116,
            "Prometheus",
            ("alerts, Grafana,", "KEDA scales on", "what waits"),
        ).draw(),
        arrow("watch", (x + 421, 448), (x + 421, 497)),
    ]


def between() -> str:
    """The bucket, and what moves by way of it."""
    left, right = 318, 448
    parts = [
        bucket(left, 318, 130, 164),
        arrow("data", (256, 242), (383, 242), (383, 315)),
        text(290, 232, "upload corpus", "label"),
        arrow("model", (256, 482), (298, 482), (298, 400), (left - 3, 400)),
        text(290, 508, "upload", "label"),
        text(290, 524, "handler", "label"),
        arrow("model", (right, 410), (523, 410)),
        arrow("model", (383, 482), (383, 558), (507, 558), both=True),
        text(394, 582, "corpus in,", "label"),
        text(394, 598, "model out", "label"),
    ]
    return "".join(parts)


def channels() -> str:
    """The right side: where a line ends up."""
    x, width = 1040, 176
    names = ("X", "Mastodon", "Bluesky", "Discord", "outbox, a folder")
    parts = [text(x + width / 2, 58, "Where lore goes", "heading", "middle")]
    tops = [84 + 58 * number for number in range(len(names))]
    for top, name in zip(tops, names, strict=True):
        parts.append(Card("plain", x, top, width, 44, name).draw())
        parts.append(arrow("post", (1018, 106), (1018, top + 22), (x - 3, top + 22)) if top > tops[0] else "")
    # Over the ledger, from the CronJob to the channels.
    parts.append(arrow("post", (653, 84), (653, 72), (1018, 72), (1018, 106), (x - 3, 106)))
    parts.append(text(x + width / 2, 404, "Exactly one post a slot,", "note", "middle"))
    parts.append(text(x + width / 2, 422, "whatever is killed when.", "note", "middle"))
    return "".join(parts)


def legend() -> str:
    rows = (("data", "data"), ("model", "models"), ("post", "posts"), ("watch", "metrics"))
    parts = []
    for number, (kind, words) in enumerate(rows):
        top = 520 + 28 * number
        parts.append(box(1072, top, 22, 16, f"card {kind}", 4) + text(1106, top + 13, words, "note"))
    return "".join(parts)


def heads() -> str:
    """Arrow heads, one a colour: a marker cannot take its line's."""
    return "".join(
        f'<marker id="head-{kind}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5" markerHeight="5" '
        f'orient="auto-start-reverse"><path class="head-{kind}" d="M0,0.6 L9.4,5 L0,9.4 z"/></marker>\n'
        for kind in KINDS
    )


def picture() -> str:
    words = (
        "Game text becomes a corpus, weights and an archive, kept in a bucket. In Kubernetes TorchServe "
        "serves the archive behind a gateway; a CronJob asks it for a line every four hours and posts it."
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d">\n',
        '<title id="t">SoulsGen: what is made and what runs where</title>\n',
        f'<desc id="d">{escape(words)}</desc>\n',
        f"<style>{STYLE}</style>\n<defs>\n{heads()}</defs>\n",
        box(0, 0, WIDTH, HEIGHT, "paper", 0),
        *(draw() for draw in (making, cluster, between, channels, legend)),
        "</svg>\n",
    )
    return "".join(parts)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(picture(), "utf-8")
