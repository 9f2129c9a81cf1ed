"""Pins requirements/*.txt from pyproject.toml with pip-compile.

    python requirements/pin.py            # `make requirements`

The pins hold for CPU and GPU machines alike, so torch's local version (`+cpu`) is cut off:
`torch==2.13.0` accepts either build.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# file -> extras; `base` is what a CronJob's image installs.
FILES = {"base": [], "serve": ["serve"], "train": ["corpus", "train"], "dev": ["dev"]}
FLAGS = ["--quiet", "--strip-extras", "--no-annotate", "--no-header", "--allow-unsafe"]
HIDE = ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options"]
HEADER = "# Pinned from pyproject.toml by `make requirements`.\n"


def pin(name: str, extras: list[str]) -> None:
    """Write one requirements file; pins already there are kept where they still fit."""
    path = HERE / f"{name}.txt"
    wanted = [word for extra in extras for word in ("--extra", extra)]
    command = [sys.executable, "-m", "piptools", "compile", *FLAGS, *HIDE, *wanted, "-o", str(path)]
    subprocess.run([*command, "pyproject.toml"], cwd=HERE.parent, check=True)
    pins = re.sub(r"\+cpu$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    # The dev extra names this project's other extras; the project itself is installed from the checkout.
    pins = re.sub(r"^soulsgen @ .*\n", "", pins, flags=re.MULTILINE)
    path.write_text(HEADER + pins.removeprefix(HEADER), "utf-8")


if __name__ == "__main__":
    # dev holds every other file's packages: pinning it first and constraining by it keeps them alike.
    pin("dev", FILES["dev"])
    for name in ("base", "serve", "train"):
        pin(name, FILES[name])
