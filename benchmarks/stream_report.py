"""The tables and figures of bench_stream.py."""

from collections.abc import Mapping, Sequence

import numpy as np
import table
from stream_rows import ASKED_FPS, HELD_FPS, Row, cost_percent
from stream_speech import Speech

KINDS = {"feed": "result_feed", "socket": "WebSocket"}
# What the project is held to, at most.
TARGETS = {"viewer_cost_percent": 5.0, "av_offset_frames": 1.0}
_COLUMNS = (
    *("set-up", "pictures a second", "slowest viewer", "pixels a side", "late p50 ms", "p95 ms"),
    *("since asked ms", "kB", "encoding ms", "studio ms", "TorchServe ms"),
)


def figures(rows: Mapping[str, Row], speech: Speech | None) -> dict[str, float]:
    """Of the rows that are there, by their keys; those that the project is held to come last."""
    made, last = {}, {}
    ways = {kind: [row for key, row in rows.items() if key.startswith(f"{kind} ")] for kind in KINDS}
    if costs := {kind: cost_percent(each) for kind, each in ways.items() if each}:
        made |= {f"viewer_cost_{kind}_percent": cost for kind, cost in costs.items()}
        last["viewer_cost_percent"] = max(costs.values())
    if speech:
        made |= {"av_closures_seen_percent": speech.seen_percent, "av_longest_gap_ms": 1000 * speech.gap_s}
        last["av_offset_frames"] = speech.offset_frames
    if gpu := rows.get("gpu"):
        made["gpu_slowest_fps"] = gpu.slowest_fps
    if one := rows.get("viewers 1"):
        made |= {"delay_1_p95_ms": one.delay_p95_ms, "side_1_pixels": one.side}
        last["fps_1"] = one.fps
    return made | last


def lines(rows: Sequence[Row]) -> list[str]:
    told = [_line(_COLUMNS), "|" + "---|" * len(_COLUMNS)]
    for row in rows:
        delays = (f"{row.delay_p50_ms:.0f}", f"{row.delay_p95_ms:.0f}", _told(row.output_ms, 0))
        rates = (f"{row.fps:.1f}", f"{row.slowest_fps:.1f}", f"{row.side:.0f}")
        costs = (f"{row.studio_ms:.1f}", f"{row.torchserve_ms:.1f}")
        told.append(_line((row.name, *rates, *delays, f"{row.kb:.1f}", _told(row.encode_ms, 1), *costs)))
    return told


def minutes(speech: Speech) -> list[str]:
    """Whether voice and lips drift apart."""
    told = [_line(("minute of speech", "closures heard", "seen", "mouth late ms, mean", "furthest"))]
    told.append("|" + "---|" * 5)
    since_s = np.array([one.at_s for one in speech.sentences]) - speech.sentences[0].at_s
    for minute in np.unique(since_s // 60):
        here = [one for one, at_s in zip(speech.sentences, since_s, strict=True) if at_s // 60 == minute]
        late = [1000 * one.late_s for one in here]
        heard, seen = sum(one.closures for one in here), sum(one.seen for one in here)
        shifts = (f"{np.mean(late):.0f}", f"{max(late, key=abs):.0f}")
        told.append(_line((f"{minute + 1:.0f}", str(heard), str(seen), *shifts)))
    return told


def report(rows: Mapping[str, Row], speech: Speech | None, write: bool) -> None:
    """Tables to the page, figures to standard output."""
    body = lines([*rows.values(), *([speech.row] if speech else [])])
    if speech:
        body += ["", *minutes(speech)]
    table.publish("Stream", head(speech), body, figures(rows, speech), TARGETS, write)


def head(speech: Speech | None) -> list[str]:
    """What the tables are of, and what the figures mean."""
    told = [
        table.setting(["torch", "numpy", "pillow", "aiohttp", "torchserve"]),
        f"`make bench-stream`: the default character live. {ASKED_FPS:g} WebP pictures a second of 512",
        "pixels are asked for unless a row says otherwise; what cannot be drawn so fast becomes smaller,",
        "then fewer.",
        "Late: from the moment a picture is of, on its instance's clock, until a viewer has all of it; since",
        "asked: from its being asked for, with all that is known then of what she does. Studio, TorchServe:",
        "time of a core for a picture. The viewers, who decode nothing but in speech, share the cores.",
        "",
        "`viewer_cost_percent`: what one viewer more adds to the studio's time for a picture, the slope over",
        f"the rows of {HELD_FPS:g} a second with 1 to 32 viewers, in percent of the time that studio and",
        "TorchServe take for one together; the dearer of feed and WebSocket.",
    ]
    if speech:
        lasted_s = speech.sentences[-1].at_s - speech.sentences[0].at_s
        told += [
            f"`av_offset_frames`, over {lasted_s:.0f} s of speech: of each sentence the shift at which the",
            "mouth in the pictures is most closed while p, b and m are heard, and of all the largest, in",
            f"pictures of {1000 / ASKED_FPS:g} ms. When p, b and m are heard, the voice tells; its samples",
            "are found in what was received. A closure is seen if a picture of it has the mouth shut.",
        ]
    return [*told, ""]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _told(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"
