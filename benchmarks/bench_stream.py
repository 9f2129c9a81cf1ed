"""The live avatar: pictures a second, how late they are, what viewers cost, and her voice beside her lips.

    make bench-stream                      # all rows, and ten minutes of speech; writes docs/performance.md
    python benchmarks/bench_stream.py --quick
    python benchmarks/bench_stream.py --only speech --minutes 1 --no-write

A real TorchServe with the default character and espeak-ng, a real `soulsgen avatar serve`, and viewers in a
process of their own, all on one machine.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stream_report import KINDS, report
from stream_rows import HELD_FPS, Row, Take, measured
from stream_speech import Speech, spoken
from stream_studio import studio

VIEWERS = (1, 8, 32)
SESSIONS, GPU_SESSIONS = 4, 8
# JPEG knows nothing transparent.
_BEFORE = {"background": "#406080"}
FORMATS: dict[str, dict[str, Any]] = {"webp": {}, "png": {}, "jpeg": _BEFORE, "qoi": {}}
# None is the studio's own default.
FILTERED, TWICE = {"postprocessor_chain": None}, {"upscale": 2.0}
HELD = {"target_fps": HELD_FPS}


Takes = Iterator[tuple[str, Take]]


def viewer_takes() -> Takes:
    """Keys, and what is measured, in the order in which it is told."""
    for count in VIEWERS:
        yield f"viewers {count}", Take(f"result_feed, viewers: {count}", viewers=count)
    yield "sessions", Take(f"{SESSIONS} instances of 1 viewer", instances=SESSIONS)


def look_takes() -> Takes:
    yield "filters", Take("default chain of filters", FILTERED)
    yield "upscale", Take("upscaled twice", TWICE)
    yield "both", Take("filters, upscaled twice", FILTERED | TWICE)


def encoder_takes() -> Takes:
    for form, more in FORMATS.items():
        yield f"{form} fast", Take(form, {"format": form, **more})
    for form, more in FORMATS.items():
        yield f"{form} held", Take(f"{form}, {HELD_FPS:g} a second", {"format": form, **more, **HELD})


def cost_takes() -> Takes:
    for kind, name in KINDS.items():
        for count in VIEWERS:
            words = f"{name}, {HELD_FPS:g} a second, viewers: {count}"
            yield f"{kind} {count}", Take(words, HELD, viewers=count, kind=kind)


def gpu_takes() -> Takes:
    if _has_gpu():
        name = f"on the GPU: {GPU_SESSIONS} instances of 1 viewer, filters, upscaled twice"
        yield "gpu", Take(name, FILTERED | TWICE, instances=GPU_SESSIONS)


def _has_gpu() -> bool:
    import torch

    return torch.cuda.is_available()


TAKES = {
    "viewers": viewer_takes,
    "looks": look_takes,
    "encoders": encoder_takes,
    "cost": cost_takes,
    "gpu": gpu_takes,
}
SPEECH = "speech"
GROUPS = (*TAKES, SPEECH)
WHOLE = {"seconds": 8.0, "settle": 6.0, "minutes": 10.0}
QUICK = {"seconds": 1.5, "settle": 0.5, "minutes": 0.2}


def arguments() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--seconds", type=float, help="a row, after settling")
    parser.add_argument("--settle", type=float, help="seconds before that")
    parser.add_argument("--minutes", type=float, help="of speech")
    parser.add_argument("--only", choices=GROUPS, nargs="+", default=GROUPS, help="leave the others out")
    parser.add_argument(
        "--quick", action="store_true", help="1.5 s a row, 12 s of speech; nothing is written"
    )
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    settings = parser.parse_args()
    if settings.quick:
        settings.no_write = True
    given = vars(settings)
    for name, value in (QUICK if settings.quick else WHOLE).items():
        given[name] = value if given[name] is None else given[name]
    return settings


def main() -> None:
    settings = arguments()
    # As with Ctrl-C, all that was started is ended.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    rows: dict[str, Row] = {}
    speech: Speech | None = None
    with tempfile.TemporaryDirectory(prefix="soulsgen-bench-") as name:
        folder = Path(name)
        with studio(folder / "checkout") as running:
            for group in (each for each in TAKES if each in settings.only):
                for key, take in TAKES[group]():
                    rows[key] = measured(running, take, settings.settle, settings.seconds)
                    _tell(rows[key])
            if SPEECH in settings.only:
                speech = spoken(running, folder, 60 * settings.minutes)
                _tell(speech.row)
    report(rows, speech, not settings.no_write)


def _tell(row: Row) -> None:
    told = f"{row.name}: {row.fps:.1f} a second of {row.side:.0f} pixels, {row.delay_p50_ms:.0f} ms late"
    print(told, file=sys.stderr)


if __name__ == "__main__":
    main()
