"""What an evening has written."""

import json
import re
import shutil
from pathlib import Path
from typing import Any


def begun(data: Path) -> list[Path]:
    """The folders of the evenings in `data` that can be gone on with.

    Of a life that ended before there was one nothing is kept: the evening is begun anew.
    """
    folders = [path.parent for path in data.glob("*/session.json")]
    if not folders:
        shutil.rmtree(data, ignore_errors=True)
    return folders


def lines_of(folder: Path) -> list[int]:
    lines = [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    return [int(line["text"].removeprefix("line ")) for line in lines]


def scenes_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "scenes.jsonl").read_text("utf-8").splitlines()]


def last_words(scene: dict[str, Any]) -> int:
    return int(re.findall(r"line (\d+)", scene["scene"])[-1])
