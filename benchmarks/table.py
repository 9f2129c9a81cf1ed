"""Writes a benchmark's table into its section of docs/performance.md, with machine, versions and date."""

import os
import platform
import re
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


def write_section(title: str, text: str) -> None:
    """Put `text` under `## title` in the page, in place of what an earlier run left there."""
    page = PAGE.read_text("utf-8")
    head, found, rest = page.partition(f"## {title}\n")
    if not found:
        head, rest = page.rstrip() + "\n\n", ""
    following = rest.find("\n## ")
    tail = rest[following:] if following >= 0 else "\n"
    PAGE.write_text(f"{head}## {title}\n\n{text.strip()}\n{tail}".rstrip() + "\n", "utf-8")
