"""A room's `pack` as a command, as `soulsgen create handler` runs it."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path


def run(pack: Callable[..., None], told: str | None, *inputs: str, **choices: Sequence[str]) -> None:
    """Call `pack` with a path for each of `inputs` and for `out`, and with one value of each of `choices`.

    told: the help. The first value of a choice is what it is when it is not given.
    """
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in (*inputs, "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name, values in choices.items():
        parser.add_argument(f"--{name}", default=values[0], choices=values)
    pack(**vars(parser.parse_args()))
