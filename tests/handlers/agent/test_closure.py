"""The packed archive answers alone: no path of the checkout, no installed package of ours."""

import json
from pathlib import Path

from archive_alone import ask_alone
from archive_checkout import new_checkout
from soulsgen import archive

CHAT = {"op": "chat", "messages": [{"role": "user", "content": "Who lit the lantern?"}]}
UNWANTED = ("transformers", "soulsgen", "soulscorpus", "sentence_transformers")


def test_the_unpacked_archive_answers_alone_and_packs_to_the_same_bytes(
    tmp_path: Path, encoder: Path, lore: Path
) -> None:
    project = new_checkout(tmp_path / "checkout")
    spec = archive.read_specs(project)["agent"]
    inputs = {"weights": str(encoder), "corpus": str(lore)}
    packed = archive.pack(spec, project, inputs, "1.0")
    content = packed.read_bytes()
    assert archive.pack(spec, project, inputs, "1.0").read_bytes() == content
    told = ask_alone(packed, tmp_path / "alone", {"body": CHAT}, UNWANTED)
    assert (told.handlers, told.strays, told.unwanted) == (["AgentHandler"], [], [])
    assert json.loads(told.reply)["embeddings"] == "minilm"
