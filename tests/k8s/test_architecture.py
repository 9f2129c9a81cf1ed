"""The picture of what runs where."""

import importlib.util
import re
import xml.etree.ElementTree as ET

from k8s.manifests import ROOT
from soulsgen.cli import soulsgen


def test_the_picture_is_what_its_script_draws() -> None:
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = (ROOT / "docs" / "pictures" / "architecture.svg").read_text("utf-8")
    assert drawn == module.picture(), "it is stale; `python docs/architecture.py` draws it"


def test_the_commands_in_it_exist() -> None:
    picture = ET.parse(ROOT / "docs" / "pictures" / "architecture.svg")  # noqa: S314
    words = [element.text or "" for element in picture.iter() if element.get("class") == "code"]
    commands = [line.split()[1] for line in words if line.startswith("soulsgen ")]
    assert len(commands) == 7
    assert set(commands) <= set(
        soulsgen.list_commands(soulsgen.make_context("soulsgen", ["status", "--json"]))
    )
    assert not re.search(r"https?://(?!www\.w3\.org)", ET.tostring(picture.getroot(), "unicode"))
