"""Fills the marked tables of docs/studio.md: settings as the studio reads them, filters as the archive does.

python docs/studio.py              # `make docs`; a test fails when the page is stale
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "serve-handlers"))

from animator.filters import chain  # noqa: E402
from soulsgen.studio import settings  # noqa: E402

PAGE = ROOT / "docs" / "studio.md"
END = "<!-- end -->"
MARK = re.compile(rf"<!-- (settings|filters) -->\n.*?{END}", re.DOTALL)
# A default that is longer is told by its names.
SHORT = 30
# Of kinds that are not told by a range or by choices.
KINDS = {
    "boolean": "true or false",
    "colour": "`transparent`, or `#rrggbb`",
    "crop": "an object with `enabled` and four shares, 0 to 1",
    "text": "a text, or null",
    "parameter": "a pose parameter",
    "list of parameter": "a list of pose parameters",
    "list of filter": "a list of `[filter, {parameter: value}]`",
    "list of effect": "a list of `[name, {…}]`",
    "point": "`camera`, `[x, y]`, or null",
}


def page(text: str) -> str:
    """`text` with its marked parts as they are now."""
    tables: dict[str, Callable[[], Iterator[str]]] = {"settings": setting_rows, "filters": filter_rows}
    return MARK.sub(lambda found: "\n".join([f"<!-- {found[1]} -->", *tables[found[1]](), END]), text)


def setting_rows() -> Iterator[str]:
    yield from ("| key | takes | left out | is |", "|---|---|---|---|")
    for name, told in settings.metadata().items():
        yield f"| `{name}` | {takes(told)} | {default(told['default'])} | {told['words']} |"


def takes(told: Mapping[str, Any]) -> str:
    if told["type"] in KINDS:
        return KINDS[told["type"]]
    if "choices" in told:
        return ", ".join(f"`{each}`" for each in told["choices"])
    least, most = told["range"]
    return f"{least:g} to {most:g} {told['unit']}".strip()


def default(value: Any) -> str:
    written = json.dumps(value)
    if isinstance(value, list) and len(written) > SHORT:
        return ", ".join(f"`{each[0] if isinstance(each, list) else each}`" for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {json.dumps(each)}" for name, each in value.items())
    return f"`{written}`"


def filter_rows() -> Iterator[str]:
    yield from ("| filter | does | parameters |", "|---|---|---|")
    for name, told in chain.metadata():
        given = [parameter(each, what) for each, what in told["parameters"].items() if what["kind"] != "name"]
        moves = " Moves." if told["moving"] else ""
        yield f"| `{name}` | {told['words']}{moves} | {', '.join(given)} |"


def parameter(name: str, told: Mapping[str, Any]) -> str:
    """Its default, and what else it may be."""
    others = f" ({' '.join(told['choices'])})" if "choices" in told else ""
    if "low" in told:
        others = f" ({told['low']:g} to {told['high']:g})"
    return f"`{name}` {_plain(told['default'])}{others}"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
