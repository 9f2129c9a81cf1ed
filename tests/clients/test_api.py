"""docs/api.md: as the archives are now, and nothing of them left out."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from handlerkit.checks import SettingsError
from wire_pairs import FOLDER

ROOT = Path(__file__).parents[2]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api", ROOT / "docs" / "api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


API = script()
TEXT = API.PAGE.read_text("utf-8")
# The smallest request of each kind.
LEAST: dict[str, dict[str, Any]] = {
    "souls": {},
    "agent recap": {"lines": []},
    "agent scene": {"lines": []},
    "agent chat": {"messages": [{"role": "user", "content": "Who?"}]},
    "painter": {"prompt": "a hill"},
    "tts": {"text": "Yes."},
    "animator": {"poses": [[0.0] * 45]},
}


def test_the_page_is_up_to_date() -> None:
    assert API.page(TEXT) == TEXT, "run `make docs`"


def test_every_pair_is_on_the_page() -> None:
    shown = re.findall(r"<!-- pair: (\w+) -->", TEXT)
    assert sorted(shown) == sorted(path.stem for path in FOLDER.glob("*.json")), (
        "give it a mark in docs/api.md"
    )


def test_every_archive_has_its_place_and_every_key_its_meaning() -> None:
    archives = tomllib.loads((ROOT / "serve-handlers" / "archives.toml").read_text("utf-8"))
    beside = {name for spec in archives.values() for name in spec.get("beside", ())}
    headings = set(re.findall(r"^## (\w+)$", TEXT, re.MULTILINE))
    assert archives.keys() - beside <= headings
    assert {words for kind, words, _ in API.MARK.findall(TEXT) if kind == "keys"} == API.REQUESTS.keys()
    assert re.findall(r"^\| `.*\|  \|$", TEXT, re.MULTILINE) == []


@pytest.mark.parametrize("name", LEAST)
def test_what_is_needed_is_enough_and_nothing_of_it_can_be_left_out(name: str) -> None:
    archive, _, op = name.partition(" ")
    parse = getattr(API, archive).settings.parse_request
    given = {"op": op} if op else {}
    assert set(API.REQUESTS[name].needed) == LEAST[name].keys()
    parse(given | LEAST[name])
    for key in LEAST[name]:
        with pytest.raises(SettingsError):
            parse(given | {other: value for other, value in LEAST[name].items() if other != key})


def test_what_is_meant_is_kept_and_what_a_key_takes_is_its_checks() -> None:
    before = "| `pitch` | wrong | `7` | semitones |\n| `volume` | 1 | | gone |\n"
    table = API.keys_of(API.REQUESTS["tts"], before)
    assert "| `pitch` | a number from -12.0 to 12.0 | `0.0` | semitones |" in table
    assert "| `text` | up to 5,000 characters | needed |  |" in table
    assert "volume" not in table


def test_base64_is_cut_and_words_are_not() -> None:
    assert API.laid_out({"audio": "QUJD" * 60, "text": "a " * 20}) == (
        '{"audio": "QUJDQUJDQUJDQUJDQUJDQUJD…", "text": "' + "a " * 20 + '"}'
    )
