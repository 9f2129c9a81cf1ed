"""Fills the marked parts of docs/api.md: wire pairs, what a request's keys take, how archives are served.

python docs/api.py                 # `make docs`; a test fails when the page is stale

`<!-- pair: NAME -->`              tests/wire/NAME.json, as it goes over the wire
`<!-- keys: ARCHIVE REQUEST -->`   the table behind it: its first and last columns are written by hand
`<!-- heard: NAME SAMPLES … -->`   which words of a recorded stream have been heard after so many samples
`<!-- served -->`                  each archive's model-config.yaml
"""

import dataclasses
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "serve-handlers"))

import agent.settings  # noqa: E402
import animator.settings  # noqa: E402
import asr.settings  # noqa: E402
import painter.settings  # noqa: E402
import souls.settings  # noqa: E402
import tts.settings  # noqa: E402
from handlerkit.checks import Check, SettingsError  # noqa: E402

PAGE = ROOT / "docs" / "api.md"
WIRE = ROOT / "tests" / "wire"
WIDTH = 108
# Of base64 so much is shown, and of a pose.
BASE64 = re.compile(r"[A-Za-z0-9+/]{120,}=*")
SHOWN_CHARACTERS = 24
MANY_NUMBERS, SHOWN_NUMBERS = 45, 4
END = "<!-- end -->"
MARK = re.compile(rf"<!-- (pair|keys|heard|served):? ?([^>]*?) ?-->\n(.*?){END}", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Request:
    """What a request's keys take, where their defaults are, and which it cannot do without."""

    checks: Mapping[str, Check]
    settings: tuple[type, ...]
    needed: tuple[str, ...] = ()
    # Keys that no check of the settings is for, and what they take.
    said: Mapping[str, str] = dataclasses.field(default_factory=dict)


REQUESTS = {
    "souls": Request(
        {**souls.settings.REQUEST_CHECKS, **souls.settings.SAMPLING_CHECKS},
        (souls.settings.Request, souls.settings.Sampling),
    ),
    "asr": Request(
        asr.settings.REQUEST_CHECKS, (asr.settings.Request,), ("audio",), {"audio": "a file in base64"}
    ),
    **{
        f"agent {op}": Request(checks, (settings,), (needed,))
        for op, (settings, checks, needed) in agent.settings.OPERATIONS.items()
    },
    "agent sampling": Request(agent.settings.SAMPLING_CHECKS, (agent.settings.Sampling,)),
    "painter": Request(painter.settings.REQUEST_CHECKS, (painter.settings.Request,), ("prompt",)),
    "tts": Request(tts.settings.SPEAK_CHECKS, (tts.settings.SpeakRequest,), ("text",)),
    "animator": Request(
        animator.settings.REQUEST_CHECKS,
        (animator.settings.DrawRequest, animator.settings.Look),
        ("poses",),
        {
            "poses": "a list of 1 to 256, each a list of 45 numbers",
            "pose": "`{parameter: value}`",
            "cels": "`{name: strength}`, or a list of one for each pose",
            "effects": "as `cels`",
            "times": "a list of a number from 0 to 1e10 for each pose",
            "time": "a number from 0 to 1e10",
        },
    ),
}


def page(text: str) -> str:
    """The page with its marked parts written anew."""
    return MARK.sub(lambda found: _part(found[1], found[2], found[3]), text)


def _part(kind: str, words: str, before: str) -> str:
    name, *rest = words.split(" ") if words else [""]
    made = {
        "pair": lambda: pair_of(name),
        "keys": lambda: keys_of(REQUESTS[words], before),
        "heard": lambda: heard_of(name, [int(samples) for samples in rest]),
        "served": served,
    }[kind]()
    mark = f"<!-- {kind}: {words} -->" if words else f"<!-- {kind} -->"
    return f"{mark}\n{made}\n{END}"


def wire(name: str) -> dict[str, Any]:
    pair: dict[str, Any] = json.loads((WIRE / f"{name}.json").read_text("utf-8"))
    return pair


def pair_of(name: str) -> str:
    """The request and what comes of it; of a stream, each line as it comes, and a cancel where it is made."""
    pair = wire(name)
    archive = name.removeprefix("stream_").removeprefix("cancelled_").partition("_")[0]
    told = [f"POST /predictions/{archive}", laid_out(pair["request"]), "", f"{pair['status']}"]
    cancel = pair.get("cancel")
    for place, line in enumerate(pair["reply"].get("lines", [pair["reply"]])):
        if cancel and place == cancel["after"]:
            beside = [f"POST /predictions/{archive}-cancel", laid_out(cancel["request"])]
            told += ["", *beside, "", "200", laid_out(cancel["reply"]), "", "and the stream goes on:"]
        told.append(laid_out(line))
    return "```text\n" + "\n".join(told) + "\n```"


def laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """JSON, on one line where that is short enough; `before` are the characters in front of it."""
    short = json.dumps(_shortened(value), ensure_ascii=False)
    if indent + before + len(short) < WIDTH or not isinstance(value, dict | list) or not value:
        return short
    inner, pad = indent + 2, " " * (indent + 2)
    if isinstance(value, list):
        lines = [pad + laid_out(each, inner) for each in value]
    else:
        heads = [f"{json.dumps(key)}: " for key in value]
        lines = [
            pad + head + laid_out(each, inner, len(head))
            for head, each in zip(heads, value.values(), strict=True)
        ]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{' ' * indent}{closing}"


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    if isinstance(value, list):
        if len(value) >= MANY_NUMBERS and all(type(each) in (int, float) for each in value):
            return [*value[:SHOWN_NUMBERS], "…"]
        return [_shortened(each) for each in value]
    if isinstance(value, str) and BASE64.fullmatch(value):
        return f"{value[:SHOWN_CHARACTERS]}…"
    return value


def keys_of(request: Request, before: str) -> str:
    """A table of all keys; what each means is kept from the table `before`."""
    written = {cells[0]: cells[-1] for cells in _rows(before)}
    rows = ["| key | takes | left out | is |", "|---|---|---|---|"]
    for key in (*request.said, *request.checks):
        takes = request.said.get(key) or takes_of(key, request.checks[key])
        rows.append(f"| `{key}` | {takes} | {_left_out(key, request)} | {written.get(f'`{key}`', '')} |")
    return "\n".join(rows)


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0].startswith("`"):
            yield cells


def takes_of(key: str, check: Check) -> str:
    """What the check itself says when it is given something else."""
    takes = _refusal(key, check, object()).removeprefix(f"{key} must be ").partition(", not <")[0]
    if takes == "a string":
        most = re.search(r"at most (\d+)", _refusal(key, check, "x" * 10_000_000))
        return f"up to {int(most[1]):,} characters" if most else takes
    if takes == "a list":
        count = re.search(r"hold (\d+ to \d+) values", _refusal(key, check, [None] * 1_000_000))
        each = _refusal(key, check, [object()]).partition(" must be ")[2].partition(", not <")[0]
        return f"a list of {count[1]}, each {each}" if count else takes
    return takes


def _refusal(key: str, check: Check, value: Any) -> str:
    try:
        check(key, value)
    except SettingsError as error:
        return str(error)
    raise ValueError(f"{key} takes anything")


def _left_out(key: str, request: Request) -> str:
    """Its default, where that is a value that a request could give."""
    if key in request.needed:
        return "needed"
    fields = {each.name: each for kind in request.settings for each in dataclasses.fields(kind)}
    default = fields[key].default if key in fields else None
    if default in ("", (), None, dataclasses.MISSING):
        return ""
    try:
        request.checks[key](key, default)
    except SettingsError:
        return ""
    return f"`{json.dumps(default)}`"


def heard_of(name: str, instants: list[int]) -> str:
    lines = [line for line in wire(name)["reply"]["lines"] if "seq" in line]
    rows = ["| samples that left the loudspeaker | seconds | words heard to their end |", "|---|---|---|"]
    for samples in instants:
        heard = [
            word["word"]
            for line in lines
            for word in line["words"]
            if word["end"] * line["sample_rate_hz"] <= samples
        ]
        seconds = samples / lines[0]["sample_rate_hz"]
        rows.append(f"| {samples:,} | {seconds:.3f} | {' '.join(heard) or 'none'} |")
    return "\n".join(rows)


def served() -> str:
    rows = [
        "| archive | requests in a batch | ms a lone one waits | s a batch may take |",
        "|---|---|---|---|",
    ]
    for name, spec in tomllib.loads((ROOT / "serve-handlers" / "archives.toml").read_text("utf-8")).items():
        config = yaml.safe_load((ROOT / "serve-handlers" / spec["config"]).read_text("utf-8"))
        figures = (config["batchSize"], config["maxBatchDelay"], config["responseTimeout"])
        rows.append(f"| `{name}` | " + " | ".join(map(str, figures)) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
