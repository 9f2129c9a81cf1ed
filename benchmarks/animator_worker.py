"""One way of drawing in a process of its own: `python animator_worker.py '{"kind": …}'`, one JSON line out.

kind    eager: the student as THA4's own code computes it, to the network's output
        drawn: our engine, to pictures
        film: motion, our engine and a WebP file a picture, as the archive answers
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "serve-handlers"))

FPS = 25
LEAST_FRAMES = 3
Draw = Callable[[int], int]  # from picture number so and so; how many were drawn


def main() -> None:
    import torch
    from asr_worker import peak_mb

    order: dict[str, Any] = json.loads(sys.argv[1])
    torch.set_num_threads(order["threads"])
    draw = KINDS[order["kind"]](order)
    draw(0)
    frames, started = 0, time.perf_counter()
    while frames < LEAST_FRAMES or time.perf_counter() < started + order["seconds"]:
        frames += draw(frames)
    seconds = time.perf_counter() - started
    print(json.dumps({"frames": frames, "seconds": seconds, "memory_mb": peak_mb(os.getpid())}))


def poses(first: int, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """[count, 45] of a talking, feeling avatar, from picture `first` on."""
    from soulsgen.motion.events import Feel, Talk
    from soulsgen.motion.scene import Scene

    names = ("joy", "curiosity", "sadness", "surprise", "neutral")
    events = [*(Feel(3.0 * place, name) for place, name in enumerate(names)), Talk(0.0, 3600.0)]
    return Scene(7).pictures(np.arange(first, first + count) / FPS % 15.0, events).poses


def _eager(order: dict[str, Any]) -> Draw:
    from animator.character import read_character
    from animator.student.reference import Reference

    return _batches(Reference(read_character(Path(order["character"]))), order["batch"])


def _drawn(order: dict[str, Any]) -> Draw:
    from animator.character import read_character
    from animator.student.fast import FastStudent
    from animator.student.workers import Workers

    engine = FastStudent(read_character(Path(order["character"])), Workers(order["threads"]))
    return _batches(engine.pictures, order["batch"])


def _batches(draw: Callable[[Any], Any], batch: int) -> Draw:
    import torch

    def once(first: int) -> int:
        draw(torch.from_numpy(poses(first, batch)).float())
        return batch

    return once


def _film(order: dict[str, Any]) -> Draw:
    """`rows` requests of `batch` poses in a batch."""
    import torch

    from animator.cast import Cast
    from animator.model import Desk
    from animator.settings import ModelSettings, parse_request
    from animator.stage import Fault, Stage
    from animator.student.workers import Workers

    desk = Desk(torch.device("cpu"), Workers(order["threads"]), ModelSettings().batch)
    stage = Stage(Cast(Path(order["character"]).parent, 1, desk), ModelSettings())
    name, rows, batch = Path(order["character"]).name, order["rows"], order["batch"]

    def once(first: int) -> int:
        requests = [
            parse_request(
                {
                    "character": name,
                    "poses": poses(first + row * batch, batch).tolist(),
                    "size": order["size"],
                }
            )
            for row in range(rows)
        ]
        for answer in stage.draw(requests):
            if isinstance(answer, Fault):
                raise SystemExit(answer.sentence)
        return rows * batch

    return once


KINDS = {"eager": _eager, "drawn": _drawn, "film": _film}

if __name__ == "__main__":
    main()
