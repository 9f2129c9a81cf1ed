"""A benchmark's table and figures: its section of docs/performance.md, with machine, versions and date."""

import os
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def setting(packages: list[str]) -> str:
    """One line: date, processor, cores, Python and package versions."""
    versions = ", ".join(f"{name} {_version(name)}" for name in packages)
    date = datetime.now(UTC).date().isoformat()
    return f"{date}, {_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}."


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    names = (
        re.findall(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else []
    )
    return names[0] if names else platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def publish(
    title: str,
    head: Sequence[str],
    body: Sequence[str],
    figures: Mapping[str, float],
    targets: Mapping[str, float],
    write: bool,
) -> None:
    """Head, table and figures to the section `title` of the page, the figures to standard output.

    targets: what the project is held to, of some figures. write: otherwise the page stays as it is.
    """
    tail = ["", ", ".join(in_words(*figure, targets) for figure in figures.items()) + "."] if figures else []
    if write:
        write_section(title, "\n".join([*head, *body, *tail]))
    print("\n".join(body), file=sys.stderr)
    for name, value in figures.items():
        print(f"{name}={value:.3f}")


def in_words(name: str, value: float, targets: Mapping[str, float]) -> str:
    """A figure for the page, with what is to be reached."""
    target = f" (to reach: {targets[name]:g})" if name in targets else ""
    return f"`{name}` {value:.2f}{target}"


def write_section(title: str, text: str) -> None:
    """Put `text` under `## title` in the page, in place of what an earlier run left there."""
    page = PAGE.read_text("utf-8")
    head, found, rest = page.partition(f"## {title}\n")
    if not found:
        head, rest = page.rstrip() + "\n\n", ""
    following = rest.find("\n## ")
    tail = rest[following:] if following >= 0 else "\n"
    PAGE.write_text(f"{head}## {title}\n\n{text.strip()}\n{tail}".rstrip() + "\n", "utf-8")
